import Testing

@testable import LogFiles

@Suite("Patterns for names")
struct GlobPatternTests {
  @Test(
    "match as in a shell",
    arguments: [
      ("*", "events.json", true), ("*", "", true), ("*", ".hidden", false), (".*", ".hidden", true),
      ("?hidden", ".hidden", false), ("[.]hidden", ".hidden", false),
      ("events*", "events", true), ("events*", "event", false), ("*.json", "a.json", true),
      ("*.json", "a.json.gz", false), ("*.json*", "a.json.gz", true), ("a*b*c", "aXbXXc", true),
      ("a*b*c", "acb", false), ("**", "anything", true), ("?", "a", true), ("?", "", false),
      ("??", "a", false), ("[abc]", "b", true), ("[abc]", "d", false), ("[a-c]x", "bx", true),
      ("[!a-c]", "d", true), ("[^a-c]", "b", false), ("[]]", "]", true), ("[!]]", "]", false),
      ("[a-]", "-", true), ("[", "[", true), ("[a", "[a", true), ("\\*", "*", true),
      ("\\*", "a", false), ("a[1].log", "a1.log", true), ("é?", "éa", true),
    ])
  func match(pattern: String, name: String, expected: Bool) {
    let pattern = GlobPattern(ContiguousArray(pattern.utf8))
    #expect(pattern.matches(ContiguousArray(name.utf8)) == expected)
  }

  @Test("do not take exponential time")
  func manyStars() {
    let pattern = GlobPattern(ContiguousArray((String(repeating: "a*", count: 60) + "b").utf8))
    #expect(!pattern.matches(ContiguousArray(String(repeating: "a", count: 250).utf8)))
  }

  @Test("match bytes that are no text")
  func bytes() {
    #expect(
      GlobPattern([UInt8(ascii: "a"), UInt8(ascii: "?")]).matches([UInt8(ascii: "a"), 0xff]))
  }
}
