/// A media server that is busy: what happens next, and the numbers that go with it.
///
/// Two hundred streams come, are cut into HLS chunks and go again; viewers watch them; somebody asks
/// over the command line, timers fire, pulls fail. The seed determines all of it.
struct MediaServer {
  /// A stream or somebody who watches it.
  private struct Session {
    var name: Int
    var uniqueId: UInt64 = 0
    var sourceId: UInt64 = 0
    var protocolId: UInt64 = 0
    var host: UInt64 = 0
    var port: UInt64 = 0
    /// In units of 0.1 µs since 1970.
    var created: UInt64 = 0
    /// What comes next, counted from the connection.
    var step = 0
    /// How many chunks it will have.
    var chunks = 0
    var chunkStart: UInt64 = 0
  }

  /// The numbers of the latest event.
  private(set) var values = SlotValues()
  private var random: SeededGenerator
  /// In units of 0.1 µs since 1970.
  private var now: UInt64 = 1_765_998_000_000 * 10_000
  private var lastId: UInt64 = 0
  private var lastUniqueId: UInt64 = 0
  private var lastProtocolId: UInt64 = 10
  private var streams: [Session]
  private var viewers: [Session]
  private var timers = [UInt64](repeating: 0, count: 20)
  private var lastRequest: UInt64?
  private var isStarted = false

  init(seed: UInt64) {
    random = SeededGenerator(seed)
    streams = StreamNames.all.indices.map { Session(name: $0) }
    viewers = (0..<300).map { Session(name: $0 % StreamNames.all.count) }
  }

  /// Lets the next thing happen; its numbers are then in ``values``.
  mutating func next() -> EventSort {
    now += random.number(below: 600_000)
    lastId += 1
    values[.eventId] = lastId
    values[.now] = now
    values[.seconds] = now / 10_000_000
    guard isStarted else {
      isStarted = true
      return .serverStarted
    }
    if let id = lastRequest { return respond(about: id) }
    switch random.number(below: 100) {
    case 0..<64: return advanceStream()
    case 64..<88: return advanceViewer()
    case 88..<92: return request()
    case 92..<96: return advanceTimer()
    default: return failPull()
    }
  }

  // MARK: - Streams

  private mutating func advanceStream() -> EventSort {
    let index = Int(random.number(below: UInt64(streams.count)))
    var stream = streams[index]
    defer { streams[index] = stream }
    let isPushed = stream.name < StreamNames.pushedCount
    stream.step += 1
    switch stream.step {
    case 1: return connect(&stream)
    case 2:
      create(&stream)
      stream.chunks = 2 + Int(random.number(below: 9))
      return isPushed ? .pushedCreated : .pulledCreated
    case 3, 4:
      describe(stream)
      return isPushed ? .pushedCodecs : .pulledCodecs
    case 5: return .masterPlaylistUpdated
    case let step where step < 6 + 3 * stream.chunks: return chunk(&stream, at: step - 6)
    case let step where step == 6 + 3 * stream.chunks:
      describe(stream)
      if random.number(below: 10) == 0 { return .audioStopped }
      stream.step += 1
      return isPushed ? .pushedClosed : .pulledClosed
    case let step where step == 7 + 3 * stream.chunks:
      describe(stream)
      return isPushed ? .pushedClosed : .pulledClosed
    default:
      stream.step = 0
      values[.protocolId] = stream.protocolId
      return .unregistered
    }
  }

  private mutating func chunk(_ stream: inout Session, at step: Int) -> EventSort {
    values[.name] = UInt64(stream.name)
    values[.playlistStart] = stream.created
    values[.playlistNumber] = stream.created / 10_000
    values[.segmentNumber] = UInt64(step / 3)
    switch step % 3 {
    case 0:
      stream.chunkStart = now - stream.created
      values[.segmentStart] = stream.chunkStart
      return .chunkCreated
    case 1:
      values[.segmentStart] = stream.chunkStart
      values[.segmentDuration] = now - stream.created - stream.chunkStart
      return .chunkClosed
    default:
      return .playlistUpdated
    }
  }

