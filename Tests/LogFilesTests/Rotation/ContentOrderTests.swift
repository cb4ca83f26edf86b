import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("Files whose names tell no order")
struct ContentOrderTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// Each file holds its first time and counter, as in `100 7`.
  private func order(_ files: [(name: String, content: String)], typed: [String]? = nil) throws
    -> [String]
  {
    for file in files { try folder.write(file.content, to: file.name) }
    var listing = PathList((typed ?? ["."]).map { folder.path($0) }).expanded()
    listing.order { file in
      let name = file.path.lastComponent?.string ?? ""
      let words = files.first { $0.name == name }?.content.split(separator: " ") ?? []
      guard let time = words.first.flatMap({ Int64($0) }) else { return nil }
      return FirstRecord(time: time, number: words.last.flatMap { Int64($0) }, writer: 1)
    }
    let places = listing.files.map(\.place)
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
    return listing.files.compactMap(\.path.lastComponent?.string)
  }

  @Test("are read in the order of their first times")
  func times() throws {
    let files = [
      ("e.json", "400 9"), ("e.json.Dec-17", "100 1"), ("e.json.Feb-01", "300 5"),
      ("e.json.Jan-31", "200 3"),
    ]
    #expect(
      try order(files) == ["e.json.Dec-17", "e.json.Jan-31", "e.json.Feb-01", "e.json"])
  }

  @Test("and of their counters, where the times are the same")
  func counters() throws {
    let files = [("e.json", "100 9"), ("e.json.Dec-17", "100 3"), ("e.json.Jan-31", "100 1")]
    #expect(try order(files) == ["e.json.Jan-31", "e.json.Dec-17", "e.json"])
  }

  @Test("stay where they are if they have no time")
  func undated() throws {
    let files = [
      ("e.json", "x"), ("e.json.Dec-17", "200 2"), ("e.json.Dec-18", "x"),
      ("e.json.Dec-19", "100 1"),
    ]
    #expect(
      try order(files) == ["e.json.Dec-19", "e.json.Dec-18", "e.json.Dec-17", "e.json"])
  }

  @Test("stay in the order typed if nothing tells another one, before the log that is written now")
  func typed() throws {
    let files = [("e.json", "x"), ("e.json.Dec-17", "x"), ("e.json.Apr-18", "x")]
    #expect(
      try order(files, typed: ["e.json", "e.json.Dec-17", "e.json.Apr-18"])
        == ["e.json.Dec-17", "e.json.Apr-18", "e.json"])
  }

  @Test("are of one place with what was compressed of them")
  func compressed() throws {
    let files = [("e.json", "300 3"), ("e.json.Dec-17.gz", "200 2"), ("e.json.May-01.gz", "100 1")]
    #expect(try order(files) == ["e.json.May-01.gz", "e.json.Dec-17.gz", "e.json"])
  }

  @Test("have indexes that count up, if all first records say so")
  func upwards() throws {
    let files = [
      ("e.json.1", "100 1"), ("e.json.2", "200 2"), ("e.json.3", "300 3"), ("e.json", "400 4"),
    ]
    #expect(try order(files) == ["e.json.1", "e.json.2", "e.json.3", "e.json"])
  }

  @Test("have indexes that count down, if a clock was set back once")
  func clockSetBack() throws {
    let files = [
      ("e.json.3", "100 1"), ("e.json.2", "50 2"), ("e.json.1", "150 3"), ("e.json", "200 4"),
    ]
    #expect(try order(files) == ["e.json.3", "e.json.2", "e.json.1", "e.json"])
  }

  @Test("have indexes that count down, if the counters say so against the times")
  func countersAgainstTimes() throws {
    let files = [("e.json.2", "200 1"), ("e.json.1", "100 2"), ("e.json", "300 3")]
    #expect(try order(files) == ["e.json.2", "e.json.1", "e.json"])
  }
}
