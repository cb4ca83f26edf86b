import TestSupport
import Testing

@testable import EventLog

@Suite("Derived fields")
struct DerivedFieldTests {
  private static let closed = record(
    "inStreamClosed",
    #"{"PID":42,"audio":{"bytesCount":200000,"droppedBytesCount":10},"name":"cam1","#
      + #""upTime":6006.0161,"video":{"bytesCount":1000000,"droppedBytesCount":5}}"#)
  private static let updated = record(
    "inStreamCodecsUpdated", #"{"audio":{"bytesCount":7},"upTime":12.5,"video":{"bytesCount":8}}"#)

  /// What `-F` of TSV prints in a cell.
  private func value(_ path: String, of log: String) throws -> String {
    let lines = rendered(log, as: .tsv, try choosing(path)).split(
      separator: "\n", omittingEmptySubsequences: false)
    return String(lines[1])
  }

  @Test("tell of the end of a stream what its audio and video make together")
  func values() throws {
    #expect(try value("bytes", of: Self.closed) == "1200000")
    #expect(try value("droppedBytes", of: Self.closed) == "15")
    // 1 200 000 B · 8 000 / 6 006 ms = 1 598 401.598…
    #expect(try value("BitRate", of: Self.closed) == "1598401")
    #expect(try value("seconds", of: Self.closed) == "6.006")
  }

  @Test(
    "are missing in events that end nothing, so that sums count no byte twice",
    arguments: ["bytes", "droppedBytes", "bitrate", "seconds"])
  func missing(path: String) throws {
    #expect(try value(path, of: Self.updated) == "")
    let hook = #"{"app":"live","action":"liveStreamEnded","id":"cam","timestamp":"1"}"# + "\n"
    #expect(try value(path, of: hook) == "")
  }

  @Test("tell how long a player of the web server was there, and nothing of its bytes")
  func players() throws {
    let log = record(
      "streamingSessionEnded",
      #"{"sessionId":1,"startTime":"2026-11-20T23:00:00.000","stopTime":"2026-11-20T23:01:00.250"}"#
    )
    #expect(try value("seconds", of: log) == "60.250")
    #expect(try value("bytes", of: log) == "")
    #expect(try value("bitrate", of: log) == "")
  }

  @Test("hide no recorded field of their name")
  func recordedFirst() throws {
    let inside = Self.closed.replacingFirst("\"PID\"", with: #""Bytes":"all","PID""#)
    #expect(try value("bytes", of: inside) == "all")
    #expect(
      rendered(inside, as: .jsonl, try choosing("bytes")) == #"{"payload":{"Bytes":"all"}}"# + "\n")
    let beside = record("inStreamClosed", #"{"upTime":5000}"#, more: #""seconds":{"x":1},"#)
    #expect(try value("seconds", of: beside) == #"{"x":1}"#)
    #expect(try value("seconds.x", of: beside) == "1")
    #expect(try value("payload.seconds", of: beside) == "")
    #expect(try value("payload.bytes", of: Self.closed) == "")
  }

  @Test("are printed in JSON only where they are asked for")
  func json() throws {
    #expect(!rendered(Self.closed, as: .jsonl).contains("\"bytes\""))
    #expect(
      rendered(Self.closed, as: .jsonl, try choosing("type", "seconds", "bytes", "bitrate"))
        == #"{"type":"inStreamClosed","seconds":6.006,"bytes":1200000,"bitrate":1598401}"# + "\n")
    #expect(
      rendered(Self.updated, as: .jsonl, try choosing("type", "bytes"))
        == #"{"type":"inStreamCodecsUpdated"}"# + "\n")
  }

  @Test("have units in templates")
  func templates() throws {
    var options = RenderOptions()
    options.template = try Template.parse(
      "{bytes:bytes} {bitrate:rate} {seconds:duration} {seconds:.1} {droppedBytes|-}")
    #expect(
      rendered(Self.closed + Self.updated, as: .jsonl, options)
        == "1.2 MB 1.5 Mbit/s 6.0s 6.0 15\n    -\n")
  }

  @Test(
    "have units in conditions",
    arguments: [
      ("bytes > 1MB", [7]), ("bytes = 1200kB", [7]), ("bytes > 1.2MB", []), ("seconds > 6s", [7]),
      ("seconds = 6006ms", [7]), ("seconds < 0.1m", []), ("bitrate > 1.5Mbps", [7]),
      ("bitrate < 1598402", [7]), ("droppedBytes in (15, 16)", [7]), ("exists(bytes)", [7]),
      ("bytes = null", [8]), ("payload.bytes = null", [7, 8]), ("`bytes` > 0", []),
      ("seconds ~ ^6[.]006$", [7]),
    ])
  func conditions(condition: String, ids: [Int64]) throws {
    let log = Self.closed + record("inStreamCodecsUpdated", id: 8, #"{"audio":{"bytesCount":7}}"#)
    #expect(try SelectedEvents.ids(where: condition, in: log) == ids)
  }

  @Test(
    "of a log, added up, are the sums of its sessions",
    arguments: ["events.json", "events.xml", "events.txt", "events.w3c"])
  func sessions(sample: String) throws {
    let log = try contents(of: "\(PackageRoot.path)/samples/\(sample)")
    var plan = SessionsPlan()
    let columns: [SessionColumn] = [.bytes, .seconds]
    plan.columns = columns
    let rows = SessionLog.answer(.sessions(plan), [[String(decoding: log, as: UTF8.self)]], of: nil)
    let sums = columns.indices.map { column in
      rows.split(separator: "\n").dropFirst().reduce(into: TallyNumber(0)) { sum, row in
        let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
        let cell = ContiguousArray(cells[column].utf8)
        if let number = TallyNumber(cell.span) { sum.units += number.units }
      }
    }
    var tally = TallyPlan()
    tally.fields = try columns.map { try FieldPath.parse($0.rawValue) }
    tally.percentiles = []
    var selection = FilteredEvents(Filter(), .stats(tally))
    selection.read([[log]])
    // Rows of stats are sorted by their counts.
    let printed = selection.printed.split(separator: "\n").dropFirst().map { row in
      let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
      return "\(cells[0]) \(cells[3])"
    }
    let expected = zip(columns, sums).map { column, sum in
      "\(column.rawValue) \(String(decoding: sum.digits, as: UTF8.self))"
    }
    #expect(printed.sorted() == expected.sorted())
    #expect(sums[0].units > 0)
  }

  @Test("are added up where a counter, or the sum, has more than 63 bits")
  func hugeCounters() throws {
    let log = Self.closed.replacingFirst("1000000", with: "18446744073709551615")
    #expect(try value("bytes", of: log) == "18446744073709751615")
    #expect(try value("bitrate", of: log) == "")
    #expect(try value("droppedBytes", of: log) == "15")
    #expect(try value("video.bytesCount", of: log) == "18446744073709551615")
    let sum = Self.closed.replacingFirst("1000000", with: "9223372036854775807")
    #expect(try value("bytes", of: sum) == "9223372036854975807")
    #expect(
      SessionLog.sessions([[log]], [.stream, .bytes, .seconds])
        == ["cam1 18446744073709751615 6.006"])
    let beyond = Self.closed.replacingFirst("1000000", with: "18446744073709551616")
    #expect(try value("bytes", of: beyond) == "")
    var options = RenderOptions()
    options.template = try Template.parse("{video.bytesCount:bytes}")
    #expect(rendered(log, as: .jsonl, options) == "18.4 EB\n")
  }

  @Test("are described with the events that have them")
  func catalogue() {
    #expect(
      DerivedField.fields(of: .outStreamClosed) == [.bytes, .droppedBytes, .bitrate, .seconds])
    #expect(DerivedField.fields(of: .streamingSessionEnded) == [.seconds])
    #expect(DerivedField.fields(of: .outStreamCreated) == [])
    #expect(DerivedField.fields(of: .liveStreamEnded) == [])
    #expect(DerivedField.fields(of: .hlsChunkClosed) == [])
    let details = EventCatalogue.details(of: .inStreamClosed)
    #expect(details.contains("Derived fields"))
    #expect(details.contains("droppedBytes  integer, bytes"))
  }
}
