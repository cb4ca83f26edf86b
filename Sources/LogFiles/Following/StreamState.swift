/// How far one stream of log bytes has been dealt with, and how to recognise it.
///
/// A stream is a content, not a file: a log, its copy and its compression are one stream.
public struct StreamState: Equatable, Sendable {
  /// Its number, unique within the checkpoint.
  public internal(set) var number: Int
  /// What it is called in output; nil as long as there was no record to make a name of.
  public internal(set) var name: UInt64?
  /// NUL bytes at its start: where a log was truncated under a writer with a position of its own.
  public internal(set) var leadingNULs: Int64
  /// The first bytes behind the NULs, as far as they have been dealt with.
  public internal(set) var head: Fingerprint
  /// The first few of these bytes, to tell even short files apart.
  public internal(set) var start: Fingerprint
  /// What the first bytes hash to, up to each of ``steps`` that lies within the head.
  public internal(set) var beginnings: [UInt64] = []
  /// The file that it was read from last, to tell it from copies of it.
  public internal(set) var home: FileIdentity?
  /// Up to where everything has been dealt with, uncompressed; always between two records.
  public internal(set) var offset: Int64
  /// The last bytes before ``offset``.
  public internal(set) var marker: Fingerprint
  /// What the last bytes before ``offset`` hash to, for each of ``endingLengths`` that was read.
  public internal(set) var endings: [UInt64] = []
  /// Of all bytes from the first behind the NULs to ``offset``; nil where they were not all read.
  public internal(set) var checksum: UInt32?
  /// Earlier offsets with their markers, ever farther apart, for a file that came back shorter.
  public internal(set) var rungs: [Rung] = []
  /// How long the stream was when it was last seen, uncompressed.
  public internal(set) var size: Int64
  /// The end of bytes after ``offset`` that are no whole record, if that was told.
  public internal(set) var toldEnd: Int64?
  /// Whether the newest file of its set held it when it was last seen.
  public internal(set) var isNewest = false
  /// Runs since it was last found.
  public internal(set) var missedRuns = 0
  /// When it was last found, in seconds since 1970.
  public internal(set) var lastSeen: Int64
  /// The file that held it; for messages only.
  public internal(set) var fileName: String
  /// Where the file stands if ``fileName`` leads to it by symbolic links, printable.
  public internal(set) var target: String?
  /// What the consumer wants to know when it goes on; one line.
  public internal(set) var annotation = ""

  /// A place where reading stopped once.
  public struct Rung: Equatable, Sendable {
    /// Between two records.
    public var offset: Int64
    /// The last bytes before it.
    public var marker: Fingerprint
  }

  /// So many first bytes identify a stream.
  ///
  /// The header of a W3C log has 1382 bytes that are the same in all logs begun within one second.
  static let headLength = 4096
  /// So many of them identify a file that is shorter than the head.
  static let startLength = 128
  /// So many of them are known by themselves, for files that are shorter still.
  static let steps = [32, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072]
  /// So many bytes before the offset have to be found again.
  static let markerLength = 256
  /// So many of them, if they hold a whole record, are enough to find the place in another content.
  static let endingLengths = [512, 1024, 2048, 4096]
  /// The first rung stands here; each further one four times as far.
  static let firstRung: Int64 = 1024
}

/// What the bytes of a stream that were dealt with leave behind.
///
/// All of it comes from the bytes themselves: reading them again later could find others.
struct ConsumedBytes {
  private(set) var head: ArraySlice<UInt8>
  private(set) var tail: ArraySlice<UInt8>
  /// Of all of them; nil where those before were not read.
  private(set) var checksum: UInt32?

  /// Starts behind bytes that were read and found to be the same as before.
  init(
    head: ArraySlice<UInt8> = [], tail: ArraySlice<UInt8> = [], checksum: UInt32? = 0
  ) {
    self.head = head
    self.tail = tail
    self.checksum = checksum
  }

  mutating func append(_ bytes: ArraySlice<UInt8>) {
    checksum = checksum.map { Checksum.of(bytes, after: $0) }
    if head.count < StreamState.headLength {
      head += bytes.prefix(StreamState.headLength - head.count)
    }
    if bytes.count >= Self.tailLength {
      tail = bytes.suffix(Self.tailLength)
    } else {
      tail = (tail + bytes).suffix(Self.tailLength)
    }
  }

  /// So many last bytes are kept.
  static let tailLength = 4096
}

extension StreamState {
  /// What the first bytes hash to, up to each of ``steps``.
  static func beginnings(of head: ArraySlice<UInt8>) -> [UInt64] {
    steps.prefix { $0 <= head.count }.map { hash(of: head.prefix($0)) }
  }

  /// The hash of some bytes.
  static func hash(of bytes: some Sequence<UInt8>) -> UInt64 {
    Fingerprint(of: bytes).digest.high
  }

  /// What the last bytes hash to, for each of ``endingLengths``.
  static func endings(of tail: ArraySlice<UInt8>) -> [UInt64] {
    endingLengths.prefix { $0 <= tail.count }.map { hash(of: tail.suffix($0)) }
  }

  /// Whether nothing but headers was read, which many logs share.
  var isHeaderOnly: Bool { name == nil && Int64(head.length) == offset - leadingNULs }

  /// Notes that everything up to `offset` has been dealt with.
  mutating func advance(to offset: Int64, _ consumed: ConsumedBytes) {
    let rung = rungs.last.map { ($0.offset - leadingNULs) * 4 } ?? Self.firstRung
    if offset - leadingNULs >= rung, self.offset > leadingNULs {
      rungs.append(Rung(offset: self.offset, marker: marker))
    }
    self.offset = offset
    if let end = toldEnd, end <= offset { toldEnd = nil }
    if head.length < consumed.head.count {
      head = Fingerprint(of: consumed.head)
      start = Fingerprint(of: consumed.head.prefix(Self.startLength))
      beginnings = Self.beginnings(of: consumed.head)
    }
    marker = Fingerprint(of: consumed.tail.suffix(Self.markerLength))
    endings = Self.endings(of: consumed.tail)
    checksum = consumed.checksum
    size = max(size, offset)
  }
}
