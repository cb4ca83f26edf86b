import TestSupport
import Testing

@testable import EventLog

@Suite("Metrics")
struct MetricsTests {
  private static func record(
    _ number: Int, _ type: String, _ payload: String, at seconds: Int = 1_795_216_353,
    process: Int = 7
  ) -> String {
    let entry = String(String(100_000 + number).dropFirst())
    return #"{"_logEntry":"\#(entry)","id":\#(number + 1),"payload":{\#(payload)},"#
      + #""processId":\#(process),"timestamp":\#(seconds),"type":"\#(type)"},"# + "\n"
  }

  /// A camera, two viewers of whom one leaves, a failed pull, a gap of two records, one that is cut and
  /// a line of something else.
  private static let small = [
    record(0, "inStreamCreated", #""name":"cam1","uniqueId":1,"type":"INR""#, at: 1000),
    record(1, "outStreamCreated", #""name":"cam1","uniqueId":2,"type":"ONR""#, at: 1001),
    record(2, "outStreamCreated", #""name":"cam1","uniqueId":3,"type":"ONR""#, at: 1002),
    record(3, "outStreamCreated", #""name":"cam1","uniqueId":4,"type":"OFHLS""#, at: 1003),
    "{\"cu\n", "some text\n",
    record(
      6, "outStreamClosed",
      #""name":"cam1","uniqueId":2,"type":"ONR","upTime":60000.9,"audio":{"bytesCount":100},"#
        + #""video":{"bytesCount":900,"droppedBytesCount":50}"#, at: 1061),
    record(7, "pullStreamFailed", #""localStreamName":"gate \"1\"""#, at: 1062),
    record(8, "strangeThing", "", at: 1063), record(9, "strangeThing", "", at: 1064),
    record(10, "timerTriggered", "", at: 1065),
  ]

  private static func metrics(_ parts: [[String]], limit: Int = 1000) throws -> [String] {
    var memory: [String]?
    var text = ""
    for part in parts {
      let bytes = ContiguousArray(part.joined().utf8)
      var metrics = Metrics(seriesLimit: limit)
      if let memory { metrics = try Metrics(memory: memory, seriesLimit: limit) }
      metrics.beginLog(LogName(group: [0x65]))
      var reader = EventReader(format: .json)
      reader.read(bytes.span, into: &metrics)
      reader.finish(into: &metrics)
      metrics.count(reader.statistics)
      metrics.settle()
      memory = metrics.memory
      var output = ByteBuffer()
      metrics.print(.prometheus, into: &output)
      text = String(copying: output.span)
    }
    return text.split(separator: "\n").map(String.init)
  }

  @Test("of a small log are those that were counted by hand, in one run or in many")
  func small() throws {
    let whole = try Self.metrics([Self.small])
    for line in [
      #"ems_events_total{type="outStreamCreated"} 3"#, #"ems_events_total{type="strangeThing"} 2"#,
      #"ems_sessions_opened_total{kind="stream",direction="out"} 3"#,
      #"ems_sessions_ended_total{kind="stream",direction="out",status="closed"} 1"#,
      #"ems_sessions_open{kind="stream",direction="out"} 2"#,
      #"ems_streams_open{stream="cam1",direction="in"} 1"#,
      #"ems_streams_open{stream="cam1",direction="out"} 2"#, #"ems_viewers{stream="cam1"} 1"#,
      #"ems_stream_bytes_total{stream="cam1",direction="out"} 1000"#,
      #"ems_stream_dropped_bytes_total{stream="cam1",direction="out"} 50"#,
      // 60 000 ms: the bound belongs to its bucket.
      #"ems_stream_session_seconds_bucket{stream="cam1",direction="out",le="10"} 0"#,
      #"ems_stream_session_seconds_bucket{stream="cam1",direction="out",le="60"} 1"#,
      #"ems_stream_session_seconds_bucket{stream="cam1",direction="out",le="+Inf"} 1"#,
      #"ems_stream_session_seconds_sum{stream="cam1",direction="out"} 60.000"#,
      #"ems_stream_session_seconds_count{stream="cam1",direction="out"} 1"#,
      #"ems_pulls_failed_total{stream="gate \"1\""} 1"#, "ems_log_missing_records_total 2",
      #"ems_log_skipped_records_total{reason="malformed"} 1"#, "ems_log_skipped_bytes_total 5",
      #"ems_log_other_lines_total{reason="otherLine"} 1"#,
      "ems_log_bytes_total \(Self.small.joined().utf8.count)",
      "ems_log_last_event_timestamp_seconds 1065.000",
      #"ems_server_starts_total{announced="false"} 0"#,
    ] {
      #expect(whole.contains(line), "\(line)")
    }
    #expect(try Self.metrics(Self.small.map { [$0] }) == whole)
  }

  @Test("count sessions that a restart cut off, and show nothing open while a server stops")
  func restart() throws {
    let stopping = Self.small + [Self.record(11, "serverStopping", "", at: 1070)]
    let stopped = try Self.metrics([stopping])
    #expect(stopped.contains(#"ems_streams_open{stream="cam1",direction="in"} 0"#))
    #expect(
      stopped.contains(#"ems_sessions_ended_total{kind="stream",direction="in",status="stop"} 0"#))
    let started = try Self.metrics([
      stopping, [Self.record(0, "serverStarted", "", at: 1080, process: 8)],
    ])
    #expect(
      started.contains(#"ems_sessions_ended_total{kind="stream",direction="in",status="stop"} 1"#))
    #expect(started.contains(#"ems_server_starts_total{announced="true"} 1"#))
    let crashed = try Self.metrics([
      Self.small, [Self.record(0, "serverStarted", "", at: 1080, process: 8)],
    ])
    #expect(
      crashed.contains(
        #"ems_sessions_ended_total{kind="stream",direction="out",status="restart"} 2"#))
    #expect(crashed.contains(#"ems_server_starts_total{announced="false"} 1"#))
  }

  private static func pulls(_ counts: KeyValuePairs<String, Int>) -> [String] {
    counts.flatMap { name, count in
      (0..<count).map { _ in record(0, "pullStreamFailed", #""localStreamName":"\#(name)""#) }
    }
  }

  private static func failures(_ lines: [String]) -> [String] {
    lines.filter { $0.hasPrefix("ems_pulls_failed_total") }.map {
      String($0.dropFirst("ems_pulls_failed_total{stream=".count))
    }
  }

  @Test("show the streams with the most events, and keep what was shown once")
  func seriesLimit() throws {
    let first = Self.pulls(["c": 1, "b": 2, "a": 2, "d": 3])
    #expect(
      try Self.failures(Self.metrics([first], limit: 2)) == [
        #""a"} 2"#, #""d"} 3"#, #""other"} 3"#,
      ])
    #expect(
      try Self.failures(Self.metrics([first, Self.pulls(["b": 9, "a": 1])], limit: 2)) == [
        #""a"} 3"#, #""d"} 3"#, #""other"} 12"#,
      ])
    #expect(
      try Self.failures(Self.metrics([Self.pulls(["b": 1]), first], limit: 2)) == [
        #""b"} 3"#, #""d"} 3"#, #""other"} 3"#,
      ])
  }

  @Test("have one series of what is called alike, and of a stream that is called other")
  func sameLabel() throws {
    let long = String(repeating: "x", count: 256)
    let lines = try Self.failures(
      Self.metrics([
        Self.pulls([
          "other": 1, long + "1": 1, long + "2": 1, #"\u001b"#: 1, #"\\x1b"#: 1, "": 1,
        ])
      ]))
    #expect(
      lines == ["\"\"} 1", #""\\x1b"} 2"#, "\"\(long)…\"} 2", #""other"} 1"#])
  }

  @Test("never fall, and lose no label, however negative and huge the numbers of a log are")
  func extremes() throws {
    var parts: [[String]] = []
    for (number, values) in [(-5, 1), (Int.max, Int.max), (Int.max, Int.max), (-1, -1)].enumerated()
    {
      parts.append([
        Self.record(
          number, "inStreamClosed",
          #""name":"s","uniqueId":\#(number),"upTime":\#(values.0),"#
            + #""video":{"bytesCount":\#(values.1)}"#)
      ])
    }
    let lines = try Self.metrics(parts)
    #expect(
      lines.contains("ems_stream_bytes_total{stream=\"s\",direction=\"in\"} \(Int.max)"))
    #expect(
      lines.contains(#"ems_stream_session_seconds_count{stream="s",direction="in"} 4"#))
  }

  @Test("refuse a memory that was cut or changed, and never crash")
  func damagedMemory() throws {
    var metrics = Metrics(seriesLimit: 10)
    metrics.beginLog(LogName(group: [0x65]))
    var reader = EventReader(format: .json)
    let bytes = ContiguousArray(Self.small.joined().utf8)
    reader.read(bytes.span, into: &metrics)
    metrics.settle()
    let memory = metrics.memory
    #expect(try Metrics(memory: memory, seriesLimit: 10).memory == memory)
    #expect(throws: SnapshotError(line: 1)) { _ = try Metrics(memory: [], seriesLimit: 10) }
    for number in memory.indices {
      for word in ["-1", "99999999999999999999", "%", "x", "-"] {
        var words = memory[number].split(separator: " ").map(String.init)
        for place in words.indices {
          let before = words[place]
          words[place] = word
          var other = memory
          other[number] = words.joined(separator: " ")
          words[place] = before
          if let read = try? Metrics(memory: other, seriesLimit: 10) {
            #expect(read.memory.count >= memory.count - 1)
          }
        }
      }
    }
  }
}
