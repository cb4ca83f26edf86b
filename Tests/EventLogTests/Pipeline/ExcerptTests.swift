import Testing

@testable import EventLog

@Suite("An excerpt of what matches")
struct ExcerptTests {
  /// A log whose records have these numbers; records of some are of the type that is wanted.
  private func log(_ numbers: ClosedRange<Int>, matches: Set<Int>) -> [UInt8] {
    numbers.flatMap { number in
      let type = matches.contains(number) ? "inStreamClosed" : "timerTriggered"
      return Array(
        #"{"_logEntry":"00001","id":\#(number),"payload":{},"timestamp":1,"type":"\#(type)"},"#.utf8
      )
        + [UInt8(ascii: "\n")]
    }
  }

  /// The numbers of the records that are printed, and `--` where it is.
  private func printed(
    _ logs: [UInt8]..., last: Int? = nil, reversed: Bool = false, before: Int = 0, after: Int = 0,
    limit: Int = .max, format: OutputFormat = .raw, keptBytes: Int = FilteredEvents.keptBytesLimit
  ) -> [String] {
    var filter = Filter()
    filter.types = TypeSelector.parse(["inStreamClosed"]).selector
    var excerpt = Excerpt()
    (excerpt.last, excerpt.isReversed) = (last, reversed)
    (excerpt.before, excerpt.after) = (before, after)
    var selection = FilteredEvents(
      filter, .print(format, excerpt), limit: limit, keptBytes: keptBytes)
    var reader = EventReader()
    for log in logs where !selection.isSatisfied {
      selection.beginSource("log")
      reader.read(log.span, into: &selection)
      reader.finish(into: &selection)
      selection.endSource()
      reader.reset()
    }
    var text = ""
    repeat {
      text += String(copying: selection.output.span)
      selection.output.removeAll()
    } while selection.release()
    return text.split(separator: "\n").map { line in
      let parts = line.split(separator: "\"id\":")
      return parts.count == 2 ? String(parts[1].prefix { $0.isNumber }) : String(line)
    }
  }

  @Test("of the last N holds these in the order read, of all logs")
  func last() {
    let one = log(1...5, matches: [1, 3, 5])
    let other = log(6...9, matches: [6, 8])
    #expect(printed(one, other) == ["1", "3", "5", "6", "8"])
    #expect(printed(one, other, last: 3) == ["5", "6", "8"])
    #expect(printed(one, other, last: 99) == ["1", "3", "5", "6", "8"])
    #expect(printed(one, other, last: 1) == ["8"])
    #expect(printed(one, other, last: 0) == [])
  }

  @Test("in reverse begins with what was read last")
  func reversed() {
    let one = log(1...5, matches: [1, 3, 5])
    let other = log(6...9, matches: [6, 8])
    #expect(printed(one, other, reversed: true) == ["8", "6", "5", "3", "1"])
    #expect(printed(one, other, last: 2, reversed: true) == ["8", "6"])
    #expect(printed(one, other, last: 2, reversed: true, limit: 3) == ["5", "3"])
  }

