/// Tells the type of a field from the kind of event and the keys that lead to it.
///
/// The text and w3c formats write every value as bare text, and so need it for every value. A path
/// is a hash that is extended key by key on the way down:
///
///     let audio = FieldTypeTable.extend(FieldTypeTable.root, with: key)
///     let type = table.type(kind: kind, path: FieldTypeTable.extend(audio, with: innerKey))
///
/// Keys are compared by 61 bits of hash without regard to ASCII case (`nearIp`, `nearIP`). All keys
/// that begin with a dollar sign, which are the names of environment variables, make the same path.
/// A look-up does not allocate.
public struct FieldTypeTable: Sendable {
  /// The hash in all bits but the lowest three, the type plus one in those; 0 in an empty place.
  ///
  /// A field of several types has the number of null, which is no field's only type.
  private var slots: ContiguousArray<UInt64>
  /// What to mix into the path for each kind: kinds with one shape share it.
  private var salts: ContiguousArray<UInt64>
  private let shift: UInt64

  /// Builds the table from the catalogue.
  public init() {
    var fields: [(hash: UInt64, type: FieldType)] = []
    for shape in PayloadShape.allCases {
      for field in shape.fields {
        let type = field.types.onlyType ?? .null
        guard !field.isWildcard || field.path.hasSuffix("$*") else { continue }
        let path = field.path.split(separator: ".").reduce(Self.root) {
          Self.extend($0, with: ContiguousArray($1.utf8).span)
        }
        fields.append((Self.hash(path, Self.salt(of: shape)), type))
      }
    }
    let bits = Int.bitWidth - (2 * fields.count - 1).leadingZeroBitCount
    slots = ContiguousArray(repeating: 0, count: 1 << bits)
    shift = UInt64(64 - bits)
    salts = ContiguousArray(EventKind.allCases.map { Self.salt(of: $0.row.shape) })
    for (hash, type) in fields {
      var place = Int(truncatingIfNeeded: hash &>> shift)
      while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
      slots[place] = hash & ~7 | UInt64(type.rawValue + 1)
    }
  }

  /// The type of the field; `nil` when it is unknown or may be of several types.
  ///
  /// Null is not counted: a field that is a string or null is a string here.
  public func type(kind: EventKind, path: UInt64) -> FieldType? {
    let hash = Self.hash(path, salts[Int(kind.rawValue)])
    var place = Int(truncatingIfNeeded: hash &>> shift)
    while true {
      let slot = slots[place]
      if slot & ~7 == hash & ~7 {
        return slot & 7 == 7 ? nil : FieldType(rawValue: UInt8(slot & 7) &- 1)
      }
      if slot == 0 { return nil }
      place = (place &+ 1) & (slots.count &- 1)
    }
  }

  /// Whether a payload of that kind is known to have the field, and its type if it has only one.
  func field(kind: EventKind, path: UInt64) -> (isKnown: Bool, type: FieldType?) {
    let hash = Self.hash(path, salts[Int(kind.rawValue)])
    var place = Int(truncatingIfNeeded: hash &>> shift)
    while true {
      let slot = slots[place]
      if slot & ~7 == hash & ~7 {
        return (true, slot & 7 == 7 ? nil : FieldType(rawValue: UInt8(slot & 7) &- 1))
      }
      if slot == 0 { return (false, nil) }
      place = (place &+ 1) & (slots.count &- 1)
    }
  }

  /// The path of the payload itself.
  public static let root: UInt64 = 0x243F_6A88_85A3_08D3

  /// The path of a key within the object at `path`.
  ///
  /// - Complexity: O(*n*) in the length of the key, eight bytes at a time.
  public static func extend(_ path: UInt64, with key: Span<UInt8>) -> UInt64 {
    let count = key.count
    if count > 1, key[0] == UInt8(ascii: "$") { return mix(path, 0x2A24, 2) }
    guard count >= 8 else {
      var word: UInt64 = 0
      for index in key.indices { word = word &<< 8 | UInt64(key[index]) }
      return mix(path, folded(word), UInt64(truncatingIfNeeded: count))
    }
    var state = path
    var start = 0
    while start &+ 8 < count {
      state = mix(state, folded(key.word(at: start)), 8)
      start &+= 8
    }
    // The last word may overlap the one before; the length tells how far.
    return mix(state, folded(key.word(at: count &- 8)), UInt64(truncatingIfNeeded: count))
  }

  /// Eight bytes with every ASCII capital made small.
  ///
  /// 0x40…0x5F becomes 0x60…0x7F, which makes `@[\]^_` one with their neighbours too. No two keys
  /// of one object differ by that alone.
  @inline(__always)
  private static func folded(_ word: UInt64) -> UInt64 {
    word | (word & 0x4040_4040_4040_4040) &>> 1
  }

  @inline(__always)
  private static func mix(_ state: UInt64, _ word: UInt64, _ salt: UInt64) -> UInt64 {
    let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15 &+ salt &<< 1)
    return product.high ^ product.low
  }

  private static func salt(of shape: PayloadShape) -> UInt64 {
    UInt64(shape.rawValue + 1) &* 0xD6E8_FEB8_6659_FD93
  }

  @inline(__always)
  private static func hash(_ path: UInt64, _ salt: UInt64) -> UInt64 {
    (path ^ salt) &* 0x9E37_79B9_7F4A_7C15
  }
}
