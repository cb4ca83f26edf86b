/// Which events are wanted.
public struct Filter: Equatable, Sendable {
  /// The event types.
  public var types = TypeSelector()
  /// The streams, of which an event's has to match one.
  ///
  /// None: all events pass, also those about no stream.
  public var streams: [Glob] = []
  /// When: an event without a time of its own takes the last one before it in its log.
  public var window = TimeWindow()
  /// What has to be true of their fields.
  public var condition = WhereExpression()
  /// What has to be found in their text.
  public var search = TextSearch()

  /// Creates the filter that lets everything pass.
  public init() {}

  /// The kinds that have to be looked at.
  public var kinds: EventKindSet { types.kinds.intersection(condition.kinds) }

  /// Whether fields of payloads are looked at, besides those that stream and time are taken from.
  var readsFields: Bool { !condition.texts.isEmpty || !search.isEmpty }

  /// How many texts patterns gave up on, since a match would have taken too long to find.
  public var abandonedTexts: Int { condition.abandonedTexts + search.abandonedTexts }

  /// Whether an event of one of ``kinds`` passes.
  ///
  /// `scratch` is room for text that has to be decoded first.
  @inline(__always)
  func matches(_ event: borrowing Event, _ scratch: inout ByteBuffer) -> Bool {
    window.contains(event.timeInLog) && types.matches(event, &scratch)
      && (streams.isEmpty || matchesStream(event, &scratch))
      && condition.matches(event, &scratch)
      && (search.isEmpty || search.matches(event, &scratch))
  }

  private func matchesStream(_ event: borrowing Event, _ scratch: inout ByteBuffer) -> Bool {
    guard event.head.streamNode >= 0 else { return false }
    scratch.removeAll()
    event.appendText(of: event.nodes[Int(event.head.streamNode)], to: &scratch)
    for glob in streams where glob.matches(scratch.span) { return true }
    return false
  }
}
