import Testing

@testable import EventLog

@Suite("Logs that several states of stats count")
struct StateOverlapTests {
  /// A log whose bytes are those of that letter, as long as that, with an event each second.
  private func log(
    _ letter: UInt64, _ size: Int, times: ClosedRange<Int64>? = 0...1000, selection: UInt64 = 0
  ) -> TalliedLog {
    var beginnings: [UInt64] = []
    var length = LogContent.firstLength
    while length < size {
      beginnings.append(letter << 32 | UInt64(length))
      length *= 2
    }
    let content = LogContent(size: size, beginnings: beginnings, whole: letter << 32 | UInt64(size))
    let range = times.map {
      EventTime(milliseconds: $0.lowerBound)...EventTime(milliseconds: $0.upperBound)
    }
    return TalliedLog(
      name: "log\(letter)", content: content, events: times == nil ? 0 : size, times: range,
      selection: selection)
  }

  private func overlap(_ states: [TalliedLog]...) -> StateOverlap {
    StateOverlap(states.map { ReadState(file: "f", logs: $0) })
  }

  @Test("A state of which another one holds all is left out, of equals the later one")
  func held() {
    let found = overlap([log(1, 300)], [log(2, 900), log(1, 300)], [log(2, 900)])
    #expect(found.leftOut == [.init(state: 2, other: 1), .init(state: 0, other: 1)])
    #expect(found.conflict == nil)
    #expect(overlap([log(1, 300)], [log(1, 300)]).leftOut == [.init(state: 1, other: 0)])
    #expect(overlap([log(1, 300)], [log(1, 9000)]).leftOut == [.init(state: 0, other: 1)])
    #expect(overlap([log(1, 9000)], [log(1, 300)]).leftOut == [.init(state: 1, other: 0)])
  }

  @Test("States that share a log and each have others cannot be added up")
  func conflict() {
    let found = overlap([log(1, 300), log(2, 300)], [log(3, 300)], [log(4, 300), log(2, 500)])
    #expect(found.leftOut.isEmpty)
    #expect(found.conflict == .init(states: [0, 2], log: "log2"))
    let others = overlap([log(1, 300)], [log(1, 300, selection: 7)])
    #expect(others.conflict == .init(states: [0, 1], log: "log1"), "who knows what counts twice")
  }

  @Test("Different logs, and different times of one log, are added up")
  func different() {
    #expect(overlap([log(1, 300)], [log(2, 300)]) == overlap())
    #expect(overlap([log(1, 300)], [log(2, 5000)]) == overlap())
    #expect(overlap([log(1, 100)], [log(1, 200)]) == overlap(), "too short to be recognised")
    let (early, late) = (log(1, 300, times: 0...999), log(1, 300, times: 1000...2000))
    #expect(overlap([early], [late]) == overlap())
    #expect(overlap([early], [log(1, 300, times: 500...2000)]).conflict != nil)
    #expect(overlap([], []) == overlap(), "states that do not say")
  }

  @Test("A log's description is one word that reads back", arguments: [0, 1, 256, 257, 100_000])
  func text(size: Int) {
    let content = log(5, size).content
    #expect(LogContent(content.text) == content)
    for damaged in [
      "", "x", "1", "1:", "-1:0000000000000000", content.text + ",0", "-" + content.text,
    ] {
      #expect(LogContent(damaged) == nil, "\(damaged)")
    }
  }
}
