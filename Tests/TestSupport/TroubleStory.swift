/// Two hours of an invented media server, in which what can go wrong is planted or left out.
///
/// On 2025-12-17 from 19:00 UTC cameras publish, viewers come and go, streams are packaged and
/// recorded; at 20:15 the server is started again. Chance, from a seed, decides when viewers come and
/// by how much chunks are early or late; the troubles stand where their times say.
public struct TroubleStory: Sendable {
  /// What can be planted.
  public enum Trouble: CaseIterable, Sendable {
    case flaps, stalls, failedPulls, failures, gaps, deadPackager, drops, codecChange, crash, hole
  }

  /// An event and the millisecond in which it happens.
  struct Entry {
    var time: Int
    var order: Int
    var process: Int32
    var type: String
    var payload: [String: Variant]
  }

  let troubles: Set<Trouble>
  var random: SeededGenerator
  private(set) var entries: [Entry] = []
  private var nextId: UInt64 = 1

  /// 2025-12-17T19:00:00Z in seconds since 1970.
  static let start = 1_765_998_000
  /// When the server is started for the second time, in seconds of the story.
  private static let restart = 4520
  /// In which seconds no record reaches the log, where there is a hole.
  private static let hole = 6600..<6630

  /// Tells the story.
  public init(_ seed: Seed, troubles: Set<Trouble> = []) {
    self.troubles = troubles
    random = SeededGenerator(seed)
    live(from: 0, to: 4500, process: 4242, isLast: false)
    live(from: Self.restart, to: 7195, process: 4343, isLast: true)
    plant()
    entries.sort { ($0.time, $0.order) < ($1.time, $1.order) }
  }

  /// The log of a sink, in parts of so many records, as a rotated set has them.
  public func files(
    _ format: ReferenceWriter.Format, bearsLocalTime: Bool = false, records: Int = .max
  ) -> [[UInt8]] {
    var writer = ReferenceWriter(format, bearsLocalTime: bearsLocalTime)
    var files: [[UInt8]] = []
    var (count, process, id) = (0, Int32(4242), UInt64(0))
    for entry in entries {
      let second = entry.time / 1000
      if entry.process != process {
        (writer.count, process, id) = (0, entry.process, 0)
      }
      id += 1
      let event = ReferenceEvent(
        type: entry.type, payload: entry.payload, id: id, seconds: UInt64(Self.start + second),
        processId: entry.process)
      if files.isEmpty || count >= records {
        files.append(writer.header(at: event.seconds))
        count = 0
      }
      let record = writer.record(event)
      if troubles.contains(.hole), Self.hole.contains(second) { continue }
      files[files.count - 1] += record
      count += 1
    }
    return files
  }

  /// Adds an event; the payload gets the two entries that every payload has.
  mutating func add(
    _ type: String, at milliseconds: Int, _ process: Int32, _ payload: [String: Variant] = [:]
  ) {
    var payload = payload
    payload["PID"] = .int32(process)
    payload["customData"] = .null
    entries.append(
      Entry(
        time: milliseconds, order: entries.count, process: process, type: type, payload: payload))
  }

  mutating func newId() -> UInt64 {
    nextId += 1
    return nextId
  }

  /// Which process runs at a second of the story.
  static func process(at second: Int) -> Int32 { second < restart ? 4242 : 4343 }

  // MARK: - An ordinary life of the server

  private mutating func live(from: Int, to: Int, process: Int32, isLast: Bool) {
    let crashes = !isLast && troubles.contains(.crash)
    add("applicationStart", at: from * 1000, process, ["name": "mediaserver"])
    add("serverStarted", at: from * 1000, process)
    for second in stride(from: from + 60, to: to, by: 60) {
      add("timerTriggered", at: second * 1000, process, ["timerId": .uint32(1)])
    }
    for camera in ["cam1", "cam2", "cam3", "cam4"] {
      let stream = StoryStream(
        id: newId(), tag: "INR", name: camera, created: (from + 5) * 1000, process: process)
      open(stream)
      // Cameras go on for longer than the planted hole, which must not swallow their ends.
      if !crashes { close(stream, at: (to - 5) * 1000) }
      watch(stream, until: to - 15)
    }
    package(from: from, to: to - 10, process, closes: !crashes)
    if !crashes {
      add("serverStopping", at: to * 1000, process)
      add("applicationStop", at: to * 1000, process, ["name": "mediaserver"])
    }
  }

