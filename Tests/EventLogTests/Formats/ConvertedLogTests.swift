import EventLog
import TestSupport
import Testing

/// Logs that a transfer or an editor has converted: CRLF line ends, a byte order mark, or both.
@Suite("Logs that came through Windows")
struct ConvertedLogTests {
  /// A way to convert a log.
  enum Conversion: CaseIterable {
    case lineEnds, mark, both

    func callAsFunction(_ bytes: [UInt8]) -> [UInt8] {
      let mark: [UInt8] = self == .lineEnds ? [] : [0xEF, 0xBB, 0xBF]
      guard self != .mark else { return mark + bytes }
      return mark + bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    }
  }

  /// What the story's events look like after the text between two line ends was converted too: the
  /// values of these formats may hold line ends.
  private static func plain(_ format: ReferenceWriter.Format) -> [UInt8] {
    ReferenceWriter.file(SampleStory.events, format)
  }

  @Test(
    "give the same events, whatever their chunks", arguments: ReferenceWriter.Format.allCases,
    Conversion.allCases)
  func sameEvents(_ format: ReferenceWriter.Format, _ conversion: Conversion) {
    let plain = Reading(Self.plain(format))
    let log = conversion(Self.plain(format))
    #expect(plain.lines.count > 10)
    for cut in ChunkCutter.all {
      let reading = Reading(log, cut: cut)
      #expect(reading.lines == plain.lines, "\(cut)")
      #expect(reading.skipped.isEmpty, "\(cut)")
      #expect(reading.accountsForEveryByte, "\(cut)")
      #expect(reading.statistics.bytes == log.count, "\(cut)")
    }
  }

  @Test(
    "give the same events when their format is named", arguments: ReferenceWriter.Format.allCases)
  func named(_ format: ReferenceWriter.Format) {
    let name = InputFormat(rawValue: format.rawValue)
    let log = Conversion.both(Self.plain(format))
    for cut in [ChunkCutter.size(1), .size(7), .size(.max)] {
      let reading = Reading(log, cut: cut, format: name)
      #expect(reading.lines == Reading(Self.plain(format)).lines, "\(cut)")
    }
  }

  @Test("say where in the file an event stands", arguments: ReferenceWriter.Format.allCases)
  func places(_ format: ReferenceWriter.Format) throws {
    let log = Conversion.both(Self.plain(format))
    let starts: [[UInt8]] =
      switch format {
      case .json: [Array("{\"_logEntry\"".utf8)]
      case .text: [Array("0".utf8)]
      case .xml: [Array("<MAP ".utf8)]
      case .w3c: [Array("4242\t".utf8)]
      }
    let reading = Reading(log, cut: .size(11), showsSource: true)
    for line in reading.lines {
      let digits = try #require(line.firstRange(of: "\"offset\":")).upperBound
      let offset = try #require(Int(line[digits...].prefix { $0.isNumber }))
      #expect(starts.contains { log[offset...].starts(with: $0) }, "\(line)")
      #expect([0x0A, 0x0D, 0xBF].contains(log[offset - 1]), "\(line)")
    }
  }

  @Test("are gone on with from any line", arguments: ReferenceWriter.Format.allCases)
  func resumed(_ format: ReferenceWriter.Format) {
    let log = Conversion.both(Self.plain(format).prefix(9_000).map { $0 })
    let whole = Reading(log, showsSource: true).lines
    for end in stride(from: 40, to: log.count, by: 977) {
      var first = EventReader()
      var selection = FilteredEvents(Filter(), options: RenderOptions(showsSource: true))
      let start = Array(log[..<end])
      first.read(start.span, into: &selection)
      first.pause(into: &selection)
      var second = EventReader()
      let head = Array(log.prefix(min(4096, first.offset)))
      second.resume(at: first.offset, head: head.span, bookmark: first.bookmark)
      let rest = Array(log[first.offset...])
      second.read(rest.span, into: &selection)
      second.finish(into: &selection)
      let text = String(copying: selection.output.span)
      #expect(text.split(separator: "\n").map(String.init) == whole, "after byte \(end)")
    }
  }

  @Test("keep a return that is part of a name when lines end in LF")
  func returnInName() {
    let log = "00001\ttimerClosed\n\tPID: 7\n\tname: a\r\n\n\n"
    #expect(Reading(log).lines.first?.contains("a\\r") == true)
  }
}
