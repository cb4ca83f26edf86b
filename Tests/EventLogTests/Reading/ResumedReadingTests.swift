import EventLog
import TestSupport
import Testing

@Suite("A reader goes on where another one stopped")
struct ResumedReadingTests {
  /// Prints what it reads, with its place.
  private struct Lines: EventConsumer, ~Copyable {
    var selection = FilteredEvents(Filter(), options: RenderOptions(showsSource: true))
    var wantedKinds: EventKindSet { selection.wantedKinds }
    mutating func consume(_ event: borrowing Event) -> ReadingFlow { selection.consume(event) }
    mutating func skip(_ bytes: Span<UInt8>) {}
    mutating func skipped(_ piece: SkippedPiece) {}
    var text: String { String(copying: selection.output.span) }
  }

  /// What is read in one go, and in two with a new reader behind places at which the first may stop.
  private func expectTheSame(
    _ log: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let bytes = Array(log.utf8)
    var whole = Lines()
    var reader = EventReader()
    reader.read(bytes.span, into: &whole)
    reader.pause(into: &whole)
    #expect(!whole.text.isEmpty, sourceLocation: sourceLocation)
    // Around the ends of lines, and here and there within them.
    let ends = (0...bytes.count).filter { end in
      end % 101 == 0 || bytes[max(0, end - 2)..<min(bytes.count, end + 1)].contains(0x0a)
    }
    for end in ends {
      var lines = Lines()
      var first = EventReader()
      let start = Array(bytes[..<end])
      first.read(start.span, into: &lines)
      first.pause(into: &lines)
      var second = EventReader()
      let head = Array(bytes.prefix(min(4096, first.offset)))
      second.resume(at: first.offset, head: head.span, bookmark: first.bookmark)
      let rest = Array(bytes[first.offset...])
      second.read(rest.span, into: &lines)
      second.pause(into: &lines)
      #expect(lines.text == whole.text, "behind byte \(end)", sourceLocation: sourceLocation)
    }
  }

  @Test("with the columns that a w3c header in the middle of the log names")
  func lateHeader() {
    let columns = ["processId", "INFO", "video-fps", "upTime", "video-bytes", "x"]
    let row = "4242\tinStreamCreated\t25\t1.500\t7\ty\n"
    expectTheSame(
      W3CLog.header() + W3CLog.row(["name": "a"]) + W3CLog.footer + W3CLog.header(columns) + row
        + row + W3CLog.row(["name": "b"]))
  }

  @Test("with the usual columns behind unusual ones")
  func usualHeader() {
    let columns = ["processId", "INFO", "name", "x"]
    let row = "4242\tinStreamCreated\ta\ty\n"
    expectTheSame(
      W3CLog.header(columns) + row + W3CLog.footer + W3CLog.header() + W3CLog.row(["name": "b"])
        + W3CLog.row(["name": "c"]))
  }

  @Test("with the numbers of records")
  func numbers() {
    expectTheSame(
      (0..<4).map { "{\"id\":\($0),\"payload\":{},\"type\":\"inStreamCreated\"},\n" }.joined()
        + "{\"cut\nsome text\n{\"id\":5,\"payload\":{},\"type\":\"inStreamClosed\"},\n")
  }
}
