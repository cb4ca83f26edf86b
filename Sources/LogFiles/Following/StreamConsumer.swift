/// Who deals with the bytes of streams.
///
/// The follower does not know what a record is; its consumer tells by how far it got.
public protocol StreamConsumer: ~Copyable {
  /// Learns what it noted last of each stream of a set in which the order of the logs is not that of
  /// their bytes, before it begins with the first of them; none if no stream of it was dealt with.
  mutating func recall(_ annotations: [String], of set: SetKey)

  /// Begins with a stream, or goes on with it.
  mutating func begin(_ opening: StreamOpening)

  /// Learns what the stream is called, before the first bytes are taken that hold a record.
  ///
  /// - Parameter stream: made of the first record, so that it is the same whenever the stream is read,
  ///   under whichever name, compressed or not.
  mutating func name(_ stream: UInt64)

  /// Takes bytes that follow those taken before.
  ///
  /// - Returns: The offset up to which everything has been dealt with: a place between records.
  mutating func take(_ bytes: Span<UInt8>) -> Int64

  /// Deals with what is complete, as there is nothing more for now.
  ///
  /// - Parameter isFinal: nothing may follow any more, so that the beginning of a record that is
  ///   left counts as cut; it is not dealt with, as its rest may come after all.
  /// - Returns: The same as ``take(_:)``.
  mutating func pause(isFinal: Bool) -> Int64

  /// Ends with a stream for this pass.
  mutating func end(_ end: SourceEnd)

  /// Brings out what came of the bytes so far, since the place reached is to be remembered.
  ///
  /// - Returns: What to remember about output files, as far as there are any and they have changed.
  mutating func commit() throws(FileError) -> Checkpoint.Outputs

  /// What the consumer wants to be told in the next run, whatever streams there are: lines without
  /// line ends, asked for after ``commit()``.
  var memory: [String] { get }

  /// Whether output is waiting that should be brought out soon.
  var isFull: Bool { get }

  /// What the consumer wants to be told when it goes on with the stream; one line.
  var annotation: String { get }

  /// True if the records of the stream that ended last go on from those of the log before it, so that
  /// what is missing between the two has been noticed.
  var continuesLogBefore: Bool { get }

  /// Whether nothing more is wanted.
  var isStopped: Bool { get }
}

extension StreamConsumer where Self: ~Copyable {
  /// Nothing.
  public var memory: [String] { [] }

  /// False: records that are not numbered tell nothing.
  public var continuesLogBefore: Bool { false }

  /// Does nothing: each stream is dealt with by itself.
  public mutating func recall(_ annotations: [String], of set: SetKey) {}
}

/// A stream that is about to be read, and from where.
public struct StreamOpening: Sendable {
  /// The file it is read from, printable.
  public let fileName: String
  /// The rotated set that the file belongs to.
  public let set: SetKey
  /// The number of the server's run in the file's name.
  public let instance: UInt64?
  /// Whether the log is a part numbered anew with each run of the server, which adds to the parts of
  /// the run before: the order of the logs is not that of their bytes.
  public let isPart: Bool
  /// Whether nothing of the stream has been dealt with yet.
  public let isNew: Bool
  /// Where reading goes on.
  public let offset: Int64
  /// NUL bytes at the start of the log that are passed over; 0 unless the stream is new.
  public let leadingNULs: Int64
  /// The first few KiB of the log, as far as they come before the place where reading goes on.
  public internal(set) var head: ContiguousArray<UInt8>
  /// What the consumer noted last; for a new stream, what it noted at the end of the log before it
  /// in the same set.
  public let annotation: String
  /// The part of a record at the end of the log before, which goes on in this one.
  ///
  /// The log was copied and truncated while the record was written. ``head`` is that of the log before
  /// then.
  public var rest: ContiguousArray<UInt8> = []
}

/// Something about the logs that is known to be lost or was found to be different.
public enum FollowFinding: Equatable, Sendable {
  /// Bytes were written between the copy and the truncation of a log, and destroyed.
  case lostInTruncation(file: String, bytes: Int64)
  /// A log that was being written is gone, and with it what was written after it was read last, which
  /// is known to be something if `hadMore`.
  case lostStream(file: String, offset: Int64, hadMore: Bool)
  /// A file came back shorter than it had been; reading goes on behind what is still the same.
  case shortened(file: String, from: Int64, to: Int64)
  /// What had been read of a log is something else now; all of it is read anew.
  case rewritten(file: String)
}
