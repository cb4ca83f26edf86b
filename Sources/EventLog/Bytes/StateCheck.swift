/// A sum over bytes that is another one if any of them is: FNV-1a of 64 bits.
///
/// It tells accidents, such as a bit that was turned over; it is no protection against malice.
struct StateCheck: Equatable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: Span<UInt8>) {
    for index in bytes.indices { value = (value ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
  }

  /// 16 hexadecimal digits.
  var text: String { Self.digits(of: value) }

  /// A number as 16 hexadecimal digits.
  static func digits(of number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
