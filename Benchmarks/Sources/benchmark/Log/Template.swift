/// A record of one sort in one format: the bytes that are fixed, and the slots between them.
struct Template {
  /// How a slot is printed.
  enum Print {
    case digits
    /// At least five digits.
    case padded
    /// Units of 0.1 µs as milliseconds with four decimals.
    case fourDecimals
    /// The same, rounded to three decimals.
    case threeDecimals
    case name
  }

  private struct Piece {
    var fixed: [UInt8]
    var slot: Slot
    var print: Print
  }

  private var pieces: [Piece] = []
  /// The fixed bytes behind the last slot.
  private var rest: [UInt8] = []

  mutating func append(_ fixed: String) {
    rest.append(contentsOf: fixed.utf8)
  }

  mutating func append(_ slot: Slot, _ print: Print) {
    pieces.append(Piece(fixed: rest, slot: slot, print: print))
    rest = []
  }

  /// Appends a string, its letters as `escape` spells them.
  mutating func append(_ text: Text, escape: (String) -> String) {
    for part in text.parts {
      switch part {
      case .letters(let letters): append(escape(letters))
      case .slot(.name): append(.name, .name)
      case .slot(let slot): append(slot, .digits)
      case .padded(let slot): append(slot, .padded)
      }
    }
  }

  /// Appends the record of one event to what is to be written.
  func write(_ values: SlotValues, into output: inout [UInt8]) {
    for piece in pieces {
      output.append(contentsOf: piece.fixed)
      let value = values[piece.slot]
      switch piece.print {
      case .digits: Self.digits(value, into: &output)
      case .padded: Self.digits(value, atLeast: 5, into: &output)
      case .fourDecimals:
        Self.digits(value / 10_000, into: &output)
        output.append(UInt8(ascii: "."))
        Self.digits(value % 10_000, atLeast: 4, into: &output)
      case .threeDecimals:
        let rounded = (value + 5) / 10
        Self.digits(rounded / 1_000, into: &output)
        output.append(UInt8(ascii: "."))
        Self.digits(rounded % 1_000, atLeast: 3, into: &output)
      case .name: output.append(contentsOf: StreamNames.all[Int(value)])
      }
    }
    output.append(contentsOf: rest)
  }

  private static func digits(_ value: UInt64, atLeast width: Int = 1, into output: inout [UInt8]) {
    var divisor: UInt64 = 1
    var count = 1
    while value / divisor >= 10 || count < width {
      divisor *= 10
      count += 1
    }
    while divisor > 0 {
      output.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }
}
