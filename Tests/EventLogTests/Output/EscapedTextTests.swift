import Testing

@testable import EventLog

@Suite("Text made harmless")
struct EscapedTextTests {
  private func escaped(_ bytes: [UInt8], _ style: EscapeStyle = .display) -> String {
    let bytes = ContiguousArray(bytes)
    return appended { $0.append(escaping: bytes.span, style) }
  }

  private func escaped(_ text: String, _ style: EscapeStyle = .display) -> String {
    escaped(Array(text.utf8), style)
  }

  @Test(
    "Characters that control, reorder or hide are written as escapes",
    arguments: [
      ("plain text, \"quoted\" and \\", "plain text, \"quoted\" and \\"),
      ("\u{0}\u{7}\u{8}\u{9}\u{A}\u{D}\u{1B}\u{7F}", #"\x00\x07\x08\x09\x0a\x0d\x1b\x7f"#),
      ("\u{1B}]0;title\u{7}", #"\x1b]0;title\x07"#),
      ("\u{80}\u{9B}31m\u{9F}", #"\u{80}\u{9b}31m\u{9f}"#),
      ("a\u{2028}b\u{2029}c", #"a\u{2028}b\u{2029}c"#),
      (
        "\u{61C}\u{200E}\u{200F}\u{202A}\u{202E}\u{2066}\u{2069}",
        #"\u{61c}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}"#
      ),
      (
        "\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}",
        #"\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}"#
      ),
      ("\u{E0000}\u{E0041}\u{E007F}", #"\u{e0000}\u{e0041}\u{e007f}"#),
      ("\u{A0}é日本👍\u{FFFD}\u{E000}", "\u{A0}é日本👍\u{FFFD}\u{E000}"),
      ("👨\u{200D}👩", #"👨\u{200d}👩"#),
    ] as [(String, String)])
  func classes(text: String, expected: String) {
    #expect(escaped(text) == expected)
  }

  @Test("Non-characters are written as escapes")
  func nonCharacters() throws {
    for value: UInt32 in [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF] {
      let scalar = try #require(Unicode.Scalar(value))
      #expect(escaped(String(Character(scalar))) == "\\u{\(String(value, radix: 16))}")
    }
  }

  @Test("Bytes that are no UTF-8 are written one by one")
  func invalidBytes() {
    #expect(escaped([0x61, 0xFF, 0x80, 0x9B]) == #"a\xff\x80\x9b"#)
    #expect(escaped([0xC3]) == #"\xc3"#)
    #expect(escaped([0xC0, 0xAF]) == #"\xc0\xaf"#)
    #expect(escaped([0xED, 0xA0, 0x80]) == #"\xed\xa0\x80"#)
    #expect(escaped([0xF4, 0x90, 0x80, 0x80]) == #"\xf4\x90\x80\x80"#)
  }

  @Test("A character carries eight marks; the ninth and those without a character are escaped")
  func marks() {
    let eight = "e" + String(repeating: "\u{301}", count: 8)
    #expect(Array(escaped(eight).unicodeScalars) == Array(eight.unicodeScalars))
    #expect(
      Array(escaped(eight + "\u{301}\u{301}x\u{301}").unicodeScalars)
        == Array((eight + #"\u{301}\u{301}x"# + "\u{301}").unicodeScalars))
    #expect(escaped("\u{301}") == #"\u{301}"#)
    #expect(escaped("é" + String(repeating: "\u{20DD}", count: 10_000)).utf8.count < 90_000)
  }

  @Test("Each format escapes what means something in it")
  func styles() {
    #expect(escaped("a\"b\\c", .csv) == "a\"\"b\\c")
    #expect(escaped("a\tb\nc\rd\\e\u{1B}", .tsv) == #"a\tb\nc\rd\\e\x1b"#)
    #expect(
      escaped("a|b`c*d<e[f~g\\h\u{1B}\u{202E}é|", .markdown)
        == #"a\|b\`c\*d\<e\[f\~g\\h\\x1b\\u{202e}é\|"#)
  }

  @Test("What is escaped holds no character of the unsafe classes, whatever comes in")
  func everyScalar() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), value < 0x3000 || value % 97 == 0 || value > 0xE0000
      else { continue }
      for output in escaped("x" + String(Character(scalar))).unicodeScalars {
        #expect(!UnsafeCharacters.contains(output.value), "\(value)")
      }
    }
  }
}

@Suite("Widths on the terminal")
struct DisplayWidthTests {
  @Test(
    "Characters take as many columns as a terminal gives them",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｱ", 1), ("ａ", 2), ("각", 2),
      ("\u{1100}\u{1161}\u{11A8}", 2), ("👍", 2), ("…", 1), ("─", 1), ("🇫🇷", 2), ("\u{A0}", 1),
      ("е\u{483}", 1), ("ก\u{E31}", 1), ("\u{3000}", 2), ("\u{303F}", 1), ("𠀀", 2), ("©", 1),
      ("\u{1B}[31mred\u{1B}[0m", 3),
    ])
  func columns(text: String, expected: Int) {
    #expect(ContiguousArray(text.utf8).span.columns == expected)
  }

  @Test(
    "Text that is too long ends in an ellipsis within the width",
    arguments: [
      ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
      ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 3, "日…"),
      ("日本語", 2, "…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("", 0, ""),
      ("\u{1B}[1mabc\u{1B}[0m", 2, "\u{1B}[1ma…\u{1B}[0m"), ("a日b", 2, "a…"),
    ])
  func cutting(text: String, limit: Int, expected: String) {
    let bytes = ContiguousArray(text.utf8)
    let cut = appended { $0.append(bytes.span, cutTo: limit) }
    #expect(Array(cut.utf8) == Array(expected.utf8))
    #expect(ContiguousArray(cut.utf8).span.columns <= limit)
  }
}
