/// A server whose streams, players, recordings and chunks come and go at random: what its json sink
/// writes, with restarts, lost records and junk.
///
/// ```swift
/// var server = BusyServer(Seed(1))
/// let log = server.records(500)
/// ```
public struct BusyServer: Sendable {
  /// Names of streams, as they stand inside of JSON strings.
  public var names = [
    "cam1", "cam2", "studio/main", "other", #"T\u00fcr \"S\u00fcd\""#, #"a\\b"#, #"x\ny"#, "",
    #"\u001b[2J"#, "e=mc%20 2",
  ]
  /// Records are lost, the server is restarted and junk is written about once in so many records.
  public var accidents = 60

  private var random: SeededGenerator
  private var milliseconds = 1_795_216_353_000
  private var process = 7
  private var counter = 0
  private var lastId = 0
  private var open: [Thing] = []

  /// Something that has a beginning and an end.
  private struct Thing {
    var kind: Kind
    var id: Int
    var name: String
    var created: Int
  }

  private enum Kind: CaseIterable { case into, player, packager, http, recording, chunk }

  /// A server that has just started.
  public init(_ seed: Seed) { random = SeededGenerator(seed) }

  /// The next records, each with its line end.
  public mutating func records(_ count: Int) -> [String] { (0..<count).map { _ in record() } }

  private mutating func record() -> String {
    milliseconds += Int.random(in: 0...20_000, using: &random)
    if Int.random(in: 0..<accidents, using: &random) == 0 { return accident() }
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return line("pullStreamFailed", #""localStreamName":"\#(name())""#)
    case 1: return line("strangeThing\(Int.random(in: 1...3, using: &random))", #""x":1"#)
    case 2...10: return begin()
    default: return open.isEmpty ? begin() : end()
    }
  }

  private mutating func accident() -> String {
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      counter += Int.random(in: 1...5, using: &random)
      return begin()
    case 1: return "{no json at all},\n"
    case 2: return line("serverStopping", #""x":1"#)
    default:
      (process, counter, open) = (process + 1, 0, [])
      return line("serverStarted", #""x":1"#)
    }
  }

  private mutating func name() -> String { names.randomElement(using: &random) ?? "" }

  private mutating func begin() -> String {
    lastId += 1
    let kind = Kind.allCases.randomElement(using: &random) ?? .into
    let thing = Thing(
      kind: kind, id: lastId,
      name: [.recording, .chunk].contains(kind) ? "/srv/file \(lastId).ts" : name(),
      created: milliseconds)
    // Some beginnings are not logged.
    open.append(thing)
    if Int.random(in: 0..<25, using: &random) == 0 { return end() }
    return line(of: thing, isEnd: false)
  }

  private mutating func end() -> String {
    let thing = open.remove(at: Int.random(in: open.indices, using: &random))
    return line(of: thing, isEnd: true)
  }

  private mutating func line(of thing: Thing, isEnd: Bool) -> String {
    switch thing.kind {
    case .into: stream(thing, "in", "INR", isEnd)
    case .player: stream(thing, "out", "ONR", isEnd)
    case .packager: stream(thing, "out", "OFHLS", isEnd)
    case .http:
      line(
        isEnd ? "streamingSessionEnded" : "streamingSessionStarted",
        #""playlist":"/srv/\#(thing.name).m3u8","sessionId":\#(thing.id),"#
          + #""startTime":"2026-11-20T23-12-33""#)
    case .recording:
      line(
        isEnd ? "recordChunkClosed" : "recordChunkCreated", #""file":"\#(thing.name)""#)
    case .chunk:
      line(isEnd ? "hlsChunkClosed" : "hlsChunkCreated", #""file":"\#(thing.name)""#)
    }
  }

  private mutating func stream(
    _ thing: Thing, _ direction: String, _ tag: String, _ isEnd: Bool
  ) -> String {
    let bytes = isEnd ? Int.random(in: 0...1_000_000, using: &random) : 0
    return line(
      "\(direction)Stream\(isEnd ? "Closed" : "Created")",
      #""name":"\#(thing.name)","type":"\#(tag)","uniqueId":\#(thing.id),"#
        + #""creationTimestamp":\#(thing.created).1250,"queryTimestamp":\#(milliseconds).5000,"#
        + #""upTime":\#(milliseconds - thing.created).3750,"#
        + #""video":{"bytesCount":\#(bytes),"droppedBytesCount":\#(bytes / 100)}"#)
  }

  private mutating func line(_ type: String, _ payload: String) -> String {
    defer { counter += 1 }
    let digits = String(counter)
    let entry = String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
    return
      #"{"_logEntry":"\#(entry)","id":\#(counter + 1),"payload":{"PID":\#(process),\#(payload)},"#
      + #""processId":\#(process),"timestamp":\#(milliseconds / 1000),"type":"\#(type)"},"# + "\n"
  }
}
