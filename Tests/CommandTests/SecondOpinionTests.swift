import SystemPackage
import TestSupport
import Testing

/// What other programs make of our output.
@Suite("Second opinions")
struct SecondOpinionTests {
  /// The JSON objects of one output and the rows of another, compared by a program that reads both.
  private static let comparison = """
    import csv, io, json, sys
    objects = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    rows = list(csv.reader(open(sys.argv[2], encoding="utf-8", newline="")))
    assert rows[0] == ["id", "stream", "farIp"], rows[0]
    assert len(rows) == len(objects) + 1, (len(rows), len(objects))
    different = 0
    for row, event in zip(rows[1:], objects):
        value = event.get("stream", "")
        harmless = value.isprintable() and len(value) < 500 and not value[:1] in ("=", "+", "-", "@")
        if row[0] != str(event["id"]) or harmless and value[:1] not in "＝＋－＠" and row[1] != value:
            print(row, event["id"], ascii(value))
            different += 1
    print(different, len(objects) > 500)
    """

  @Test(
    "Python's csv module reads the same values from CSV as from JSON lines",
    .enabled(Python.absence("csv")) { await Python.has("csv") })
  func commas() async throws {
    let files = try TemporaryDirectory()
    let fields = ["-F", "id,stream,farIp"]
    let json = try await BuiltProgram.run(["scan", "-j"] + fields, input: HostileLog.json)
    let csv = try await BuiltProgram.run(["scan", "-o", "csv"] + fields, input: HostileLog.json)
    let left = try files.write(json.output, to: "events.jsonl").string
    let right = try files.write(csv.output, to: "events.csv").string
    let run = try await Python.run(Self.comparison, arguments: [left, right])
    #expect(run.errorText == "")
    #expect(run.outputText == "0 True\n")
  }

  @Test(
    "TSV gives the values back once its escapes are undone",
    .enabled(Python.absence("csv")) { await Python.has("csv") })
  func tabs() async throws {
    let log = """
      {"_logEntry":"00000","id":1,"payload":{"a":"x\\ty\\nz\\r\\\\n","b":"=1\\"q\\",'"},"type":"timerClosed"},

      """
    let tsv = try await BuiltProgram.run(
      ["scan", "-o", "tsv", "-F", "a,b"], input: Array(log.utf8))
    let script = """
      import csv, re, sys
      rows = list(csv.reader(sys.stdin, delimiter="\\t", quoting=csv.QUOTE_NONE))
      undo = lambda s: re.sub(r"\\\\(.)", lambda m: {"t": "\\t", "n": "\\n", "r": "\\r"}.get(m[1], m[1]), s)
      print([[undo(c) for c in row] for row in rows] == [["a", "b"], ["x\\ty\\nz\\r\\\\n", "=1\\"q\\",'"]])
      """
    let run = try await Python.run(script, input: tsv.output)
    #expect(run.errorText == "")
    #expect(run.outputText == "True\n")
  }

  private static let validation = """
    import json, sys
    import jsonschema
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    events = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
    for event in events:
        for error in validator.iter_errors(event):
            print(event["type"], list(error.absolute_path), error.message[:200])
    print(len(events))
    for broken in [{"type": 1}, {"time": "now"}, {"payload": []}, {"surprise": 1}]:
        assert list(validator.iter_errors(dict(events[0], **broken))), broken
    """

  @Test(
    "Events are as the schema says",
    .enabled(Python.absence("jsonschema")) { await Python.has("jsonschema") })
  func schema() async throws {
    let files = try TemporaryDirectory()
    let schema = try files.write(
      try await BuiltProgram.run(["schema"]).output, to: "schema.json"
    ).string
    let logs =
      SchemaSample.events + [HostileLog.json]
      + (try Corpus.files(endingIn: ".json").prefix(3).map(contents))
    for log in logs {
      let events = try await BuiltProgram.run(
        ["scan", "-j", "--with-source", "--format", "json"], input: log)
      let count = events.output.count { $0 == 0x0A }
      let path = try files.write(events.output, to: "events.jsonl").string
      let run = try await Python.run(Self.validation, arguments: [schema, path])
      #expect(run.errorText == "")
      #expect(run.outputText == "\(count)\n")
      #expect(count > 0)
    }
  }
}

/// Events with fields of every type.
private enum SchemaSample {
  static let events: [[UInt8]] = [
    Array(
      """
      {"_logEntry":"00000","id":1,"payload":{"PID":1,"name":"a","upTime":nan,"typeNumeric":5282243277764296704,\
      "outStreamsUniqueIds":[1,2],"pullSettings":{"uri":"x","keepAlive":true,"_mine":[]},"unknown":{}},\
      "timestamp":1795216353,"type":"inStreamClosed"},
      {"_logEntry":"00001","id":2,"payload":{"$PATH":"/bin","_x":1},"odd":1,"type":"processStarted"},
      {"_logEntry":"00002","id":3,"payload":{},"type":"serverStopped"},
      {"_logEntry":"00003","type":"neverHeardOf"},

      """.utf8)
  ]
}
