/// The events of one log, as far as it takes to find them again in other logs of the same server.
///
/// A log is all files of a rotated set, read in their order.
public struct SinkTrace: Sendable {
  /// The events that one run of the server has written to the log.
  struct Life {
    /// Their places in the log.
    var ranges: [Range<Int>]
    var last: Int64?
    var process: Int64?

    var count: Int { ranges.reduce(0) { $0 + $1.count } }
  }

  /// A file, and the place in the log where its events begin.
  struct File {
    var index: Int
    var start: Int
    var isDamaged = false
  }

  private(set) var marks: ContiguousArray<EventMark> = []
  private(set) var serverLogMarks: ContiguousArray<ServerLogMark> = []
  /// The connections of each life.
  private(set) var connections: [[Connection]] = []
  private(set) var counters = NumberRuns()
  private(set) var ids = NumberRuns()
  /// The numbers of the records in their files.
  private(set) var records = NumberRuns()
  private(set) var lives: [Life] = []
  private(set) var files: [File] = []
  private(set) var format: InputFormat?
  private var audit = SequenceAudit()
  private var currentLife = 0
  /// The last counters of the life that the log is in.
  private var latest: [Int64] = []
  private var isPart = false
  private var isAtStart = false

  /// The distance, in records, within which records may stand out of order.
  private static let disorder = 4

  /// Creates a trace of no events.
  public init() {}

  /// True if it holds enough to be found in other logs of the server.
  public var isTelling: Bool {
    var marks: Set<EventMark> = []
    for mark in self.marks where mark.isUnique {
      marks.insert(mark)
      if marks.count == SinkFamilies.needed { return true }
    }
    return false
  }

  /// How many events it holds.
  public var count: Int { marks.count }

  /// Makes ready for the next file of the log.
  ///
  /// - Parameters:
  ///   - index: what the file is called in the plan that is made of traces.
  ///   - isPart: whether each run of the server adds to such files anew.
  public mutating func begin(file index: Int, isPart: Bool) {
    files.append(File(index: index, start: marks.count))
    self.isPart = isPart
    isAtStart = true
  }

  /// Adds an event with this mark.
  fileprivate mutating func append(_ event: borrowing Event, _ marked: MarkedEvent) {
    format = format ?? event.format
    join(event.logEntry, of: event.writer, origin: event.writer ?? event.integer("PID"))
    marks.append(marked.mark)
    serverLogMarks.append(marked.serverLogMark)
    if let connection = marked.connection { connections[currentLife].append(connection) }
    counters.append(event.logEntry)
    ids.append(event.sequenceId)
    records.append(Int64(event.place.number))
  }

  fileprivate mutating func noteDamage() {
    if !files.isEmpty { files[files.count - 1].isDamaged = true }
  }

  /// Adds the next event to the life of the server that it belongs to.
  private mutating func join(_ number: Int64?, of process: Int64?, origin: Int64?) {
    let place = marks.count
    if isAtStart, isPart { audit = SequenceAudit() }
    let isNew = lives.isEmpty || isAtStart && isPart
    isAtStart = false
    audit.feed(logEntry: number, processId: process)
    var isRestart = isNew
    for case .restart in audit.takeFindings() { isRestart = true }
    if let number {
      // A server that ends and one that begins may have come equally far in their parts.
      if !isRestart, latest.contains(number) {
        isRestart = true
        audit = SequenceAudit(after: number, process: process)
      }
      if isRestart { latest.removeAll(keepingCapacity: true) }
      if latest.count == Self.disorder { latest.removeFirst() }
      latest.append(number)
    } else if let origin, let known = lives.last.flatMap({ _ in lives[currentLife].process }) {
      // Without counters only the process can show that it is another run.
      if origin != known { isRestart = true }
    }
    if isRestart, !continueLife(at: place, number, origin) {
      lives.append(Life(ranges: [place..<place]))
      connections.append([])
      currentLife = lives.count - 1
    }
    let life = currentLife
    let range = lives[life].ranges.count - 1
    lives[life].ranges[range] = lives[life].ranges[range].lowerBound..<(place + 1)
    if let number { lives[life].last = max(number, lives[life].last ?? number) }
    // Text does not tell which process has written it, but the first records of a run are its own.
    lives[life].process = process ?? lives[life].process ?? origin
  }

  /// Goes on with a life whose records have ended right before this one, in an earlier part.
  ///
  /// Where processes do not tell lives apart, the parts hold them in one order.
  private mutating func continueLife(at place: Int, _ number: Int64?, _ process: Int64?) -> Bool {
    guard isPart, number != 0 else { return false }
    let candidates = lives.indices.filter { lives[$0].last == number.map { $0 - 1 } }
    guard
      let found = candidates.last(where: { process != nil && lives[$0].process == process })
        ?? candidates.first(where: {
          number != nil && (process == nil || lives[$0].process == nil)
        })
    else { return false }
    lives[found].ranges.append(place..<place)
    currentLife = found
    return true
  }
}

/// Traces the events of a log.
public struct SinkTracer: EventConsumer, ~Copyable {
  /// What was found.
  public var trace = SinkTrace()
  private var scratch = ByteBuffer(capacity: 256)

  /// Creates a tracer that has found nothing.
  public init() {}

  /// All kinds.
  public var wantedKinds: EventKindSet { .all }

  /// Adds an event of a media server; no more of a log is read that holds others.
  public mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    // Webhooks have identities of their own.
    guard event.system == .ems else { return .stop }
    trace.append(event, MarkedEvent(event, &scratch))
    return .proceed
  }

  /// Does nothing.
  public mutating func skip(_ bytes: Span<UInt8>) {}

  /// Notes that there is something that cannot be read.
  public mutating func skipped(_ piece: SkippedPiece) { trace.noteDamage() }
}

extension Event {
  /// The number that the server gave the event, the same in all sinks that write it.
  var sequenceId: Int64? {
    guard head.idNode >= 0 else { return nil }
    let node = nodes[Int(head.idNode)]
    return node.kind == .integer ? valueBytes(node).integer : nil
  }
}
