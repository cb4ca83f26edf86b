import TestSupport
import Testing

@testable import EventLog

@Suite("A search for text")
struct TextSearchTests {
  static let log =
    record(
      id: 1,
      #""audio":{"bytesCount":77,"codec":null},"farIp":"10.0.0.7","ids":[5,6],"name":"cam1","uri":"rtmp:\/\/h\/cam1 \"x\" a\\b","upTime":-nan"#
    )
    + record(id: 2, type: "serverStopped", #""name":"K\u00e4m 2","url":"http://h/x","t":"tab\tb""#)
    + record(id: 3, type: "somethingNew", #""name":"\u0063am3","truth":true"#)

  private func ids(
    _ patterns: String..., ignoresCase: Bool = false, isInverted: Bool = false
  ) throws -> [Int64] {
    var filter = Filter()
    filter.search = try TextSearch(
      patterns, ignoresCase: ignoresCase, isInverted: isInverted, compiler: SwiftPattern.compile)
    return SelectedEvents.ids(filter, in: Self.log)
  }

  @Test(
    "finds what the decoded event says",
    arguments: [
      ("rtmp://h/cam1", [1]), ("name=cam", [1, 3]), ("cam3", [3]), ("Käm 2", [2]),
      ("http://h", [2]),
      ("//h", [1, 2]), (#"1 "x""#, [1]), (#"a\\b"#, [1]), ("tab\tb", [2]), ("bytesCount=77", [1]),
      ("codec=null", [1]), ("upTime=null", [1]), ("null", [1]), ("nan", []), ("ids=6", [1]),
      ("10.0.0.7", [1]), ("truth=true", [3]), ("somethingNew id=3", [3]),
      (
        "^serverStopping serverStopped id=2 logEntry=1 timestamp=1795216353 processId=4242 name=",
        [2]
      ),
      ("serverStopping", [2]), ("serverStopped", [2]), ("logEntry=2", [3]), ("\"name\"", []),
      ("cam1|cam3", [1, 3]), ("uri=.*/cam", [1]), (#"farIp=10\.\d"#, [1]), ("cam[13]", [1, 3]),
      ("nothing", []), ("CAM1", []), ("x?", [1, 2, 3]), ("payload", []),
    ] as [(String, [Int64])])
  func finds(pattern: String, ids: [Int64]) throws {
    #expect(try self.ids(pattern) == ids)
    #expect(try self.ids(pattern, isInverted: true) == [1, 2, 3].filter { !ids.contains($0) })
  }

  @Test("ignores case if told so")
  func ignoresCase() throws {
    #expect(try ids("CAM1", ignoresCase: true) == [1])
    #expect(try ids("NAME=k", ignoresCase: true) == [2])
    #expect(try ids("KÄM", ignoresCase: true) == [2])
    #expect(try ids("SERVERSTOPPING", ignoresCase: true) == [2])
    #expect(try ids("NULL", ignoresCase: true) == [1])
  }

  @Test("takes any of several patterns")
  func several() throws {
    #expect(try ids("cam1", "K.m") == [1, 2])
    #expect(try ids("cam1", "cam3", isInverted: true) == [2])
  }

  @Test("names the pattern that cannot be read, and the place")
  func mistakes() throws {
    #expect(
      throws: QueryRemark(problem: "no regular expression", text: "a(", place: 1..<2)
    ) { try TextSearch(["b", "a("], compiler: SwiftPattern.compile) }
  }

  @Test("decodes few records to find rare text, and says so of no other search")
  func sieves() throws {
    func search(_ pattern: String, isInverted: Bool = false) throws -> TextSearch {
      try TextSearch([pattern], isInverted: isInverted, compiler: SwiftPattern.compile)
    }
    let raw = ContiguousArray(#"{"uri":"rtmp:\/\/h\/cam1"}"#.utf8)
    for (pattern, mayMatch) in [
      ("rtmp://h/cam1", true), ("rtmp://h/cam2", false), ("cam.*2", true), ("cat.*2", false),
      ("uri=rtmp:", true), ("uri=rtsp:", false), ("x|cam1", true), ("xx|cam2", false),
    ] {
      var ahead = BytesAhead()
      let found = try search(pattern).mayMatch(
        0..<raw.count, of: raw.span, kind: .inStreamClosed, &ahead)
      #expect(found == mayMatch, "\(pattern)")
    }
    #expect(try search("cam").sieves)
    #expect(try !search("c|cam").sieves)
    #expect(try !search("cam", isInverted: true).sieves)
    #expect(!TextSearch().sieves)
  }

  @Test("finds as much with its sieve as without", arguments: Seed.all(100))
  func sieve(seed: Seed) throws {
    var random = SeededGenerator(seed)
    let bits = [
      "ab", "/", "\\/", "\\\\", "\\\"", "=", " ", "K", "s", "\\u0061b", "nul", ".", "é", "\\n",
    ]
    func text(_ bits: [String]) -> String {
      (0..<4).map { _ in bits[Int.random(in: 0..<bits.count, using: &random)] }.joined()
    }
    var log = ""
    for id in 1...30 { log += record(id: id, "\"\(text(bits))\":\"\(text(bits))\",\"n\":null") }
    let wanted = [
      "ab", "/", "\\\\", "\"", "=", " ", "k", "S", "nul", ".", "a+", "(a|b)", "é", "l?",
    ]
    for _ in 0..<10 {
      let pattern = text(wanted)
      for ignoresCase in [false, true] {
        var filter = Filter()
        filter.search = try TextSearch(
          [pattern], ignoresCase: ignoresCase, compiler: SwiftPattern.compile)
        let found = SelectedEvents.ids(filter, in: log)
        filter.search = try TextSearch(
          [pattern], ignoresCase: ignoresCase, isInverted: true, compiler: SwiftPattern.compile)
        let others = SelectedEvents.ids(filter, in: log)
        #expect(found.count + others.count == 30, "\(pattern)")
      }
    }
  }
}
