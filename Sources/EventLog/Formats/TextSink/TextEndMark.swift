/// A line that says where a record of a text log ends: `#end 1234 00f39ac0d2e41b77`.
///
/// No server writes it. `-o raw` does, behind a record that another one than the next follows: without
/// its neighbours the record's end would have to be guessed. The line names the length of the
/// record and a check of its bytes, which are not known to whoever chose the name of a stream, so that
/// a value cannot forge it.
struct TextEndMark {
  private static let start: StaticString = "#end "
  private static let checkDigits = 16
  /// No record is longer than these digits say.
  private static let lengthDigits = 12

  /// How many bytes the record has, its empty lines included.
  let length: Int
  /// The check of these bytes.
  private let check: UInt64
  /// Behind the line's end.
  let end: Int

  /// What was found where a mark might be.
  enum Finding {
    /// Something else.
    case nothing
    /// The bytes end before it can be told.
    case incomplete
    case mark(TextEndMark)
  }

  /// Looks for a mark at an offset.
  static func find(in bytes: Span<UInt8>, at offset: Int, isEnd: Bool) -> Finding {
    let unfinished: Finding = isEnd ? .nothing : .incomplete
    guard bytes.begins(start, at: offset) else { return .nothing }
    var place = offset + start.utf8CodeUnitCount
    guard place <= bytes.count else { return unfinished }
    let first = place
    while place < bytes.count, bytes[place].isASCIIDigit { place += 1 }
    guard place - first <= lengthDigits else { return .nothing }
    guard place < bytes.count else { return unfinished }
    guard let length = bytes.extracting(first..<place).integer,
      bytes[place] == UInt8(ascii: " ")
    else { return .nothing }
    let lineEnd = place + 1 + checkDigits
    guard lineEnd < bytes.count else { return unfinished }
    guard bytes[lineEnd] == UInt8(ascii: "\n"),
      let high = bytes.hexadecimal(at: place + 1, digits: 8),
      let low = bytes.hexadecimal(at: place + 9, digits: 8)
    else { return .nothing }
    return .mark(
      TextEndMark(
        length: Int(length), check: UInt64(high) << 32 | UInt64(low), end: lineEnd + 1))
  }

  /// Indicates whether it comes right after these bytes.
  func ends(_ record: Span<UInt8>) -> Bool {
    record.count == length && Self.check(of: record) == check
  }

  /// Appends the mark of a record.
  static func append(of record: Span<UInt8>, to output: inout ByteBuffer) {
    let check = check(of: record)
    output.append("#end ")
    output.append(decimal: Int64(record.count))
    output.append(" ")
    output.append(hexadecimalDigits: UInt32(truncatingIfNeeded: check >> 32), count: 8)
    output.append(hexadecimalDigits: UInt32(truncatingIfNeeded: check), count: 8)
    output.append("\n")
  }

  private static func check(of record: Span<UInt8>) -> UInt64 {
    var check = StateCheck()
    check.add(record)
    return check.value
  }
}
