import Testing

@testable import EventLog

@Suite("Paths of fields")
struct FieldPathTests {
  private static let log = record(
    "serverStopped",
    #"{"PID":42,"Type":"T","a.b":1,"a":{"b":[10,{"c":20}]},"dup":1,"DUP":2,"name":"x","id":5,"#
      + #""n\u0061me2":true}"#,
    more: #""odd":{"id":9},"#)

  /// What `-F` of TSV prints in a cell.
  private func value(_ path: String) throws -> String {
    var options = RenderOptions()
    options.fields = try FieldList.parse([path])
    let lines = rendered(Self.log, as: .tsv, options).split(
      separator: "\n", omittingEmptySubsequences: false)
    return String(lines[1])
  }

  @Test(
    "quirk 67: Names lead to values, upper and lower case alike",
    arguments: [
      ("type", "serverStopping"), ("TYPE", "serverStopping"), ("recordedType", "serverStopped"),
      ("payload.type", "T"), ("id", "7"), ("payload.id", "5"), ("extra.odd.id", "9"),
      ("odd.id", "9"), ("extra.id", ""), ("pid", "42"), ("a.b.0", "10"), ("a.b[0]", "10"),
      ("a.b[1].c", "20"), ("a.b.1.c", "20"), ("a.b.2", ""), ("a.b.x", ""), (#"a\.b"#, "1"),
      ("time", "2026-11-20T23:12:33.000Z"), ("system", "ems"), ("logEntry", "6"),
      ("timestamp", "1795216353"), ("processId", "42"), ("origin", ""), ("stream", ""),
      ("source.file", "log.json"), ("source.offset", "0"), ("source.record", "1"),
      ("source.format", "json"), ("a", #"{"b":[10,{"c":20}]}"#), ("extra", #"{"odd":{"id":9}}"#),
      ("name2", "true"), ("nothing", ""), ("source", ""),
    ])
  func look(path: String, expected: String) throws {
    #expect(try value(path) == expected)
  }

  @Test("An element of a list keeps its number in JSON")
  func elements() throws {
    let log = record(
      "timerTriggered", #"{"arr":[{"x":1},{"y":2},{"z":3},{"x":4}],"n":[[1,2],[3,4]]}"#)
    func json(_ fields: String...) throws -> String {
      var options = RenderOptions()
      options.fields = try FieldList.parse(fields)
      return rendered(log, as: .jsonl, options)
    }
    #expect(try json("arr.2.z") == #"{"payload":{"arr":[null,null,{"z":3}]}}"# + "\n")
    #expect(
      try json("arr.3.x,arr.1") == #"{"payload":{"arr":[null,{"y":2},null,{"x":4}]}}"# + "\n")
    #expect(try json("arr.0.x") == #"{"payload":{"arr":[{"x":1}]}}"# + "\n")
    #expect(try json("n.1.1,n.0.0") == #"{"payload":{"n":[[1],[null,4]]}}"# + "\n")
    #expect(
      try json("payload,-n,-arr.0,-arr.3")
        == #"{"payload":{"arr":[null,{"y":2},{"z":3}]}}"# + "\n")
  }

  @Test("Of a name that occurs twice the last one counts")
  func duplicates() throws {
    #expect(try value("dup") == "2")
  }

  @Test(
    "What is no path is told with its place",
    arguments: [
      ("", 0), (".a", 0), ("a.", 2), ("a..b", 2), ("a[", 1), ("a[x]", 1), ("a[]", 1), ("[0]", 0),
      ("a[0]b", 4), ("time.x", 4), ("source.file.x", 11),
    ])
  func mistakes(text: String, offset: Int) throws {
    let error = try #require(throws: FieldPath.ParseError.self) { try FieldPath.parse(text) }
    #expect(error.offset == offset)
    #expect(!error.problem.isEmpty)
  }

  @Test("Backslashes take away the meaning of dots and brackets")
  func escapes() throws {
    #expect(try FieldPath.parse(#"a\.b\[c\\"#).find(inRecord: #"{"a.b[c\\":1}"#) != .missing)
  }
}

extension FieldPath {
  /// What it leads to in a record with that payload.
  fileprivate func find(inRecord payload: String) -> FieldValue {
    var finder = Finder(path: self)
    var reader = EventReader(format: .json)
    let bytes = ContiguousArray(record("timerClosed", payload).utf8)
    reader.read(bytes.span, into: &finder)
    reader.finish(into: &finder)
    return finder.found
  }
}

private struct Finder: EventConsumer {
  let path: FieldPath
  var found = FieldValue.missing
  var wantedKinds: EventKindSet { .all }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    found = path.find(in: event)
    return .proceed
  }

  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) {}
}
