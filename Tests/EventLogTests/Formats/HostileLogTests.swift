import EventLog
import Foundation
import TestSupport
import Testing

/// Logs made to be slow to read: time grows with their length, not with its square.
@Suite("Hostile logs")
struct HostileLogTests {
  static let logs: [(title: String, format: InputFormat, start: String, again: String)] = [
    ("empty lines in a value", .text, "00001\tx\n\tPID: 7\n\ta: x", "\n\n\nx"),
    (
      "long runs of one byte", .text, "00001\tx\n\tPID: 7\n\ta: x",
      "\n\n\n" + String(repeating: "a", count: 4093)
    ),
    ("headers without a process", .text, "00007\tx\n\tPID: 7\n\ta: x", "\n00099\ty"),
    ("headers with one", .text, "00007\tx\n\tPID: 7\n\ta: x", "\n00099\ty\n\tPID: 1"),
    ("restarts", .text, "", "00001\tx\n\n\n"),
    ("changes of format", .text, "", "00001\tx\n\n\n{\"\n"),
    ("lines out of order", .text, "00001\tx\n", "\tb: 1\n\ta: 1\n"),
    ("beginnings of rows", .w3c, "", "4\tx\t\n"),
    ("rows of too few cells", .w3c, "", "4\tx\t\t\t\t\t\t\t\n"),
    ("rows within a row", .w3c, "4\tx\t", "4\tx\t"),
    ("rows of too many cells", .w3c, "", "4\tx" + String(repeating: "\ta", count: 90) + "\n"),
  ]

  @Test("take eight times as long when they are eight times as long", arguments: logs)
  func linear(_ log: (title: String, format: InputFormat, start: String, again: String)) {
    // Squared growth makes it 64 times. Only the processor time of this thread counts, so that
    // a busy machine changes nothing, and the best of three, as caches do change something.
    let ratios = (0..<3).map { _ in
      processorTime(of: log, bytes: 80_000) / processorTime(of: log, bytes: 10_000)
    }
    #expect(ratios.min()! < 24, "\(ratios)")
  }

  /// The seconds of this thread that reading one of the logs takes.
  private func processorTime(
    of log: (title: String, format: InputFormat, start: String, again: String), bytes count: Int
  ) -> Double {
    var bytes = Array(log.start.utf8)
    let again = Array(log.again.utf8)
    while bytes.count < count { bytes += again }
    let start = threadSeconds()
    let reading = Reading(bytes, format: log.format, recordLimit: 1 << 20)
    let end = threadSeconds()
    #expect(reading.accountsForEveryByte)
    return end - start
  }

  /// The processor time that this thread has taken, in seconds.
  private func threadSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
