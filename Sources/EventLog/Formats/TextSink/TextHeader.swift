/// The first line of a text record: `00007<TAB>inStreamClosed[<TAB><TIMESTAMP …>…</TIMESTAMP>]`.
///
/// The number is printed with `%05u`: five digits with leading zeros, or more without.
struct TextHeader {
  /// Where the number begins.
  var start: Int
  /// The record's number, counted from 1.
  var number: Int64
  var type: Range<Int>
  /// The bare stamp; empty where the line has none.
  var stamp: Range<Int>
  /// Behind the line's end.
  var end: Int

  /// What was found where a header might be.
  enum Finding {
    /// Something else.
    case nothing
    /// The bytes end before it can be told.
    case incomplete
    case header(TextHeader)
  }

  private static let stampStart: StaticString = "<TIMESTAMP name=\"\">"
  private static let stampEnd: StaticString = "</TIMESTAMP>"
  /// No stamp of any layout is longer.
  private static let stampLimit = 40
  /// No name of an event is longer.
  private static let typeLimit = 128

  /// Looks for a header that begins at `start`.
  ///
  /// With `isEnd` nothing follows `bytes`, and their end stands for a line end.
  static func find(in bytes: Span<UInt8>, at start: Int, isEnd: Bool) -> Finding {
    var tab = start
    while tab < bytes.count, tab - start <= 10, bytes[tab].isASCIIDigit { tab &+= 1 }
    guard tab < bytes.count else {
      return !isEnd && tab - start <= 10 ? .incomplete : .nothing
    }
    guard tab - start >= 5, bytes[tab] == UInt8(ascii: "\t"),
      let number = number(bytes.extracting(start..<tab))
    else { return .nothing }
    return find(in: bytes, behind: tab, start: start, number: number, isEnd: isEnd)
  }

  /// Looks for a header whose number ends before the TAB at `tab`, and may have other digits in front.
  ///
  /// Behind a record that was cut off, the digits of both run together: `upTime: 101130<TAB>…` is the
  /// value 10, cut off, and the number 01130 (real-bytes.md, fact 5). What is cut from the digits is
  /// the number that continues `last`, else 00001, else the shortest above `last`.
  static func find(
    in bytes: Span<UInt8>, tab: Int, after last: Int64?, isEnd: Bool
  ) -> Finding {
    var first = tab
    while first > 0, tab - first < 24, bytes[first - 1].isASCIIDigit { first &-= 1 }
    guard tab - first >= 5 else { return .nothing }
    var start = tab - 5
    var value = number(bytes.extracting(start..<tab))
    if tab - first > 5 {
      let isLineStart = first == 0 || bytes[first - 1] == UInt8(ascii: "\n")
      if isLineStart, let whole = number(bytes.extracting(first..<tab)) {
        start = first
        value = whole
      } else if let last, let above = cut(bytes, first..<tab, after: last) {
        start = above.start
        value = above.number
      }
    }
    guard let value else { return .nothing }
    return find(in: bytes, behind: tab, start: start, number: value, isEnd: isEnd)
  }

  private static func cut(
    _ bytes: Span<UInt8>, _ digits: Range<Int>, after last: Int64
  ) -> (start: Int, number: Int64)? {
    var found: (start: Int, number: Int64)?
    var start = digits.upperBound - 5
    while start >= digits.lowerBound, digits.upperBound - start <= 10 {
      if let value = number(bytes.extracting(start..<digits.upperBound)) {
        if value == last + 1 { return (start, value) }
        if found == nil, value == 1 || value > last { found = (start, value) }
      }
      start -= 1
    }
    return found
  }

  /// The number that `%05u` prints like this, if there is one.
  private static func number(_ digits: Span<UInt8>) -> Int64? {
    guard digits.count == 5 || digits.count <= 10 && digits[0] != UInt8(ascii: "0"),
      let value = digits.integer, value <= UInt32.max
    else { return nil }
    return value
  }

  private static func find(
    in bytes: Span<UInt8>, behind tab: Int, start: Int, number: Int64, isEnd: Bool
  ) -> Finding {
    let unfinished: Finding = isEnd ? .nothing : .incomplete
    let type = tab + 1
    var end = type
    while end < bytes.count, bytes[end].isASCIILetter || end > type && bytes[end].isASCIIDigit {
      end &+= 1
    }
    guard end - type <= typeLimit else { return .nothing }
    var header = TextHeader(
      start: start, number: number, type: type..<end, stamp: end..<end, end: end + 1)
    guard end < bytes.count else {
      return isEnd && end > type ? .header(header) : unfinished
    }
    guard end > type else { return .nothing }
    if bytes[end] == UInt8(ascii: "\n") { return .header(header) }
    guard bytes[end] == UInt8(ascii: "\t") else { return .nothing }
    let stamp = end + 1 + stampStart.utf8CodeUnitCount
    guard stamp <= bytes.count else {
      return bytes.begins(stampStart, at: end + 1) ? unfinished : .nothing
    }
    guard bytes.has(stampStart, at: end + 1) else { return .nothing }
    let limit = min(stamp + stampLimit, bytes.count)
    guard let close = bytes.extracting(0..<limit).firstOffset(of: UInt8(ascii: "<"), from: stamp)
    else { return limit == bytes.count ? unfinished : .nothing }
    let lineEnd = close + stampEnd.utf8CodeUnitCount
    guard lineEnd <= bytes.count else {
      return bytes.begins(stampEnd, at: close) ? unfinished : .nothing
    }
    guard bytes.has(stampEnd, at: close) else { return .nothing }
    header.stamp = stamp..<close
    header.end = lineEnd + 1
    guard lineEnd < bytes.count else { return isEnd ? .header(header) : .incomplete }
    return bytes[lineEnd] == UInt8(ascii: "\n") ? .header(header) : .nothing
  }

  /// No line that names a process is longer.
  static let processLimit = 32

  /// The process that the payload behind it begins with; nil if it begins with another key, or its line
  /// is not whole.
  func process(in bytes: Span<UInt8>) -> Int64? {
    guard bytes.has("\tPID: ", at: end),
      let lineEnd = bytes.firstOffset(of: UInt8(ascii: "\n"), from: end + 6),
      lineEnd - end < Self.processLimit
    else { return nil }
    return bytes.extracting((end + 6)..<lineEnd).integer
  }

  /// Whether a record of an event follows: its payload begins with the process, `<TAB>PID: 4242`.
  ///
  /// Only keys that begin with `$` or a digit stand before `PID`. Nil: the bytes end too early.
  func hasProcess(in bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    var line = end
    while true {
      guard line < bytes.count else { return isEnd ? false : nil }
      guard bytes[line] == UInt8(ascii: "\t") else { return false }
      guard bytes.count - line > 6 else { return isEnd ? false : nil }
      if bytes.has("\tPID: ", at: line) { return bytes[line + 6].isASCIIDigit }
      let first = bytes[line + 1]
      guard first == UInt8(ascii: "$") || first == UInt8(ascii: "\t") || first.isASCIIDigit else {
        return false
      }
      guard let lineEnd = bytes.firstOffset(of: UInt8(ascii: "\n"), from: line) else {
        return isEnd ? false : nil
      }
      line = lineEnd + 1
    }
  }
}

extension Span<UInt8> {
  /// Whether the bytes from `offset` on are the beginning of `text`, or all of it.
  func begins(_ text: StaticString, at offset: Int) -> Bool {
    guard offset >= 0, offset <= count else { return false }
    let length = Swift.min(count - offset, text.utf8CodeUnitCount)
    return extracting(offset..<(offset + length)).equals(text, from: 0, count: length)
  }
}
