import TestSupport
import Testing

@testable import LogFiles

@Suite("The start of a log")
struct LogStartTests {
  private func name(_ text: String) -> UInt64? { LogStart.name(of: Array(text.utf8)[...]) }

  @Test("names a log of xml by its first record, not by the declaration that all of them have")
  func xmlName() {
    let declaration = #"<?xml version="1.0" ?>"#
    func record(_ time: Int) -> String {
      "<MAP name=\"\">\n    <UINT64 name=\"timestamp\">\(time)</UINT64>\n</MAP>\n\n"
    }
    #expect(name(declaration) == nil)
    #expect(name(declaration + "\n<MAP name=\"\">\n") == nil)
    let first = name(declaration + "\n" + record(1))
    #expect(first != nil)
    #expect(first == name(record(1) + record(2)))
    #expect(first != name(declaration + "\n" + record(2)))
    #expect(name("<MAP><STR>a</STR></MAP>\n") != name("<MAP><STR>b</STR></MAP>\n"))
  }

  @Test(
    "tells a log from others once a record is whole that is not of a start",
    arguments: [
      ("", false), ("#Version: 1.0\n", false), ("<?xml version=\"1.0\" ?>\n", false),
      ("<?xml version=\"1.0\" ?>\n<MAP>\n  <STR>a</STR>\n", false),
      ("<?xml version=\"1.0\" ?>\n<MAP>\n  <STR>a</STR>\n</MAP>\n", true),
      ("{\"_logEntry\":\"00001\"", false), ("{\"_logEntry\":\"00001\"},\n", true),
      ("#Fields: a\n4242\tinStreamCreated\tcam1\n", true),
      ("00001\tapplicationStart\n\tPID: 1\n\n\n", false),
      ("00001\tserverStarted\n\tPID: 1\n\n\n00002\tprotocolRegisteredToApp\n\n\n", false),
      ("00001\tserverStarted\n\tPID: 1\n\n\n00002\tinStreamCreated\n\tname: a\n", false),
      ("00001\tserverStarted\n\tPID: 1\n\n\n00002\tinStreamCreated\n\tname: a\n\n\n", true),
      ("00001\tserverStarted\t2026-01-01 00:00:00\n\tPID: 1\n\n\n", true),
      ("record 0 of the log\n", true),
    ])
  func distinction(text: String, isDistinctive: Bool) {
    for length in [1, 7, text.utf8.count] where length > 0 {
      var search = DistinctionSearch()
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        search.take(rest.prefix(length))
        rest = rest.dropFirst(length)
      }
      #expect(search.hasFound == isDistinctive, "in pieces of \(length)")
    }
  }
}
