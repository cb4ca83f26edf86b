import Testing

@testable import EventLog

@Suite("The literal text of a pattern")
struct RequiredTextTests {
  @Test("is all of it where nothing in it is special")
  func literals() {
    let cases: [(String, [String]?)] = [
      ("cam1", ["cam1"]), ("rtmp://host", ["rtmp://host"]), ("a|bc|d", ["a", "bc", "d"]),
      (#"10\.0\.0\.1"#, ["10.0.0.1"]), (#"a\|b"#, ["a|b"]), ("Käm", ["Käm"]), ("a b", ["a b"]),
      ("", nil), ("a|", nil), ("a.c", nil), ("^a", nil), ("a$", nil), ("a+", nil), ("[a]", nil),
      ("(a)", nil), (#"a\d"#, nil), ("a{2}", nil), ("a)", nil), (#"\Qa.b\E"#, nil), ("(?i)a", nil),
    ]
    for (pattern, texts) in cases {
      #expect(RequiredText.literals(of: pattern) == texts, "\(pattern)")
    }
  }

  @Test("is what stands between special characters, but for what may be missing")
  func pieces() {
    let cases: [(String, [[String]]?)] = [
      ("abc.def", [["abc", "def"]]), ("^abc$", [["abc"]]), ("abcd?ef", [["abc", "ef"]]),
      ("abcd*", [["abc"]]), ("abcd+ef", [["abcd", "ef"]]), ("abcd{0,2}ef", [["abc", "ef"]]),
      ("caé?b", [["ca", "b"]]), ("ab(cd|ef)gh", [["ab", "gh"]]), ("ab(cd)?gh", [["ab", "gh"]]),
      ("ab[^]c]de", [["ab", "de"]]), ("ab[\\]c]de", [["ab", "de"]]),
      (#"ab\dcd\.e"#, [["ab", "cd.e"]]),
      ("ab+?cd", [["ab", "cd"]]), ("ab|c.d", [["ab"], ["c", "d"]]), ("(ab|cd)", [[]]),
      ("a?", [[]]), ("x(?:a|(b)c)y", [["x", "y"]]), (#"x(\))y"#, [["x", "y"]]),
      ("x([)])y", [["x", "y"]]),
      // What is not understood.
      ("(?i)abc", nil), ("(?=abc)", nil), ("(*UTF)abc", nil), ("a[[:alpha:]]", nil),
      ("a{x|y}", nil),
      (#"\Qab"#, nil), (#"\x41bc"#, nil), (#"(a)\1"#, nil), ("(ab", nil), ("[ab", nil),
      ("ab\\", nil),
      ("(x(?i)y)", nil), (#"ab\Kcd"#, nil), ("ab)", nil),
    ]
    for (pattern, pieces) in cases {
      #expect(RequiredText.alternatives(of: pattern)?.map(\.pieces) == pieces, "\(pattern)")
    }
  }
}
