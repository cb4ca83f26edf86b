/// Writes a line of words that another run reads: printable ASCII without quotes or backslashes, so
/// that it may stand in a file of lines and, as it is, in a JSON string.
struct SnapshotLine {
  private(set) var text: String

  /// Begins a line with its kind, a word of lower-case letters.
  init(_ kind: String) { text = kind }

  /// Appends a number.
  mutating func append(_ number: some BinaryInteger) { text += " \(number)" }

  /// Appends a number, or a hyphen where there is none.
  mutating func append(_ number: Int64?) { text += number.map { " \($0)" } ?? " -" }

  /// Appends a word of our own, in letters.
  mutating func append(word: String) { text += " \(word)" }

  /// Appends 1 or 0.
  mutating func append(_ flag: Bool) { text += flag ? " 1" : " 0" }

  /// Appends bytes that anybody may have chosen; `%` and two digits stand for all but letters,
  /// digits and a few marks, a hyphen for nothing.
  mutating func append(text bytes: ContiguousArray<UInt8>) {
    text += " "
    if bytes.isEmpty { text += "-" }
    for byte in bytes {
      if Self.isPlain(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += byte < 16 ? "%0" : "%"
        text += String(byte, radix: 16)
      }
    }
  }

  fileprivate static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "="):
      true
    default: false
    }
  }
}

/// Why lines are not those of a snapshot.
public struct SnapshotError: Error, Equatable {
  /// The number of the line that is not as it should be, from 1.
  public var line: Int
}

/// The words of a line that ``SnapshotLine`` wrote; each question takes one, nil if it is not of the
/// kind that was asked for.
struct SnapshotWords {
  private var words: ArraySlice<Substring>

  init(_ line: String) {
    words = line.split(separator: " ", omittingEmptySubsequences: false)[...]
  }

  var isAtEnd: Bool { words.isEmpty }

  mutating func word() -> String { words.popFirst().map { String($0) } ?? "" }

  /// All words that are left, with blanks between them.
  mutating func takeRest() -> String {
    defer { words = [] }
    return words.joined(separator: " ")
  }

  mutating func integer() -> Int64? { words.popFirst().flatMap { Int64($0) } }

  /// A number that is not negative.
  mutating func natural() -> Int64? { integer().flatMap { $0 >= 0 ? $0 : nil } }

  /// A number of 64 bits that is not negative.
  mutating func unsigned() -> UInt64? { words.popFirst().flatMap { UInt64($0) } }

  /// A number, or `.some(nil)` for a hyphen.
  mutating func optional() -> Int64?? {
    guard let word = words.popFirst() else { return nil }
    if word == "-" { return .some(nil) }
    return Int64(word).map { .some($0) }
  }

  mutating func flag() -> Bool? {
    switch words.popFirst() {
    case "0": false
    case "1": true
    default: nil
    }
  }

  mutating func text() -> ContiguousArray<UInt8>? {
    guard let word = words.popFirst(), !word.isEmpty else { return nil }
    if word == "-" { return [] }
    var bytes: ContiguousArray<UInt8> = []
    var rest = word.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count >= 2,
          let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(value)
        rest.removeFirst(2)
      } else {
        guard SnapshotLine.isPlain(byte) else { return nil }
        bytes.append(byte)
      }
    }
    return bytes
  }
}
