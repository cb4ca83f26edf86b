/// Which of the events that match are printed, in which order, and with how many of their neighbours.
public struct Excerpt: Equatable, Sendable {
  /// Only so many of the last that match; nil: all.
  public var last: Int?
  /// The other way round: what was read last comes first.
  public var isReversed = false
  /// How many records before each event that matches are printed too; not with those above.
  public var before = 0
  /// How many records behind each event that matches are printed too; not with those above.
  public var after = 0

  /// Creates the excerpt that is everything, as it comes.
  public init() {}

  /// Whether events are kept until everything was read.
  var keepsEvents: Bool { last != nil || isReversed }

  /// Whether neighbours are printed.
  var hasContext: Bool { before > 0 || after > 0 }
}
