import EventLog
import TestSupport
import Testing

/// Logs that are made to be slow to read: time grows with their length, not with its square.
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

  @Test("are read in time", .timeLimit(.minutes(1)), arguments: logs)
  func time(_ log: (title: String, format: InputFormat, start: String, again: String)) {
    var bytes = Array(log.start.utf8)
    let again = Array(log.again.utf8)
    while bytes.count < 20_000 { bytes += again }
    let reading = Reading(bytes, format: log.format, recordLimit: 1 << 20)
    #expect(reading.accountsForEveryByte)
  }
}
