import TestSupport
import Testing

@Suite("What tests share")
struct TestSupportTests {
  @Test("cuts bytes so that the chunks are the bytes", arguments: ChunkCutter.all)
  func cutting(cutter: ChunkCutter) {
    let bytes = (0..<1_000).map { UInt8($0 % 251) }
    let chunks = cutter.cut(bytes)
    #expect(Array(chunks.joined()) == bytes)
    if case .size(let size) = cutter {
      #expect(chunks.dropLast().allSatisfy { $0.count == size })
    }
    #expect(Array(cutter.cut([]).joined()).isEmpty)
  }

  @Test("gives the same random numbers for the same seed, those of SplitMix64")
  func seeds() {
    var random = SeededGenerator(Seed(1_234_567))
    // The first numbers of the published reference for that seed.
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
  }

  @Test("shows which lines differ, with control bytes and what is not UTF-8 made visible")
  func differences() {
    let difference = LineDifference(
      Array("one\ntwo\nthree\n".utf8), Array("one\n\u{1B}[1m".utf8) + [0xE9] + Array("\nthree".utf8)
    )
    #expect(
      difference.description == """
            one
          - two
          - three
          + ␛[1m⟨E9⟩
          + three⟨no line end⟩

        """)
  }

  @Test("takes a calendar apart, leap days included")
  func calendar() {
    #expect(CivilTime(seconds: 0).stamp == "1970-01-01T00:00:00.000")
    #expect(CivilTime(seconds: 951_782_400).stamp == "2000-02-29T00:00:00.000")
    #expect(CivilTime(seconds: 1_709_251_199).stamp == "2024-02-29T23:59:59.000")
    #expect(CivilTime(seconds: 1_765_998_000).fileStamp == "20251217_190000")
    #expect(
      CivilTime(seconds: 1_765_998_000, offset: -5 * 3_600).w3cStamp == "2025-Dec-17 14:00:00")
  }

  @Test("finds the scripts of a page, what they print, and which may not be run")
  func blocks() {
    let page = Readme(
      """
      ```sh
      emslog --version
      ```

      ```text
      1.2.3
      ```
      ```sh
      swift test
      ```
      ```sh no-run
      emslog tail -f
      ```
      ```sh
      emslog types
      ```
      which prints
      ```text
      much
      ```
      """)
    #expect(page.examples.map(\.script) == ["emslog --version\n", "emslog types\n"])
    #expect(page.examples.map(\.output) == ["1.2.3\n", nil])
    #expect(page.blocks.count == 6)
  }
}
