/// Which events a session must have one of to be shown: what `-t`, `-w` and `-g` ask for.
public struct EventChoice: Sendable {
  /// The events; a time window or streams are not its business.
  public var filter: Filter
  /// A digest of what was asked for: states of different ones cannot be put together.
  public var digest: UInt64

  /// Creates a choice.
  public init(_ filter: Filter, digest: UInt64) {
    self.filter = filter
    self.digest = digest
  }
}

/// Tells whether events of sessions pass an ``EventChoice``; reused from event to event.
final class SessionSieve {
  private var filter: Filter
  private let kinds: EventKindSet
  private let needsSource: Bool
  private var source = ByteBuffer(capacity: 64)
  private var scratch = ByteBuffer(capacity: 256)

  init(_ choice: EventChoice) {
    filter = choice.filter
    kinds = choice.filter.kinds
    needsSource = !choice.filter.condition.texts.isEmpty
  }

  /// How many texts patterns gave up on.
  var abandonedTexts: Int { filter.abandonedTexts }

  /// Indicates whether an event passes that stands in the log of this name.
  func passes(_ event: borrowing Event, source name: Span<UInt8>) -> Bool {
    guard kinds.contains(event.kind) else { return false }
    if needsSource, !source.equals(name) {
      source.removeAll()
      source.append(name)
      filter.condition.beginSource(String(copying: name))
    }
    return filter.matches(event, &scratch)
  }
}

extension ByteBuffer {
  fileprivate borrowing func equals(_ bytes: Span<UInt8>) -> Bool { span.equals(bytes) }
}
