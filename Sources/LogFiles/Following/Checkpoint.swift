/// What runs of `poll` remember from one to the next.
public struct Checkpoint: Equatable, Sendable {
  /// The version of the text that it was read from.
  var version = Self.version
  /// How many runs have come to their end and found something; 0 before the first.
  public internal(set) var generation: Int64 = 0
  /// The streams that were found so far, in the order in which they were found.
  public internal(set) var streams: [StreamState] = []
  /// The files as they were when they were last looked at.
  public internal(set) var files: [FileIdentity: FileRecord] = [:]
  /// The output files that belong to it.
  public internal(set) var outputs = Outputs()
  /// What the consumer wants to be told in the next run; lines without line ends.
  public internal(set) var memory: [String] = []

  /// A checkpoint before the first run.
  public init() {}

  /// What a file was found to hold; as long as its status does not change, that need not be asked
  /// again.
  public struct FileRecord: Equatable, Sendable {
    var size: Int64
    var modified: Int64
    var changed: Int64
    /// The number of the stream it holds.
    var stream: Int
    /// Whether nothing in the file is left to be dealt with.
    var isSettled: Bool
  }

  /// How much of each output file was committed; nil where there is none.
  public struct Outputs: Equatable, Sendable {
    /// The file of the events.
    public var events: OutputRecord?
    /// The file of what was skipped.
    public var skipped: OutputRecord?

    /// Creates a record of these files.
    public init(events: OutputRecord? = nil, skipped: OutputRecord? = nil) {
      self.events = events
      self.skipped = skipped
    }

    /// Takes over what has changed.
    mutating func update(_ changed: Outputs) {
      events = changed.events ?? events
      skipped = changed.skipped ?? skipped
    }
  }

  /// How much of an output file was committed.
  public struct OutputRecord: Equatable, Sendable {
    var identity: FileIdentity
    var length: Int64
    var tail: Fingerprint
  }

  /// Streams that are gone are remembered for so long, in seconds, and no more than so many.
  static let memory: Int64 = 30 * 86_400
  static let capacity = 4096

  /// The place of a stream in ``streams``, which are in the order of their numbers.
  func index(of number: Int) -> Int? {
    var (start, end) = (0, streams.count)
    while start < end {
      let middle = (start + end) / 2
      if streams[middle].number < number { start = middle + 1 } else { end = middle }
    }
    return start < streams.count && streams[start].number == number ? start : nil
  }

  var nextNumber: Int { (streams.last?.number ?? 0) + 1 }

  /// Forgets streams of which nothing but headers was read: nothing is lost, and a header identifies
  /// no log.
  mutating func forgetHeaders() {
    let headers = Set(streams.filter(\.isHeaderOnly).map(\.number))
    guard !headers.isEmpty else { return }
    streams.removeAll { headers.contains($0.number) }
    files = files.filter { !headers.contains($0.value.stream) }
  }

  /// Forgets a stream whose content is another now.
  mutating func forget(_ number: Int) {
    streams.removeAll { $0.number == number }
    files = files.filter { $0.value.stream != number }
  }

  /// Forgets streams that have been gone for so many seconds, and the oldest if there are too many.
  mutating func forgetOld(now: Int64, after time: Int64) {
    let present = Set(files.values.map(\.stream))
    streams.removeAll { !present.contains($0.number) && now - $0.lastSeen > time }
    if streams.count > Self.capacity {
      let excess = streams.count - Self.capacity
      let gone = streams.filter { !present.contains($0.number) }
      let numbers = Set(gone.sorted { $0.lastSeen < $1.lastSeen }.prefix(excess).map(\.number))
      streams.removeAll { numbers.contains($0.number) }
    }
  }
}
