/// What one stretch of a log is.
enum FramePart {
  /// A record; its content is `content` bytes from `start` on, the rest of the frame separates it.
  case record(start: Int, content: Int)
  /// Blank lines and the like.
  case separator
  /// A header or footer of the format.
  case header
  /// Bytes that are no event.
  case skipped(SkipReason)
  /// From here on the log is in another format; at least one line of it is there.
  case format(InputFormat)
}

/// One stretch of a log.
struct Frame {
  var part: FramePart
  /// How many bytes it takes up, separators included.
  var count: Int
  /// What to call it if it turns out not to be a record; nil: by what was wrong with it.
  var failure: SkipReason?
}

/// A format of event logs: how records are told apart and what they say.
///
/// A format is a value with whatever it has to remember from record to record (a w3c header, the last
/// counter). It decides by content alone, never by where its input happens to be cut: when it cannot
/// tell yet, it answers nil and is asked again with more.
protocol EventFormat {
  /// Which format it is.
  static var name: InputFormat { get }

  /// Whether each record that ``glance(_:context:)`` recognises bears a time of its own.
  static var recordsBearTime: Bool { get }

  /// Whether keys and values stand in each record, with nothing but JSON's escapes in them.
  ///
  /// Only of such records their bytes tell what cannot be found in them.
  static var spellsOutText: Bool { get }

  /// The stretch at the front of `pending`, or nil when more bytes are needed to tell.
  ///
  /// `isEnd` says that nothing follows `pending`; nil then means that it is all of an unfinished
  /// record. A record that is there but may go on has `failure` ``SkipReason/tornTail``: a log that
  /// is still being written keeps it for later.
  mutating func frame(_ pending: Span<UInt8>, isEnd: Bool) -> Frame?

  /// The kind of a record when that can be told, and the record trusted, without decoding it.
  ///
  /// Nil means: decode it.
  func glance(_ record: Span<UInt8>, context: borrowing DecodingContext) -> EventKind?

  /// Decodes a record's tree; the caller has called `tree.begin`'s equivalent through this.
  mutating func decode(
    _ record: Span<UInt8>, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError)

  /// Called when a record failed to decode: true if ``frame(_:isEnd:)`` will now cut the same bytes
  /// into smaller pieces; `count` is the length of the frame that the record is from.
  mutating func divide(_ record: Span<UInt8>, frame count: Int) -> Bool

  /// How many bytes at the front of `pending` belong to a record that is too long to be kept, and
  /// whether the record after it begins there.
  func resynchronise(_ pending: Span<UInt8>) -> (count: Int, isDone: Bool)
}

extension EventFormat {
  static var recordsBearTime: Bool { false }
  static var spellsOutText: Bool { false }

  mutating func divide(_ record: Span<UInt8>, frame count: Int) -> Bool { false }

  func resynchronise(_ pending: Span<UInt8>) -> (count: Int, isDone: Bool) {
    guard let end = pending.firstOffset(of: UInt8(ascii: "\n")) else {
      return (pending.count, false)
    }
    return (end + 1, true)
  }
}