  /// Twenty viewers come whenever they like, and leave before the camera does.
  private mutating func watch(_ camera: StoryStream, until end: Int) {
    for number in 0..<20 {
      let from = Int.random(in: (camera.created / 1000 + 10)...(end - 130), using: &random)
      let to = min(from + Int.random(in: 61...1200, using: &random), end)
      var viewer = StoryStream(
        id: newId(), tag: "ONR", name: camera.name, created: from * 1000, process: camera.process)
      viewer.far = "203.0.113.\(number + 1)"
      viewer.parent = camera.id
      viewer.bytes = UInt64((to - from) * 160_000)
      viewer.dropped = viewer.bytes / UInt64(Int.random(in: 50...5000, using: &random))
      open(viewer)
      close(viewer, at: to * 1000 + Int.random(in: 0..<1000, using: &random))
    }
  }

  /// A stream that begins, shows its codecs, and ends later.
  mutating func open(_ stream: StoryStream) {
    let kind = stream.parent == nil && stream.tag.hasPrefix("I") ? "in" : "out"
    add(
      "\(kind)StreamCreated", at: stream.created, stream.process, stream.payload(at: 0, codecs: 0))
    for (after, codecs) in [(40, 1), (80, 2)] {
      add(
        "\(kind)StreamCodecsUpdated", at: stream.created + after, stream.process,
        stream.payload(at: after, codecs: codecs))
    }
  }

  /// The end of a stream.
  mutating func close(_ stream: StoryStream, at milliseconds: Int) {
    let kind = stream.parent == nil && stream.tag.hasPrefix("I") ? "in" : "out"
    add(
      "\(kind)StreamClosed", at: milliseconds, stream.process,
      stream.payload(at: milliseconds - stream.created, codecs: 2, isOver: true))
  }
}

/// A stream of the story.
struct StoryStream: Sendable {
  var id: UInt64
  var tag: String
  var name: String
  /// In milliseconds of the story.
  var created: Int
  var process: Int32
  var far = "198.51.100.21"
  var parent: UInt64?
  var bytes: UInt64 = 20_000_000
  var dropped: UInt64 = 0
  var size: (width: UInt32, height: UInt32) = (1920, 1080)
  /// What only this kind of stream has.
  var settings: [String: Variant] = [:]

  /// What is said of it so many milliseconds after its creation, when none, one or both of its codecs
  /// are known.
  func payload(at age: Int, codecs: Int, isOver: Bool = false) -> [String: Variant] {
    let creation = Double(TroubleStory.start * 1000 + created)
    let video: [String: Variant] = [
      "bytesCount": .uint64(isOver ? bytes : 0), "codec": codecs > 1 ? "VH264" : "VUNK",
      "droppedBytesCount": .uint64(isOver ? dropped : 0),
      "height": codecs > 1 ? .uint32(size.height) : .int32(0),
      "width": codecs > 1 ? .uint32(size.width) : .int32(0),
    ]
    let payload: [String: Variant] = [
      "appName": "mediaserver",
      "audio": ["bytesCount": 0, "codec": codecs > 0 ? "AAAC" : "AUNK", "droppedBytesCount": 0],
      "creationTimestamp": .double(creation), "farIp": .text(far), "farPort": .uint16(50_000),
      "inStreamUniqueId": parent.map { .uint64($0) } ?? .null, "name": .text(name),
      "queryTimestamp": .double(creation + Double(age)), "type": .text(tag),
      "typeNumeric": .uint64(SampleStream.packed(tag)), "uniqueId": .uint64(id),
      "upTime": .double(Double(age)), "video": .map(video),
    ]
    return payload.merging(settings) { $1 }
  }
}
