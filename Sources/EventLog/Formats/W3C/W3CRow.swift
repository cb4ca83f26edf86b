/// The cells with which every row begins: the stamp if there is one, the process, the event's name.
struct W3CRow {
  var isStamped: Bool
  var process: Range<Int>
  var type: Range<Int>

  /// The length of `2026-Nov-20 23:12:33`.
  static let stampCount = 20
  /// Windows counts processes with 32 bits, all else with fewer.
  private static let processLimit = 10
  private static let typeLimit = 128

  /// Reads the first cells of a row at `start`; nil when these bytes do not begin one.
  init?(_ line: Span<UInt8>, at start: Int) {
    var offset = start
    isStamped = Self.isStamp(line, at: start)
    if isStamped { offset += Self.stampCount + 1 }
    let process = offset
    while offset < line.count, line[offset].isASCIIDigit { offset &+= 1 }
    guard offset > process, offset - process <= Self.processLimit, offset < line.count,
      line[offset] == UInt8(ascii: "\t"), let end = Self.typeEnd(line, from: offset + 1)
    else { return nil }
    self.process = process..<offset
    type = (offset + 1)..<end
  }

  /// The end of a name of an event, behind which a TAB stands.
  static func typeEnd(_ line: Span<UInt8>, from start: Int) -> Int? {
    guard start < line.count, line[start].isASCIILetter else { return nil }
    var end = start
    while end < line.count, line[end].isASCIILetter || line[end].isASCIIDigit { end &+= 1 }
    guard end < line.count, line[end] == UInt8(ascii: "\t"), end - start <= typeLimit else {
      return nil
    }
    return end
  }

  /// Whether a stamp and a TAB stand at `offset`.
  static func isStamp(_ line: Span<UInt8>, at offset: Int) -> Bool {
    guard offset >= 0, line.count - offset > stampCount,
      line[offset + stampCount] == UInt8(ascii: "\t"), line[offset + 4] == UInt8(ascii: "-"),
      line[offset + 11] == UInt8(ascii: " ")
    else { return false }
    return CivilTime(stamp: line.extracting(offset..<(offset + stampCount))) != nil
  }

  /// Whether a row without a header begins here: its first cells, and not many fewer than it has.
  ///
  /// Nil while that cannot be told.
  static func begins(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    guard bytes.count > 0 else { return nil }
    guard bytes[0].isASCIIDigit else { return false }
    let end = bytes.firstOffset(of: UInt8(ascii: "\n"))
    let line = bytes.extracting(0..<(end ?? bytes.count))
    guard let row = W3CRow(line, at: 0) else {
      // All three cells are in the first few bytes.
      return end == nil && !isEnd && bytes.count < 256 ? nil : false
    }
    if line.begins("<TIMESTAMP name=\"\">", at: row.type.upperBound + 1) {
      return end == nil && !isEnd && line.count - row.type.upperBound < 20 ? nil : false
    }
    // Names with line ends divide rows, but none of the shortest rows has fewer cells than this.
    if line.occurrences(of: UInt8(ascii: "\t")) >= 60 { return true }
    return end == nil && !isEnd ? nil : false
  }
}
