/// Finds the kind of an event by its recorded name, and the name by the kind.
///
/// The table is built from the catalogue once, in a few microseconds, and then only read: keep one
/// for a run. Names lie end to end in one array of bytes; an open-addressing hash table of at most
/// half its places leads to them.
public struct EventNameTable: Sendable {
  /// A name's place in the table; an empty place has an empty range and no name matches it.
  private struct Slot {
    var key: UInt64 = 0
    var start: Int32 = 0
    var count: Int32 = -1
    var kind: EventKind = .unrecognized
  }

  private var arena: ContiguousArray<UInt8> = []
  /// Where each kind's canonical name lies in `arena`, with one end more than there are kinds.
  private var canonical: ContiguousArray<Int32> = [0]
  private var slots: ContiguousArray<Slot>
  private let shift: UInt64
  private let ignoresCase: Bool

  /// Builds the table from the catalogue.
  public init() {
    self.init(of: EventSystem.allCases)
  }

  /// Builds a table that finds kinds of some systems only, whatever the case of their names if asked.
  init(of systems: [EventSystem], ignoresCase: Bool = false) {
    self.ignoresCase = ignoresCase
    let names = EventKind.allCases.reduce(0) { $0 + 1 + $1.row.aliases.count }
    let bits = Int.bitWidth - (2 * names - 1).leadingZeroBitCount
    slots = ContiguousArray(repeating: Slot(), count: 1 << bits)
    shift = UInt64(64 - bits)
    for kind in EventKind.allCases {
      arena.append(contentsOf: kind.row.name.utf8)
      canonical.append(Int32(arena.count))
    }
    for kind in EventKind.allCases where systems.contains(kind.row.system) {
      let index = Int(kind.rawValue)
      add(Int(canonical[index])..<Int(canonical[index + 1]), kind)
      for alias in kind.row.aliases {
        let start = arena.count
        arena.append(contentsOf: alias.utf8)
        add(start..<arena.count, kind)
      }
    }
  }

  private mutating func add(_ range: Range<Int>, _ kind: EventKind) {
    let key = Self.key(of: arena.span.extracting(range), ignoresCase: ignoresCase)
    var place = Self.place(of: key, shift: shift)
    while slots[place].count >= 0 {
      place = (place + 1) & (slots.count - 1)
    }
    slots[place] = Slot(
      key: key, start: Int32(range.lowerBound), count: Int32(range.count), kind: kind)
  }

  /// The length and the first and last eight bytes, which tell nearly all names apart.
  @inline(__always)
  private static func key(of name: Span<UInt8>, ignoresCase: Bool) -> UInt64 {
    let count = name.count
    guard count >= 8 else {
      return name.indices.reduce(UInt64(truncatingIfNeeded: count)) { $0 &<< 8 | UInt64(name[$1]) }
    }
    if ignoresCase {
      // Capitals made small, and a few marks with them: the bytes are compared in the end.
      let first = name.word(at: 0) | (name.word(at: 0) & 0x4040_4040_4040_4040) &>> 1
      let last =
        name.word(at: count &- 8) | (name.word(at: count &- 8) & 0x4040_4040_4040_4040) &>> 1
      return first ^ (last &* 0xD6E8_FEB8_6659_FD93) &+ UInt64(truncatingIfNeeded: count)
    }
    let ends = name.word(at: 0) ^ (name.word(at: count &- 8) &* 0xD6E8_FEB8_6659_FD93)
    return ends &+ UInt64(truncatingIfNeeded: count)
  }

  @inline(__always)
  private static func place(of key: UInt64, shift: UInt64) -> Int {
    let mixed = (key ^ key &>> 32) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> shift)
  }

  /// The kind of that recorded name, byte for byte unless case is ignored; ``EventKind/unrecognized`` when there is none.
  ///
  /// - Complexity: O(*n*) in the length of the name, without allocating.
  public func kind(of name: Span<UInt8>) -> EventKind {
    let key = Self.key(of: name, ignoresCase: ignoresCase)
    var place = Self.place(of: key, shift: shift)
    while slots[place].count >= 0 {
      let slot = slots[place]
      let start = Int(slot.start)
      let range = start..<start &+ Int(slot.count)
      if slot.key == key {
        let known = arena.span.extracting(range)
        if known.equals(name) || ignoresCase && known.equalsIgnoringASCIICase(name) {
          return slot.kind
        }
      }
      place = (place &+ 1) & (slots.count &- 1)
    }
    return .unrecognized
  }

  /// The bytes of the canonical name, for output without a `String`.
  @_lifetime(borrow self)
  public func canonicalName(of kind: EventKind) -> Span<UInt8> {
    let index = Int(kind.rawValue)
    return arena.span.extracting(Int(canonical[index])..<Int(canonical[index + 1]))
  }
}
