extension TimeExpression {
  /// The text of an expression, and how far it was read.
  struct Cursor {
    private let bytes: [UInt8]
    private(set) var offset = 0

    /// Begins at the first byte that is no blank; blanks at the end are left out.
    init(_ text: String) {
      var bytes = Array(text.utf8)
      while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
      self.bytes = bytes
      skipBlanks()
    }

    var isAtEnd: Bool { offset == bytes.count }

    /// The byte that comes next, letters in lower case; 0 at the end.
    var next: UInt8 { byte(at: 0) }

    /// What has been read.
    var before: String { String(decoding: bytes[..<offset], as: UTF8.self) }

    /// What has not been read.
    var rest: String { String(decoding: bytes[offset...], as: UTF8.self) }

    /// How many digits come next.
    var digits: Int {
      var count = 0
      while byte(at: count).isASCIIDigit { count += 1 }
      return count
    }

    /// The byte so many places further on, letters in lower case; 0 behind the end.
    func byte(at distance: Int) -> UInt8 {
      let place = offset + distance
      return place < bytes.count ? foldedASCII(bytes[place]) : 0
    }

    /// Reads blanks; whether there were any.
    @discardableResult
    mutating func skipBlanks() -> Bool {
      let start = offset
      while offset < bytes.count, Self.isBlank(bytes[offset]) { offset += 1 }
      return offset > start
    }

    /// Reads one of these bytes, if it comes next.
    mutating func take(_ wanted: StaticString) -> UInt8? {
      for index in 0..<wanted.utf8CodeUnitCount where next == wanted.byte(at: index) && !isAtEnd {
        offset += 1
        return wanted.byte(at: index)
      }
      return nil
    }

    /// Reads a number of so many digits; more digits behind it stay.
    mutating func number(digits: ClosedRange<Int>) -> Int? {
      let count = min(self.digits, digits.upperBound)
      guard count >= digits.lowerBound else { return nil }
      return takeNumber(count).flatMap(Int.init(exactly:))
    }

    /// Reads so many digits; nil, with nothing read, if the number has more than 18.
    mutating func takeNumber(_ count: Int) -> Int64? {
      guard count > 0, count <= 18 else { return nil }
      var value: Int64 = 0
      for _ in 0..<count {
        value = value * 10 + Int64(next - UInt8(ascii: "0"))
        offset += 1
      }
      return value
    }

    /// Reads digits and returns them as they are.
    mutating func takeDigits(atMost limit: Int) -> String {
      let start = offset
      offset += min(digits, limit)
      return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// Reads `.` or `,` and digits: that share of `unit`, cut; 0 if nothing of the kind comes next.
    mutating func takeFraction(of unit: Int64) -> Int64 {
      guard next == UInt8(ascii: ".") || next == UInt8(ascii: ","), byte(at: 1).isASCIIDigit else {
        return 0
      }
      offset += 1
      var numerator: Int64 = 0
      var denominator: Int64 = 1
      while next.isASCIIDigit {
        if denominator < 1_000_000_000 {
          numerator = numerator * 10 + Int64(next - UInt8(ascii: "0"))
          denominator *= 10
        }
        offset += 1
      }
      return numerator * unit / denominator
    }

    /// Reads letters and returns them in lower case.
    mutating func takeWord() -> String {
      var word: [UInt8] = []
      while next.isASCIILetter {
        word.append(next)
        offset += 1
      }
      return String(decoding: word, as: UTF8.self)
    }

    /// Reads what is left up to a blank.
    mutating func takeToken() -> String {
      let start = offset
      while offset < bytes.count, !Self.isBlank(bytes[offset]) { offset += 1 }
      return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  }
}
