import TestSupport

@testable import EventLog

/// A made-up server: what it has told, run by run.
struct SinkStory {
  /// The events of each run.
  private(set) var runs: [[ReferenceEvent]] = []

  /// Runs of a server whose process is `process`, and then that and one more, and so on; always the
  /// same one if it `keepsProcess`, as in a container.
  init(
    _ seed: Seed, runs: Int = 2, process: Int32 = 300, keepsProcess: Bool = false,
    start: UInt64 = 1_800_000_000, shift: Double = 0
  ) {
    var random = SeededGenerator(seed)
    for run in 0..<runs {
      var writer = RunWriter(
        process: keepsProcess ? process : process + Int32(run),
        time: Double(start + UInt64(run) * 4000) * 1000, shift: shift)
      writer.start()
      for _ in 0..<Int.random(in: 20...60, using: &random) { writer.step(&random) }
      writer.add("serverStopping", ["banner": "made up"])
      self.runs.append(writer.events)
    }
  }
}

/// Writes one run.
private struct RunWriter {
  let process: Int32
  var time: Double
  /// How much later, in milliseconds, streams do all that they do.
  let shift: Double
  var events: [ReferenceEvent] = []
  private var open: [UInt64: Double] = [:]
  private var streams: UInt64 = 0

  init(process: Int32, time: Double, shift: Double) {
    (self.process, self.time, self.shift) = (process, time, shift)
  }

  mutating func add(_ type: String, _ payload: [String: Variant]) {
    let own: [String: Variant] = ["PID": .int32(process), "customData": .null]
    events.append(
      ReferenceEvent(
        type: type, payload: payload.merging(own) { $1 }, id: UInt64(events.count + 1),
        seconds: UInt64(time / 1000), processId: process))
  }

  /// What every server tells when it is started, byte for byte.
  mutating func start() {
    add("applicationStart", ["name": "mediaserver", "config": ["pushPullPersistenceFile": "x"]])
    for port: UInt64 in [1935, 5544, 6666, 9999] {
      add(
        "protocolRegisteredToApp",
        ["customParameters": ["port": .uint64(port)], "id": .uint64(port)])
    }
    add("serverStarted", ["banner": "made up"])
  }

  /// One thing that happens.
  mutating func step(_ random: inout SeededGenerator) {
    time += Double.random(in: 0.25..<90_000, using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0...2:
      streams += 1
      open[streams] = time + shift
      add("protocolRegisteredToApp", ["customParameters": .null, "id": .uint64(streams + 20)])
      add("inStreamCreated", stream(streams))
      add("inStreamCodecsUpdated", stream(streams, after: 12.5))
    case 3, 4:
      guard let number = open.keys.min() else { return }
      add("inStreamClosed", stream(number, after: 40.25))
      open[number] = nil
    case 5: add("cliRequest", ["command": "version", "parameters": .null])
    case 6: add("timerTriggered", ["timerId": 3, "triggerCount": .uint64(UInt64(events.count))])
    case 7: add("audioFeedStopped", ["id": 7, "localStreamName": "cam7"])
    case 8: add("lastPlaylistItemStart", ["playlistName": ""])
    default: add("cliResponse", ["data": [1, "two", ["names": "three"]], "status": "SUCCESS"])
    }
  }

  private func stream(_ number: UInt64, after: Double = 0) -> [String: Variant] {
    let created = open[number] ?? time
    return [
      "appName": "live", "creationTimestamp": .double(created), "farIp": "192.0.2.9",
      "farPort": .uint64(40_000 + number), "nearIp": "192.0.2.1", "nearPort": 1935,
      "name": .string(Self.names[Int(number % 4)]),
      "queryTimestamp": .double(time + shift + after), "type": "INR", "uniqueId": .uint64(number),
      "upTime": .double(time + shift + after - created),
      "audio": ["bytesCount": .uint64(number * 1000), "codec": "AAAC"],
    ]
  }

  /// Names as strangers choose them; formats cut and mix up some of them.
  private static let names: [[UInt8]] = [
    Array("cam".utf8), Array("caf\u{e9}".utf8), Array("a\u{0}b".utf8), Array("a/b\"c\\".utf8),
  ]
}
