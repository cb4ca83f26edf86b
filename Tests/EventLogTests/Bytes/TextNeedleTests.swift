import TestSupport
import Testing

@testable import EventLog

@Suite("Text that is looked for")
struct TextNeedleTests {
  /// The same, byte by byte.
  private func place(of needle: [UInt8], in text: [UInt8], from start: Int, _ ignoresCase: Bool)
    -> Int?
  {
    func fold(_ bytes: some Collection<UInt8>) -> [UInt8] {
      ignoresCase
        ? bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 } : Array(bytes)
    }
    guard text.count >= needle.count + start else { return nil }
    return (start...(text.count - needle.count)).first {
      fold(text[$0..<($0 + needle.count)]) == fold(needle)
    }
  }

  @Test("is found where it first occurs, whatever the lengths", arguments: Seed.all(40))
  func places(seed: Seed) throws {
    var random = SeededGenerator(seed)
    let alphabet = Array("abAB@`[{\u{0}".utf8)
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let needle = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let start = Int.random(in: 0...5, using: &random)
      for ignoresCase in [false, true] {
        let found = TextNeedle(ContiguousArray(needle), ignoresCase: ignoresCase)
          .place(in: text.span, from: start)
        #expect(
          found == place(of: needle, in: text, from: start, ignoresCase), "\(needle) in \(text)")
      }
    }
  }
}
