/// Prints events in one format: all, the last ones, or those around the events that match.
struct EventPrinter: ~Copyable {
  /// True if events had to be given up that the excerpt asks for; what was kept is not to be shown.
  private(set) var isOverfull = false
  /// The number of records after the last match that are still to be shown.
  private(set) var trailing = 0
  private let excerpt: Excerpt
  private let keptBytes: Int
  private let separatesGroups: Bool
  private var writer: any EventWriter & ~Copyable
  /// Events that are shown when everything was read.
  private var kept: RenderedEvents
  /// The last records that were not shown, in case the next one matches.
  private var neighbours: RenderedEvents
  /// True if something was left out after the last record shown.
  private var hasGap = false
  private var hasShown = false
  /// Events on their way to being arranged.
  private var written = ByteBuffer(capacity: 64)
  /// True if the output has been arranged already.
  private var isFinal = false

  init(_ format: OutputFormat, _ options: RenderOptions, _ excerpt: Excerpt, keptBytes: Int) {
    self.excerpt = excerpt
    self.keptBytes = keptBytes
    separatesGroups = format.separatesGroups
    writer = format.writer(options)
    kept = RenderedEvents(limit: excerpt.last ?? .max)
    neighbours = RenderedEvents(limit: excerpt.before)
  }

  /// Appends what stands before the first event.
  mutating func begin(_ output: inout ByteBuffer) { writer.begin(&output) }

  /// Starts a source: its records have no neighbours in the one before.
  mutating func beginSource() {
    neighbours.removeAll()
    hasGap = true
  }

  /// Gives up waiting for more records of the source.
  mutating func endSource() { trailing = 0 }

  /// Takes an event that matches.
  mutating func take(
    _ event: borrowing Event, of source: borrowing ByteBuffer, into output: inout ByteBuffer
  ) {
    isFinal = false
    if excerpt.keepsEvents {
      writer.write(event, source: source.span, into: &kept.bytes)
      kept.keep()
      if kept.byteCount > keptBytes { isOverfull = true }
      return
    }
    if excerpt.hasContext {
      if hasGap, hasShown, separatesGroups { output.append("--\n") }
      (hasGap, hasShown) = (false, true)
      while neighbours.moveOldest(to: &output) {}
      trailing = excerpt.after
    }
    writer.write(event, source: source.span, into: &output)
  }

  /// Takes an event that does not match, which may be shown with those that do.
  mutating func takeNeighbour(
    _ event: borrowing Event, of source: borrowing ByteBuffer, into output: inout ByteBuffer
  ) {
    isFinal = false
    if trailing > 0 {
      trailing -= 1
      writer.write(event, source: source.span, into: &output)
    } else if excerpt.before > 0 {
      writer.write(event, source: source.span, into: &neighbours.bytes)
      if neighbours.keep() { hasGap = true }
    } else {
      hasGap = true
    }
  }

  /// Brings the output into its final form; call it before each time that it is taken away.
  mutating func arrange(_ output: inout ByteBuffer) {
    if isFinal {
      isFinal = false
      return
    }
    guard writer.arranges, !output.isEmpty else { return }
    swap(&output, &written)
    written.arrange(with: &writer, into: &output)
    written.removeAll()
  }

  /// Appends what was kept back so far, such as the first rows of a table: more may not come soon.
  mutating func settle(_ output: inout ByteBuffer) {
    arrange(&output)
    writer.settle(&output)
    isFinal = true
  }

  /// Appends what stands after the last event.
  mutating func end(_ output: inout ByteBuffer) {
    arrange(&output)
    writer.end(&output)
    isFinal = true
  }

  /// Moves some of the events that were kept to `output`; false when there are no more.
  mutating func release(into output: inout ByteBuffer) -> Bool {
    guard !isOverfull else { return false }
    var isMoving = true
    while isMoving, output.count < 256 << 10 {
      isMoving =
        excerpt.isReversed ? kept.moveNewest(to: &output) : kept.moveOldest(to: &output)
    }
    return !output.isEmpty
  }
}

extension OutputFormat {
  /// True if `--` stands between groups of records that were apart, as grep prints it.
  ///
  /// Only where people read: each line of the others is an event.
  fileprivate var separatesGroups: Bool { self == .line || self == .raw }
}

extension ByteBuffer {
  /// Arranges the written events in this buffer.
  ///
  /// A span of one property forbids changing its siblings, so this is not in ``EventPrinter``.
  fileprivate borrowing func arrange(
    with writer: inout any EventWriter & ~Copyable, into output: inout ByteBuffer
  ) {
    writer.arrange(span, into: &output)
  }
}
