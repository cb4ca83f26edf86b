/// Looks for one kind of trouble in one log after the other.
///
/// It is told of everything in the order of the log: first what an event changed among the sessions,
/// then the event itself. Times that it is told are printable, so that they can be subtracted.
protocol Detector {
  /// The kinds of events that it wants to see itself.
  var kinds: EventKindSet { get }

  /// Takes what happened to sessions at a time.
  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?,
    _ findings: inout FindingList)

  /// Takes an event of its ``kinds``.
  mutating func take(
    _ event: borrowing Event, at time: Int64?, _ findings: inout FindingList)

  /// Tells what waited and is certain, where the log goes on and no record is in doubt.
  mutating func settle(_ findings: inout FindingList)

  /// Keeps what is remembered for the next run, or reads it back.
  mutating func keep(in fields: inout KeptFields)

  /// Tells of what was going on when the log ended, and forgets all about it.
  mutating func endLog(at time: Int64?, _ findings: inout FindingList)
}

extension Detector {
  var kinds: EventKindSet { [] }
  mutating func take(
    _ changes: ContiguousArray<SessionChange>, at time: Int64?,
    _ findings: inout FindingList
  ) {}
  mutating func take(
    _ event: borrowing Event, at time: Int64?, _ findings: inout FindingList
  ) {}
  mutating func settle(_ findings: inout FindingList) {}
  mutating func keep(in fields: inout KeptFields) {}
  mutating func endLog(at time: Int64?, _ findings: inout FindingList) {}
}

extension EventTime {
  /// Its milliseconds, if it is a moment that can be printed: differences of these never overflow.
  var possible: Int64? { Self.printable.contains(milliseconds) ? milliseconds : nil }
}

extension Event {
  /// A field of the payload in UTF-8; nil if it is not there, or empty.
  func bytes(
    _ name: StaticString, _ inner: StaticString? = nil
  ) -> ContiguousArray<UInt8>? {
    guard let found = node(at: name, inner) else { return nil }
    var text = ByteBuffer(capacity: 128)
    appendText(of: nodes[found], to: &text)
    return text.isEmpty ? nil : text.copied()
  }
}

/// What is remembered under each of many names, of which there are never more than ``limit``.
///
/// Names are chosen by strangers: what there is no room for is counted and not remembered.
struct Remembered<Key: Hashable, Value> {
  fileprivate struct Entry {
    var value: Value
    var size: Int
  }

  private var entries: [Key: Entry] = [:]
  private var bytes = 0
  /// How often there was no room.
  private(set) var refused = 0

  /// So many names are told apart.
  static var limit: Int { 100_000 }
  /// So many bytes all of them may take, as far as they are counted.
  static var byteLimit: Int { 64 << 20 }

  /// Whether no other name can be remembered.
  var isFull: Bool { entries.count >= Self.limit }

  /// All that is remembered, in no order.
  var all: some Sequence<(key: Key, value: Value)> {
    entries.lazy.map { (key: $0.key, value: $0.value.value) }
  }

  /// What is remembered under a name.
  subscript(key: Key) -> Value? { entries[key]?.value }

  /// Changes what is remembered under a name, or remembers something new.
  ///
  /// - Parameters:
  ///   - key: the name.
  ///   - size: how many bytes become longer by that, those of a new name included.
  ///   - new: what a name that is not known begins with.
  ///   - change: what changes.
  mutating func update(
    _ key: Key, size: Int, new: @autoclosure () -> Value, _ change: (inout Value) -> Void
  ) {
    let index = entries.index(forKey: key)
    guard bytes + size <= Self.byteLimit, index != nil || !isFull else {
      refused += 1
      return
    }
    bytes += size
    if let index {
      entries.values[index].size += size
      change(&entries.values[index].value)
    } else {
      var entry = Entry(value: new(), size: size)
      change(&entry.value)
      entries[key] = entry
    }
  }

  /// Changes what is remembered under a name, if anything is.
  mutating func change(_ key: Key, _ change: (inout Value) -> Void) {
    if let index = entries.index(forKey: key) { change(&entries.values[index].value) }
  }

  /// Forgets a name, and tells what was remembered.
  @discardableResult
  mutating func remove(_ key: Key) -> Value? {
    guard let entry = entries.removeValue(forKey: key) else { return nil }
    bytes -= entry.size
    return entry.value
  }
}

extension Remembered: Kept where Key: Kept, Value: Kept {
  mutating func keep(in fields: inout KeptFields) {
    fields(&entries)
    fields(&refused)
    if fields.isReading { bytes = entries.values.reduce(0) { $0 + $1.size } }
  }
}

extension Remembered.Entry: Kept where Value: Kept {
  init() { self.init(value: Value(), size: 0) }
  mutating func keep(in fields: inout KeptFields) {
    fields(&value)
    fields(&size)
  }
}
