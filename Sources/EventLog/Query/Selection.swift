/// Filters events and renders those that pass: what `scan`, `tail` and `poll` have in common.
public struct Selection: EventConsumer, ~Copyable {
  /// What becomes of events that pass.
  public enum Purpose: Sendable {
    /// They are rendered.
    case print
    /// They are counted.
    case count
    /// The first one settles the question whether there is any; no more of that source is read.
    case findFirst
  }

  /// What has been rendered and not yet been taken away.
  public var output = ByteBuffer(capacity: 256 << 10)
  /// The bytes of pieces that were passed over, if they are kept.
  public var skippedBytes = ByteBuffer(capacity: 64)
  /// Events that passed, of all sources.
  public private(set) var matched = 0
  /// Events that passed, of the source that is being read.
  public private(set) var matchedInSource = 0
  /// The first few pieces of this source that were passed over.
  public private(set) var firstSkipped: [SkippedPiece] = []

  private let filter: Filter
  private let purpose: Purpose
  private let limit: Int
  private let keepsSkipped: Bool
  private var renderer: any EventRenderer & ~Copyable
  private var sourceName = ByteBuffer(capacity: 64)
  private var scratch = ByteBuffer(capacity: 256)

  /// How many places of passed-over pieces are kept for each source.
  public static let locatedPieces = 3

  /// Creates a selection.
  ///
  /// - Parameters:
  ///   - filter: which events pass.
  ///   - purpose: what becomes of them.
  ///   - format: how they are rendered.
  ///   - options: what all renderers are told.
  ///   - limit: stop behind so many events that passed.
  ///   - keepsSkipped: whether bytes that are passed over are kept in ``skippedBytes``.
  public init(
    _ filter: Filter, purpose: Purpose = .print, format: OutputFormat = .jsonl,
    options: RenderOptions = RenderOptions(), limit: Int = .max, keepsSkipped: Bool = false
  ) {
    self.filter = filter
    self.purpose = purpose
    self.limit = limit
    self.keepsSkipped = keepsSkipped
    renderer = format.renderer(options)
  }

  /// The kinds that the filter lets pass, or looks at more closely.
  public var wantedKinds: EventKindSet { filter.kinds }

  /// Whether as many events have passed as were asked for.
  public var isSatisfied: Bool { matched >= limit }

  /// Makes ready for another source.
  ///
  /// - Parameter name: as the user knows it; printable.
  public mutating func beginSource(_ name: String) {
    sourceName.removeAll()
    sourceName.append(name)
    matchedInSource = 0
    firstSkipped.removeAll(keepingCapacity: true)
  }

  /// Appends what stands before the first event.
  public mutating func begin() { if purpose == .print { renderer.begin(&output) } }

  /// Appends what stands behind the last event.
  public mutating func end() { if purpose == .print { renderer.end(&output) } }

  /// Takes one event.
  public mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    guard filter.matches(event, &scratch) else { return .proceed }
    matched &+= 1
    matchedInSource &+= 1
    switch purpose {
    case .print: sourceName.render(event, with: &renderer, into: &output)
    case .count: break
    case .findFirst: return .stop
    }
    return matched < limit ? .proceed : .stop
  }

  /// Keeps bytes that are passed over, if that was asked for.
  public mutating func skip(_ bytes: Span<UInt8>) {
    if keepsSkipped { skippedBytes.append(bytes) }
  }

  /// Keeps the places of the first few.
  public mutating func skipped(_ piece: SkippedPiece) {
    if firstSkipped.count < Self.locatedPieces { firstSkipped.append(piece) }
  }
}

extension ByteBuffer {
  /// Renders an event whose source has this name.
  ///
  /// Here, and not in the selection, since a span of one property forbids to change its siblings.
  @inline(__always)
  fileprivate borrowing func render(
    _ event: borrowing Event, with renderer: inout any EventRenderer & ~Copyable,
    into output: inout ByteBuffer
  ) {
    renderer.render(event, source: span, into: &output)
  }
}
