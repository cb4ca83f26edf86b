import TestSupport
import Testing

@testable import LogFiles

@Suite("Digests of what logs hold")
struct ContentDigesterTests {
  private func digests(_ bytes: [UInt8], cutBy random: inout SeededGenerator) -> ContentDigester {
    var digester = ContentDigester(firstLength: 256)
    let bytes = ContiguousArray(bytes)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Int.random(in: 1...700, using: &random))
      digester.add(bytes.span.extracting(start..<end))
      start = end
    }
    return digester
  }

  @Test("do not depend on the pieces in which a log is read", arguments: Seed.all(30))
  func cuts(seed: Seed) {
    var random = SeededGenerator(seed)
    let log = (0..<Int.random(in: 0...5000, using: &random)).map { _ in
      UInt8.random(in: 48...126, using: &random)
    }
    let (one, other) = (digests(log, cutBy: &random), digests(log, cutBy: &random))
    #expect(one.size == other.size && one.digest == other.digest)
    #expect(one.beginnings == other.beginnings)
    // 256, 512, 1024 … as far as more follows.
    #expect(one.beginnings.count == (0..<10).filter { 256 << $0 < one.size }.count)
  }

  @Test("of a log are the first of those that it has when it has grown", arguments: Seed.all(30))
  func growth(seed: Seed) {
    var random = SeededGenerator(seed)
    let log = (0..<5000).map { _ in UInt8.random(in: 48...126, using: &random) }
    let length = Int.random(in: 257...4999, using: &random)
    let (short, long) = (
      digests(Array(log.prefix(length)), cutBy: &random), digests(log, cutBy: &random)
    )
    #expect(Array(long.beginnings.prefix(short.beginnings.count)) == short.beginnings)
    #expect(long.digest != short.digest)
  }

  @Test("leave out zeros and W3C header lines in front, and nothing behind them")
  func front() {
    var random = SeededGenerator(Seed(1))
    let log = Array("12:00 - a\n#not a header\n".utf8)
    let plain = digests(log, cutBy: &random)
    for front in ["\0\0\0", "#Version: 1.0\n#Fields: a b\n", "#a\n\0\0#b\n"] {
      let other = digests(Array(front.utf8) + log, cutBy: &random)
      #expect(other.digest == plain.digest && other.size == log.count, "\(front)")
    }
    #expect(digests(log + [0], cutBy: &random).digest != plain.digest)
  }
}
