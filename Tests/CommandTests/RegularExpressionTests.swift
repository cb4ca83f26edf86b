import EventLog
import Testing

@testable import emslog

@Suite("A regular expression")
struct RegularExpressionTests {
  private func matches(
    _ pattern: String, _ text: String, ignoresCase: Bool = false
  ) throws -> Bool {
    let expression = try RegularExpression(pattern, ignoresCase: ignoresCase)
    return expression.finds(ContiguousArray(text.utf8))
  }

  @Test("is one of Perl's, over characters and not bytes")
  func language() throws {
    #expect(try matches("^K.m$", "Käm"))
    #expect(try matches(#"(\d+)-\1"#, "12-12"))
    #expect(try !matches(#"(\d+)-\1$"#, "12-13"))
    #expect(try matches("a(?=b)", "ab"))
    #expect(try matches("KÄM", "käm", ignoresCase: true))
    #expect(try !matches("KÄM", "käm"))
    #expect(try matches("^$", ""))
    #expect(try !matches(".", ""))
  }

  @Test("tells what is wrong with a pattern, and where")
  func mistakes() {
    for (pattern, offset) in [("a(b", 3), ("[z-a]", 3), ("+a", 0), (#"\C"#, 2)] {
      let error = #expect(throws: TextPatternError.self) { try RegularExpression(pattern) }
      #expect(error?.offset == offset, "\(pattern)")
      #expect(error?.problem.isEmpty == false)
    }
  }

  @Test("gives up in time on text that was made for that, and counts it")
  func hostileText() throws {
    let expression = try RegularExpression("^(a+)+$")
    let text = ContiguousArray(repeating: UInt8(ascii: "a"), count: 5000) + [UInt8(ascii: "b")]
    #expect(!expression.finds(text))
    #expect(expression.abandonedTexts == 1)
    #expect(expression.finds(ContiguousArray("aaa".utf8)))
    #expect(expression.abandonedTexts == 1)
  }

  @Test("is safe on bytes that are no text")
  func brokenText() throws {
    let expression = try RegularExpression("a.b")
    let bytes: ContiguousArray<UInt8> = [0xFF, 0x61, 0xC3, 0x62, 0x80, 0x61, 0x7A, 0x62]
    #expect(expression.finds(bytes))
    #expect(!expression.finds(ContiguousArray(bytes[..<5])))
  }
}

extension RegularExpression {
  /// `#expect` cannot take a call with a span apart.
  fileprivate func finds(_ text: ContiguousArray<UInt8>) -> Bool { matches(text.span) }
}
