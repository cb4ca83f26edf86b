import TestSupport
import Testing

@testable import EventLog

@Suite("Hostile logs")
struct HostileOutputTests {
  @Test(
    "Nothing but text, line ends and our own colours comes out, in any format",
    arguments: OutputFormat.allCases.filter { $0 != .raw })
  func formats(format: OutputFormat) throws {
    for usesColour in [false, true] {
      for width in [nil, 40, 80, 200] as [Int?] {
        var options = RenderOptions(showsSource: true)
        options.usesColour = usesColour
        options.width = width
        let output = rendered(HostileLog.json, as: format, options)
        #expect(HostileLog.findings(in: output, allowsTabs: format == .tsv) == [])
        #expect(output.count > 10_000)
      }
    }
    let chosen = rendered(
      HostileLog.json, as: format,
      try choosing(
        "stream,payload,extra,details".replacing(
          ",details", with: format == .jsonl || format == .json ? "" : ",details")))
    #expect(HostileLog.findings(in: chosen, allowsTabs: format == .tsv) == [])
  }

  @Test("The same holds for templates and surveys")
  func others() throws {
    var options = RenderOptions()
    options.template = try Template.parse(
      "{stream} {stream:json} {payload} {stream:upper:>9} {details} {farIp:%T|x}")
    #expect(HostileLog.findings(in: rendered(HostileLog.json, as: .line, options)) == [])
    for format in [OutputFormat.json, .table] {
      let survey = rendered(HostileLog.json, as: format, task: .survey())
      #expect(HostileLog.findings(in: survey) == [])
    }
  }

  @Test(
    "One line an event, whatever is in it",
    arguments: [OutputFormat.line, .jsonl, .csv, .tsv, .markdown, .table])
  func oneLine(format: OutputFormat) {
    let events = HostileLog.json.count { $0 == 0x0A }
    let lines = rendered(HostileLog.json, as: format).count { $0 == 0x0A }
    let headings = [.line: 0, .jsonl: 0, .csv: 1, .tsv: 1, .table: 1, .markdown: 2][format] ?? -1
    #expect(lines == events + headings)
  }

  @Test("On a terminal no line is wider than it", arguments: [40, 80, 200])
  func widths(width: Int) {
    var options = RenderOptions()
    options.width = width
    options.usesColour = true
    for format in [OutputFormat.line, .table] {
      let output = rendered(HostileLog.json, as: format, options)
      for line in output.split(separator: 0x0A) {
        #expect(ContiguousArray(line).span.columns <= width)
      }
    }
  }
}
