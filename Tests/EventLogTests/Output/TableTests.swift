import Testing

@testable import EventLog

@Suite("Aligned tables")
struct TableRendererTests {
  private func table(_ log: String, _ fields: String, width: Int? = nil) throws -> String {
    var options = try choosing(fields)
    options.width = width
    return rendered(log, as: .table, options)
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static let log =
    record("inStreamClosed", id: 9, #"{"name":"日本","upTime":5.5}"#)
    + record("outStreamClosed", id: 10, #"{"name":"e\u0301","upTime":1234.5}"#)
    + record("timerClosed", id: 11, #"{"upTime":null}"#)

  @Test("Columns are as wide as what is in them; numbers stand on the right")
  func alignment() throws {
    #expect(
      lines(try table(Self.log, "stream,upTime,type")) == [
        "STREAM  UPTIME  TYPE",
        "日本       5.5  inStreamClosed",
        "e\u{301}       1234.5  outStreamClosed",
        "                timerClosed",
        "",
      ])
  }

  @Test("By itself it has time, type, stream, number and what matters")
  func defaults() throws {
    #expect(
      lines(rendered(closedStream, as: .table)) == [
        "TIME                     TYPE            STREAM  ID  DETAILS",
        "2026-11-20 23:12:33.343  inStreamClosed  cam1     7  upTime 6.0s  1.2 MB  from 10.0.0.24",
        "",
      ])
  }

  @Test("No event, no table")
  func empty() {
    #expect(rendered("", as: .table) == "")
  }

  @Test("On a terminal the columns share the width, and what is longer is cut")
  func narrow() throws {
    let log = record("inStreamClosed", #"{"name":"a-very-long-stream-name","b":"日本語日本語"}"#)
    #expect(
      lines(try table(log, "stream,b,id", width: 24)) == [
        "STREAM     B          ID",
        "a-very-l…  日本語日…   7",
        "",
      ])
    for width in [1, 5, 10, 40, 80, 200] {
      for line in lines(try table(log, "time,stream,b,details,id", width: width)) {
        #expect(ContiguousArray(line.utf8).span.columns <= width, "\(width): \(line)")
      }
    }
  }

  @Test("In a pipe nothing is cut, and later rows that are longer push aside")
  func pipe() throws {
    let few = String(repeating: record("timerClosed", #"{"a":"x"}"#), count: 100)
    let long = record("timerClosed", #"{"a":"0123456789"}"#)
    let table = lines(try table(few + long, "a,id"))
    #expect(table[1] == "x   7")
    #expect(table[101] == "0123456789   7")
    #expect(table.count == 103)
  }

  @Test("Rows are kept back until there are a hundred, or until somebody waits")
  func settling() throws {
    var options = try choosing("id")
    options.width = nil
    var table = TableWriter(options)
    var output = ByteBuffer(capacity: 64)
    let row = ContiguousArray<UInt8>([2] + "7".utf8 + [4, 10])
    for _ in 0..<99 { table.arrange(row.span, into: &output) }
    #expect(output.array().isEmpty)
    table.settle(&output)
    #expect(String(decoding: output.array(), as: UTF8.self).hasPrefix("ID\n 7\n 7\n"))
    output.removeAll()
    table.arrange(row.span, into: &output)
    #expect(String(decoding: output.array(), as: UTF8.self) == " 7\n")
  }

  @Test(
    "Output that is taken away now and then is the same as all at once",
    arguments: [OutputFormat.table, .json])
  func piecemeal(format: OutputFormat) {
    var selection = FilteredEvents(Filter(), .print(format))
    var reader = EventReader(format: .json)
    var output: [UInt8] = []
    selection.begin()
    selection.beginSource("log.json")
    for id in 1...3 {
      let bytes = ContiguousArray(record("timerClosed", id: id).utf8)
      reader.read(bytes.span, into: &selection)
      selection.settle()
      output += selection.output.array()
      selection.output.removeAll()
    }
    reader.finish(into: &selection)
    selection.end()
    selection.settle()
    output += selection.output.array()
    let log = (1...3).map { record("timerClosed", id: $0) }.joined()
    #expect(String(decoding: output, as: UTF8.self) == rendered(log, as: format))
  }

  @Test("A column that is left out is not there")
  func dropping() {
    var options = RenderOptions()
    options.fields = (try? FieldList.parse(["-details,-Time"])) ?? FieldList()
    #expect(lines(rendered(closedStream, as: .table, options))[0] == "TYPE            STREAM  ID")
  }
}

@Suite("Markdown")
struct MarkdownRendererTests {
  @Test("A table has a heading and a line for each event; pipes and markup are escaped")
  func table() throws {
    let log = record("timerClosed", #"{"a":"x|y","b":"<b>`*\n"}"#)
    #expect(
      rendered(log, as: .markdown, try choosing("a,b,none"))
        == """
        | a | b | none |
        | --- | --- | --- |
        | x\\|y | \\<b>\\`\\*\\\\x0a |  |

        """)
  }
}

@Suite("CSV and TSV")
struct SeparatedRendererTests {
  @Test("CSV has a heading, quotes where they are needed, and nothing for what is missing")
  func csv() throws {
    let log =
      record("timerClosed", #"{"a":"x,\"y\"","b":-2,"c":null,"d":true}"#)
      + record("timerClosed", #"{"a":" padded ","b":1.50,"c":{"k":[1]}}"#)
    #expect(
      rendered(log, as: .csv, try choosing("a,b,c,d"))
        == #"""
        a,b,c,d
        "x,""y""",-2,,true
        " padded ",1.50,"{""k"":[1]}",

        """#)
  }

  @Test("By themselves both have the envelope and the payload as JSON")
  func defaults() {
    #expect(
      rendered(record("timerClosed", #"{"a":1}"#), as: .csv)
        == "time,system,type,stream,id,logEntry,processId,payload\n"
        + #"2026-11-20T23:12:33.000Z,ems,timerClosed,,7,6,42,"{""a"":1}""# + "\n")
    #expect(
      rendered(record("timerClosed", #"{"a":1}"#), as: .tsv)
        == "time\tsystem\ttype\tstream\tid\tlogEntry\tprocessId\tpayload\n"
        + "2026-11-20T23:12:33.000Z\tems\ttimerClosed\t\t7\t6\t42\t{\"a\":1}\n")
  }

  @Test(
    "Text that begins like a formula gets a quote before it, numbers do not",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("＝1", "'＝1"),
      ("＋1", "'＋1"), ("－1", "'－1"), ("＠x", "'＠x"), (#"\t=1"#, #"'\x09=1"#),
      (#"\r=1"#, #"'\x0d=1"#), (#"\u0000=1"#, #"'\x00=1"#), ("a=1", "a=1"), ("'=1", "'=1"),
    ])
  func formulas(value: String, cell: String) throws {
    let log = record("timerClosed", #"{"a":"\#(value)","b":-2}"#)
    #expect(rendered(log, as: .csv, try choosing("a,b")) == "a,b\n\(cell),-2\n")
    var options = try choosing("a,b")
    options.keepsFormulas = true
    let kept = cell.hasPrefix("'") && value != cell ? String(cell.dropFirst()) : cell
    #expect(rendered(log, as: .csv, options) == "a,b\n\(kept),-2\n")
  }

  @Test("In TSV tabs, line ends and backslashes are escaped")
  func tsv() throws {
    let log = record("timerClosed", #"{"a":"x\ty\nz\r\\","b":"=1"}"#)
    #expect(rendered(log, as: .tsv, try choosing("a,b")) == "a\tb\nx\\ty\\nz\\r\\\\\t=1\n")
  }
}

@Suite("Chosen fields in JSON")
struct ChosenFieldsTests {
  private let log = record(
    "inStreamClosed",
    #"{"PID":42,"audio":{"bytesCount":1,"codec":"AAAC"},"list":[{"a":1},{"a":2}],"name":"cam1"}"#,
    more: #""odd":{"x":1},"#)

  @Test(
    "Objects keep their keys' order and lose what was not asked for",
    arguments: [
      ("stream,type", #"{"type":"inStreamClosed","stream":"cam1"}"#),
      ("id,audio.codec", #"{"id":7,"payload":{"audio":{"codec":"AAAC"}}}"#),
      ("AUDIO", #"{"payload":{"audio":{"bytesCount":1,"codec":"AAAC"}}}"#),
      ("audio,-audio.codec", #"{"payload":{"audio":{"bytesCount":1}}}"#),
      ("payload.list.1.a,pid", #"{"payload":{"PID":42,"list":[null,{"a":2}]}}"#),
      ("list[0]", #"{"payload":{"list":[{"a":1}]}}"#),
      ("extra.odd.x", #"{"extra":{"odd":{"x":1}}}"#), ("extra", #"{"extra":{"odd":{"x":1}}}"#),
      ("odd", #"{"extra":{"odd":{"x":1}}}"#), ("none", "{}"),
      ("time", #"{"time":"2026-11-20T23:12:33.000Z"}"#),
      ("source.offset,source.file", #"{"source":{"file":"log.json","offset":0}}"#),
      (
        "-payload,-time,-extra",
        #"{"system":"ems","type":"inStreamClosed","stream":"cam1","id":7,"logEntry":6,"timestamp":1795216353,"processId":42}"#
      ),
      (
        "payload,-list,-name,-audio.bytesCount",
        #"{"payload":{"PID":42,"audio":{"codec":"AAAC"}}}"#
      ),
    ])
  func pruning(fields: String, expected: String) throws {
    #expect(rendered(log, as: .jsonl, try choosing(fields)) == expected + "\n")
  }

  @Test("The array has one object a line, and none for no event")
  func array() throws {
    #expect(rendered("", as: .json) == "[]\n")
    #expect(rendered(log, as: .json, try choosing("id")) == "[\n{\"id\":7}\n]\n")
    #expect(
      rendered(log + log, as: .json, try choosing("id")) == "[\n{\"id\":7},\n{\"id\":7}\n]\n")
  }

  @Test("A path that is none says where")
  func mistakes() {
    #expect(throws: FieldPath.ParseError(problem: "a name is missing before the dot", offset: 4)) {
      try FieldList.parse(["id,a..b"].map { $0.replacing("id,a", with: "i,a") })
    }
    #expect(throws: FieldPath.ParseError.self) { try FieldList.parse(["a,,b"]) }
    #expect(throws: FieldPath.ParseError.self) { try FieldList.parse(["time.x"]) }
    #expect(throws: FieldPath.ParseError.self) { try FieldList.parse(["a[x]"]) }
    #expect(throws: FieldPath.ParseError.self) { try FieldList.parse(["a."]) }
  }
}

@Suite("Surveys of fields")
struct FieldSurveyTests {
  @Test("Each path has its count, its types and a few values")
  func table() {
    let log =
      record("timerClosed", #"{"a":1,"b":{"c":"x"},"l":[1,2.5]}"#, more: #""odd":true,"#)
      + record("timerClosed", #"{"a":null,"b":{"c":"x"},"password":"pw"}"#)
      + record("timerClosed", #"{"a":2}"#)
    #expect(
      rendered(log, as: .table, task: .survey())
        == """
        FIELD      SEEN  TYPES               SAMPLES
        a             3  integer or null     1  2
        b             2  object
        b.c           2  string              x
        extra.odd     1  boolean             true
        l             1  array
        l[]           2  integer or decimal  1  2.5
        password      1  string              ***

        """)
    #expect(
      rendered(log, as: .json, task: .survey()).hasPrefix(
        #"{"fields":["# + "\n"
          + #"{"path":"a","seen":3,"types":["integer","null"],"samples":["1","2"]},"#))
  }

  @Test("A log that makes up names is counted within bounds")
  func bound() {
    let log = (0..<5000).map { record("timerClosed", #"{"k\#($0)":1}"#) }.joined()
    let output = rendered(log, as: .json, task: .survey())
    #expect(output.hasSuffix("],\"others\":904}\n"))
  }
}
