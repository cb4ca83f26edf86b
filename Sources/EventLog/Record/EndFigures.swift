/// The figures in the event that ends a session: how much it carried, and for how long.
///
/// Sessions and the derived fields of events both read them here, so that they agree.
struct EndFigures {
  /// How long it lived, in milliseconds; negative if the clock was set back (quirk 61).
  private(set) var upTime: Int64?
  /// When it began and ended on clocks of one zone, where the event says so as text.
  private(set) var clocks: (start: EventTime?, stop: EventTime?)
  private var carried = CounterSum()
  private var dropped = CounterSum()

  /// Bytes of sound and picture.
  var bytes: Int128? { carried.value }
  /// Bytes of sound and picture that were thrown away.
  var droppedBytes: Int128? { dropped.value }

  /// Reads a member of the payload, if it is about time.
  @inline(__always)
  mutating func read(_ node: Node, _ key: Span<UInt8>, of event: borrowing Event) {
    switch key.count {
    case 6 where key.equals("upTime"): upTime = event.milliseconds(of: node)
    case 8 where key.equals("stopTime"): clocks.stop = event.clock(of: node)
    case 9 where key.equals("startTime"): clocks.start = event.clock(of: node)
    case 10 where key.equals("durationMs"): upTime = event.milliseconds(of: node)
    case 15 where key.equals("segmentDuration"): upTime = event.milliseconds(of: node)
    default: break
    }
  }

  /// Adds a counter of the sound or the picture.
  @inline(__always)
  mutating func readTrack(_ node: Node, _ key: Span<UInt8>, of event: borrowing Event) {
    switch key.count {
    case 10 where key.equals("bytesCount"): carried.add(node, of: event)
    case 17 where key.equals("droppedBytesCount"): dropped.add(node, of: event)
    default: break
    }
  }

  /// Works out how long it lived, if only its beginning and its end are told.
  mutating func settle() {
    if upTime == nil, let start = clocks.start, let stop = clocks.stop {
      upTime = stop.milliseconds - start.milliseconds
    }
  }

  /// The bit rate of a number of bytes in a number of milliseconds; nil if it took no time.
  static func bitsPerSecond(_ bytes: Int128, in milliseconds: Int64) -> Int64? {
    guard milliseconds > 0 else { return nil }
    return Int64(exactly: bytes * 8000 / Int128(milliseconds))
  }
}

/// A sum of counters; unknown once one has more than 64 bits, as no counter of a server has.
private struct CounterSum {
  private var sum: Int128?
  private var isTooLarge = false

  var value: Int128? { isTooLarge ? nil : sum }

  mutating func add(_ node: Node, of event: borrowing Event) {
    guard node.kind == .integer else { return }
    guard let number = event.valueBytes(node).counter else {
      isTooLarge = true
      return
    }
    sum = (sum ?? 0) + number
  }
}

extension Span<UInt8> {
  /// A whole number of up to 64 bits, or a negative one of 63; nil for anything else.
  fileprivate var counter: Int128? {
    if let number = integer { return Int128(number) }
    return unsignedInteger.map { Int128($0) }
  }
}

extension Event {
  /// The figures of the stream, player or recording that this event ends; nil if it ends none.
  ///
  /// The chunks of packagers count as little here as they do for `sessions`: their bytes and seconds
  /// are those of a stream. Webhooks have none: they tell neither bytes nor how long a stream lived.
  var endFigures: EndFigures? {
    guard system == .ems, let session = kind.endedSession, session != .chunk else { return nil }
    var figures = EndFigures()
    let parent = max(Int(head.payloadNode), 0)
    guard nodes.count > parent else { return nil }
    var child = parent + 1
    while child < Int(nodes[parent].next) {
      let node = nodes[child]
      let key = keyBytes(node)
      if node.kind == .map, key.count == 5, key.equals("audio") || key.equals("video") {
        var counter = child + 1
        while counter < Int(node.next) {
          figures.readTrack(nodes[counter], keyBytes(nodes[counter]), of: self)
          counter = Int(nodes[counter].next)
        }
      } else {
        figures.read(node, key, of: self)
      }
      child = Int(node.next)
    }
    figures.settle()
    return figures
  }

  /// Milliseconds without their fraction.
  fileprivate func milliseconds(of node: Node) -> Int64? {
    node.kind == .decimal || node.kind == .integer ? valueBytes(node).wholePart : nil
  }

  /// A date and time as clocks showed it.
  fileprivate func clock(of node: Node) -> EventTime? {
    node.kind == .string ? CivilTime(stamp: valueBytes(node))?.utc : nil
  }
}