  @Test("of the last N is right for every N and number of events, however often the ring turns")
  func ring() {
    for count in [1, 2, 3, 7, 50] {
      let all = Set(1...count)
      for last in [1, 2, 3, 5, 49, 50, 51] {
        let expected = (max(1, count - last + 1)...count).map(String.init)
        #expect(printed(log(1...count, matches: all), last: last) == expected)
        #expect(
          printed(log(1...count, matches: all), last: last, reversed: true) == expected.reversed())
      }
    }
  }

  @Test("that would need more memory than allowed prints nothing, and stops the reading")
  func overfull() {
    #expect(printed(log(1...100, matches: Set(1...100)), reversed: true, keptBytes: 500) == [])
    #expect(
      printed(log(1...100, matches: Set(1...100)), last: 5, reversed: true, keptBytes: 1000)
        == ["100", "99", "98", "97", "96"])
  }

  @Test("with neighbours prints each record once, and -- between groups that were apart")
  func neighbours() {
    let all = log(1...20, matches: [5, 7, 15])
    #expect(printed(all, after: 1) == ["5", "6", "7", "8", "--", "15", "16"])
    #expect(printed(all, before: 1) == ["4", "5", "6", "7", "--", "14", "15"])
    #expect(
      printed(all, before: 2, after: 2)
        == ["3", "4", "5", "6", "7", "8", "9", "--", "13", "14", "15", "16", "17"])
    #expect(
      printed(all, before: 3, after: 4)
        == (2...19).map(String.init), "groups that touch have nothing between them")
    #expect(
      printed(all, before: 1, format: .jsonl) == ["4", "5", "6", "7", "14", "15"],
      "each line of JSON is an event")
  }

  @Test("with neighbours stays within a log, and ends behind the neighbours of the last")
  func neighboursOfSources() {
    let one = log(1...5, matches: [5])
    let other = log(6...9, matches: [6, 9])
    #expect(printed(one, other, before: 1, after: 1) == ["4", "5", "--", "6", "7", "8", "9"])
    #expect(printed(log(1...9, matches: [2, 6]), after: 2, limit: 1) == ["2", "3", "4"])
    #expect(printed(log(1...9, matches: [2, 3]), after: 2, limit: 1) == ["2"])
    #expect(printed(log(1...9, matches: [2]), before: 9, limit: 1) == ["1", "2"])
    #expect(
      printed(log(1...2, matches: [2]), log(3...4, matches: [3]), after: 2, limit: 1) == ["2"])
  }

  @Test("keeps little more memory than the events that it holds")
  func steadyState() {
    var ring = RenderedEvents(limit: 3)
    var output = ByteBuffer()
    for number in 0..<100_000 {
      ring.bytes.append(decimal: Int64(number))
      #expect(ring.keep() == (number >= 3))
      // What is gone is given up before it becomes much.
      #expect(ring.bytes.count < (64 << 10) + 32)
    }
    while ring.moveOldest(to: &output) { output.append(UInt8(ascii: " ")) }
    #expect(String(copying: output.span) == "99997 99998 99999 ")
  }
}

@Suite("Events chosen by time")
struct TimedSelectionTests {
  /// A record that bears a time, in seconds, or none.
  private func record(_ id: Int, at time: Int?, type: String = "timerTriggered") -> String {
    let stamp = time.map { ",\"timestamp\":\($0)" } ?? ""
    return "{\"id\":\(id),\"payload\":{}\(stamp),\"type\":\"\(type)\"},\n"
  }

  private func matches(
    _ records: [String], _ window: TimeWindow, types: [String] = []
  ) -> (matched: Int, undated: Int) {
    var filter = Filter()
    filter.types = TypeSelector.parse(types).selector
    filter.window = window
    var selection = FilteredEvents(filter, .count)
    var reader = EventReader()
    selection.beginSource("log")
    reader.read(Array(records.joined().utf8).span, into: &selection)
    reader.finish(into: &selection)
    return (selection.matched, selection.undated)
  }

  private func window(_ since: Int64?, _ until: Int64?) -> TimeWindow {
    TimeWindow(
      since: since.map { EventTime(milliseconds: $0 * 1000) },
      until: until.map { EventTime(milliseconds: $0 * 1000) })
  }

  @Test("are in one of two windows that follow one another, and only in one")
  func consecutive() {
    let records = (0..<100).map { record($0, at: 1000 + $0) }
    var total = 0
    for start in stride(from: Int64(1000), to: 1100, by: 7) {
      total += matches(records, window(start, start + 7)).matched
    }
    #expect(total == 100)
    #expect(matches(records, window(1010, 1020)).matched == 10)
    #expect(matches(records, window(1090, nil)).matched == 10)
    #expect(matches(records, window(nil, 1003)).matched == 3)
    #expect(matches(records, window(1010, 1010)).matched == 0)
  }

  @Test("take the last time before them if they bear none")
  func precedingTime() {
    let records = [
      record(1, at: nil), record(2, at: 1000), record(3, at: nil), record(4, at: 2000),
      record(5, at: nil), record(6, at: nil),
    ]
    #expect(matches(records, window(1000, 2000)) == (2, 1))
    #expect(matches(records, window(2000, nil)) == (3, 1))
    // The first record is in no window, since nobody knows when it was written.
    #expect(matches(records, window(nil, 3000)) == (5, 1))
    #expect(matches(records, window(nil, nil)) == (6, 0))
  }

  @Test("take it from records of types that nobody asked for, too")
  func precedingTimeOfOthers() {
    let records = [
      record(1, at: 1000), record(2, at: nil, type: "audioFeedStopped"), record(3, at: 2000),
      record(4, at: nil, type: "audioFeedStopped"),
    ]
    #expect(matches(records, window(1500, nil), types: ["audioFeedStopped"]) == (1, 0))
    #expect(matches(records, window(nil, 1500), types: ["audioFeedStopped"]) == (1, 0))
  }
}
