/// A log of the json sink that tells of streams, written event by event in order of time.
///
/// Times are seconds after ``start``, 2026-01-05T00:00:00Z.
public struct StreamLog: Sendable {
  /// 2026-01-05T00:00:00Z in seconds since 1970.
  public static let start = 1_767_571_200
  /// The records so far.
  public private(set) var text = ""
  /// The process that writes; a new one counts its records from 0.
  public private(set) var process = 100
  private var count = 0

  /// A stream: what tells it from others, and when it was created.
  public struct Stream: Sendable {
    /// Its number in its process.
    public var id: Int
    /// Its name as it stands between quotes in JSON.
    public var name: String
    /// Whether it goes out.
    public var isOut: Bool
    /// When it was created.
    public var created: Int

    /// Describes a stream that is created at a time.
    public init(_ id: Int, _ name: String, isOut: Bool = false, created: Int) {
      (self.id, self.name, self.isOut, self.created) = (id, name, isOut, created)
    }
  }

  /// An empty log.
  public init() {}

  /// Seconds after the start of the day of `HH:MM:SS`.
  public static func seconds(_ clock: String) -> Int {
    clock.split(separator: ":").reduce(0) { $0 * 60 + (Int($1) ?? 0) }
  }

  /// Adds an event; `payload` is the inside of a JSON object.
  public mutating func add(_ type: String, at time: Int, _ payload: String = "\"PID\":1") {
    let seconds = Self.start + time
    text += "{\"_logEntry\":\"\(count)\",\"id\":\(count + 1),\"payload\":{\(payload),"
    text += "\"queryTimestamp\":\(seconds)000.0},\"processId\":\(process),"
    text += "\"timestamp\":\(seconds),\"type\":\"\(type)\"},\n"
    count += 1
  }

  /// Adds the creation of a stream.
  public mutating func open(_ stream: Stream) {
    add(
      stream.isOut ? "outStreamCreated" : "inStreamCreated", at: stream.created,
      payload(stream, bytes: 0, upTime: 0))
  }

  /// Adds the end of a stream that carried so many bytes.
  public mutating func close(_ stream: Stream, at time: Int, bytes: Int) {
    add(
      stream.isOut ? "outStreamClosed" : "inStreamClosed", at: time,
      payload(stream, bytes: bytes, upTime: time - stream.created))
  }

  /// Adds bytes that are no record, on a line.
  public mutating func damage(_ bytes: String) { text += bytes + "\n" }

  /// Adds the start of a server in a new process.
  public mutating func restart(at time: Int) {
    process += 1
    count = 0
    add("serverStarted", at: time)
  }

  private func payload(_ stream: Stream, bytes: Int, upTime: Int) -> String {
    "\"PID\":\(process),\"audio\":{\"bytesCount\":0,\"codec\":\"AAAC\",\"droppedBytesCount\":0},"
      + "\"creationTimestamp\":\(Self.start + stream.created)000.0,\"farIp\":\"192.0.2.7\","
      + "\"name\":\"\(stream.name)\",\"type\":\"\(stream.isOut ? "ONR" : "INR")\","
      + "\"uniqueId\":\(stream.id),\"upTime\":\(upTime * 1000).0,"
      + "\"video\":{\"bytesCount\":\(bytes),\"codec\":\"VH264\",\"droppedBytesCount\":0}"
  }
}

extension StreamLog {
  /// A week of 200 streams with some 13 000 events: inputs that come and go, viewers by day, a crash
  /// in the middle, pulls that fail, and names that strangers choose.
  public static func week(seed: Seed = Seed(1)) -> StreamLog {
    var random = SeededGenerator(seed)
    let length = 7 * 86_400
    let crash = length / 2
    var steps: [(time: Int, order: Int, step: Step)] = []
    var id = 0
    func add(_ step: Step, at time: Int) { steps.append((time, steps.count, step)) }
    func live(_ name: String, isOut: Bool, from start: Int, to end: Int, bytes: Int) {
      id += 1
      let stream = Stream(id, name, isOut: isOut, created: start)
      add(.open(stream), at: start)
      let isCut = start < crash && end >= crash
      if !isCut, end < length { add(.close(stream, bytes), at: end) }
    }
    for number in 0..<200 {
      let name = (tricks[number % 40] ?? "camera") + "-\(number)"
      var time = Int.random(in: 0..<3600, using: &random)
      while time < length {
        let end = time + Int.random(in: 600..<200_000, using: &random)
        live(name, isOut: false, from: time, to: end, bytes: (end - time) * 250_000)
        time = end + Int.random(in: 10..<4000, using: &random)
      }
      for _ in 0..<25 {
        let day = Int.random(in: 0..<7, using: &random) * 86_400
        let start = day + Int.random(in: 30_000..<80_000, using: &random)
        let end = start + Int.random(in: 5..<7200, using: &random)
        live(name, isOut: true, from: start, to: end, bytes: (end - start) * 180_000)
      }
      if number % 10 == 0 {
        add(.other("pullStreamFailed", name), at: Int.random(in: 0..<length, using: &random))
        add(.other("videoFeedStopped", name), at: Int.random(in: 0..<length, using: &random))
      }
    }
    add(.restart, at: crash)
    var log = StreamLog()
    for step in steps.sorted(by: { ($0.time, $0.order) < ($1.time, $1.order) }) {
      switch step.step {
      case .open(let stream): log.open(stream)
      case .close(let stream, let bytes): log.close(stream, at: step.time, bytes: bytes)
      case .other(let type, let name):
        log.add(type, at: step.time, "\"localStreamName\":\"\(name)\"")
      case .restart: log.restart(at: step.time)
      }
    }
    return log
  }

  private enum Step {
    case open(Stream)
    case close(Stream, Int)
    case other(String, String)
    case restart
  }

  /// Names as they stand in JSON.
  private static let tricks: [Int: String] = [
    3: "<script>alert(1)</script>", 5: #"\"><img src=x onerror=alert(1)>"#,
    7: #"\u202egnp.exe"#, 11: "</title></style></svg>&amp;&#60;", 13: #"a\u0000\u001b[2Jb"#,
    17: String(repeating: "long", count: 500), 19: "كاميرا ١", 23: "日本 👍", 29: "]]><!-- '--",
  ]
}