  private mutating func advanceViewer() -> EventSort {
    let index = Int(random.number(below: UInt64(viewers.count)))
    var viewer = viewers[index]
    defer { viewers[index] = viewer }
    viewer.step += 1
    switch viewer.step {
    case 1: return connect(&viewer)
    case 2:
      viewer.name = Int(random.number(below: UInt64(StreamNames.all.count)))
      viewer.sourceId = streams[viewer.name].uniqueId
      create(&viewer)
      return .viewerCreated
    case 3:
      describe(viewer)
      return .viewerCodecs
    case 4:
      describe(viewer)
      return .viewerClosed
    default:
      viewer.step = 0
      values[.protocolId] = viewer.protocolId
      return .unregistered
    }
  }

  private mutating func connect(_ session: inout Session) -> EventSort {
    lastProtocolId += 1
    session.protocolId = lastProtocolId
    session.host = 1 + random.number(below: 250)
    session.port = 32_768 + random.number(below: 28_000)
    values[.protocolId] = lastProtocolId
    return .registered
  }

  private mutating func create(_ session: inout Session) {
    lastUniqueId += 1
    session.uniqueId = lastUniqueId
    session.created = now - 400 - random.number(below: 300)
    describe(session)
  }

  /// Puts the numbers of a stream where its events want them.
  private mutating func describe(_ session: Session) {
    let upTime = now - session.created
    values[.name] = UInt64(session.name)
    values[.uniqueId] = session.uniqueId
    values[.sourceId] = session.sourceId
    values[.host] = session.host
    values[.port] = session.port
    values[.configId] = UInt64(session.name + 1)
    values[.created] = session.created
    values[.upTime] = upTime
    let milliseconds = upTime / 10_000
    values[.audioPackets] = milliseconds * 47 / 1_000
    values[.audioBytes] = milliseconds * 16
    values[.videoPackets] = milliseconds * 30 / 1_000
    values[.videoBytes] = milliseconds * 312
    values[.droppedPackets] = session.host % 4 == 0 ? milliseconds / 9_000 : 0
    values[.droppedBytes] = values[.droppedPackets] * 1_316
    values[.bandwidth] = milliseconds > 1_000 ? 2_624 - session.host : 0
  }

  // MARK: - All else

  private mutating func request() -> EventSort {
    let stream = streams[Int(random.number(below: UInt64(streams.count)))]
    values[.uniqueId] = stream.uniqueId
    lastRequest = UInt64(stream.name)
    return .request
  }

  private mutating func respond(about name: UInt64) -> EventSort {
    lastRequest = nil
    var stream = streams[Int(name)]
    if stream.created == 0 { stream.created = now }
    describe(stream)
    return .response
  }

  private mutating func advanceTimer() -> EventSort {
    let index = Int(random.number(below: UInt64(timers.count)))
    let count = timers[index]
    timers[index] = count == 12 ? 0 : count + 1
    values[.timerId] = UInt64(100 + index)
    values[.triggerCount] = count == 0 ? 0 : count - 1
    return count == 0 ? .timerCreated : count == 12 ? .timerClosed : .timerTriggered
  }

  private mutating func failPull() -> EventSort {
    let pulledCount = StreamNames.all.count - StreamNames.pushedCount
    let name = StreamNames.pushedCount + Int(random.number(below: UInt64(pulledCount)))
    values[.name] = UInt64(name)
    values[.configId] = UInt64(name + 1)
    values[.host] = 1 + random.number(below: 250)
    return .pullFailed
  }
}

/// A random generator that a seed determines: SplitMix64.
struct SeededGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed
  }

  /// The next number from 0 up that is less than the limit.
  mutating func number(below limit: UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed &>> 31
    return mixed.multipliedFullWidth(by: limit).high
  }
}
