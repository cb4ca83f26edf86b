/// Compares names as people number them: `part9` before `part10`, and `a7` before `a007`.
///
/// Runs of digits compare by value, however long; everything else compares by byte.
///
/// - Complexity: O(*n*) in the shorter name.
func precedesNaturally(_ left: ContiguousArray<UInt8>, _ right: ContiguousArray<UInt8>) -> Bool {
  var (i, j) = (0, 0)
  while i < left.count, j < right.count {
    guard left[i].isDigit, right[j].isDigit else {
      if left[i] != right[j] { return left[i] < right[j] }
      i += 1
      j += 1
      continue
    }
    let (first, second) = (left.digits(from: i), right.digits(from: j))
    let (firstValue, secondValue) = (
      left[first].drop { $0 == UInt8(ascii: "0") }, right[second].drop { $0 == UInt8(ascii: "0") }
    )
    if firstValue.count != secondValue.count { return firstValue.count < secondValue.count }
    if !firstValue.elementsEqual(secondValue) {
      return firstValue.lexicographicallyPrecedes(secondValue)
    }
    if first.count != second.count { return first.count < second.count }
    (i, j) = (first.upperBound, second.upperBound)
  }
  return left.count - i < right.count - j
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// The digits that begin at an index.
  func digits(from start: Int) -> Range<Int> {
    var end = start
    while end < endIndex, self[end].isDigit { end += 1 }
    return start..<end
  }

  /// The digits that end before an index.
  func digits(before end: Int) -> Range<Int> {
    var start = end
    while start > startIndex, self[start - 1].isDigit { start -= 1 }
    return start..<end
  }

  /// The number that a range of digits spells; nil from 19 digits on, or without any.
  func number(in range: Range<Int>) -> UInt64? {
    guard !range.isEmpty, range.count < 19 else { return nil }
    return self[range].reduce(0) { $0 * 10 + UInt64($1 & 0x0f) }
  }
}
