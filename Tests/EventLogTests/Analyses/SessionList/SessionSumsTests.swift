import Testing

@testable import EventLog

@Suite("Sums of sessions")
struct SessionSumsTests {
  /// Three viewers of two addresses, a camera, and a viewer whose end is not logged.
  private static var log: SessionLog {
    var log = SessionLog()
    let camera = #","farIp":"192.0.2.1","farPort":4000"#
    let office = #","farIp":"198.51.100.7","farPort":5000"#
    let again = #","farIp":"198.51.100.7","farPort":5001,"userAgent":"TV""#
    let six = #","farIp":"2001:db8::7","farPort":5000"#
    log.stream("inStreamCreated", 1, at: 0, more: camera)
    log.stream("outStreamCreated", 2, at: 1, tag: "ONR", more: office)
    log.stream("outStreamCreated", 3, at: 2, tag: "ONR", more: again)
    log.stream("outStreamCreated", 4, at: 3, tag: "ONR", more: six)
    log.stream("outStreamClosed", 2, at: 11, upTime: 10, tag: "ONR", bytes: 1000, more: office)
    log.stream("outStreamClosed", 4, at: 23, upTime: 20, tag: "ONR", bytes: 300, more: six)
    log.stream("inStreamClosed", 1, at: 40, upTime: 40, bytes: 5000, more: camera)
    return log
  }

  private func rows(_ change: (inout SessionsPlan) -> Void) -> [String] {
    var plan = SessionsPlan()
    change(&plan)
    return Self.log.answer(.sessions(plan)).split(separator: "\n").dropFirst().map {
      String($0.map { $0 == "\t" ? " " : $0 })
    }
  }

  @Test("by address say who watched how long, whatever the port")
  func byAddress() {
    #expect(
      rows { $0.keys = [.address] } == [
        "198.51.100.7 2 1 48.000 0 1000 1", "192.0.2.1 1 0 40.000 5000 0 1",
        "2001:db8::7 1 0 20.000 0 300 1",
      ])
  }

  @Test("count each address once in a group, and have one row for all even if there is none")
  func ofAll() {
    #expect(rows { $0.keys = [] } == ["4 1 108.000 5000 1300 3"])
    #expect(
      rows {
        $0.keys = []
        $0.choice.names = [Glob("nobody")]
      } == ["0 0 0.000 0 0 0"])
  }

  @Test("by several columns are sorted as asked, and limited")
  func sorted() {
    #expect(
      rows {
        $0.keys = [.direction, .userAgent]
        $0.order = SessionsPlan.Order(sum: .bytesOut, isDescending: true)
        $0.limit = 2
      } == ["out  2 0 30.000 0 1300 2", "in  1 0 40.000 5000 0 1"])
    #expect(
      rows {
        $0.keys = [.direction]
        $0.order = SessionsPlan.Order(.direction, isDescending: true)
      } == ["out 3 1 68.000 0 1300 2", "in 1 0 40.000 5000 0 1"])
  }

  @Test("are of the sessions that have an event of the choice, each counted whole")
  func ofChosen() {
    let choose = { (type: String, plan: inout SessionsPlan) in
      var filter = Filter()
      filter.types = TypeSelector.parse([type]).selector
      plan.keys = [.status]
      plan.choice.events = EventChoice(filter, digest: 0)
    }
    #expect(rows { choose("outStreamClosed", &$0) } == ["closed 2 0 30.000 0 1300 2"])
    #expect(
      rows { choose("outStreamCreated", &$0) } == [
        "closed 2 0 30.000 0 1300 2", "open 1 1 38.000 0 0 1",
      ])
    #expect(rows { choose("streamingSessionEnded", &$0) } == [])
  }

  @Test("of more groups or addresses than there is room for say so")
  func bounded() {
    var sums = SessionSums([.address], groupLimit: 2, addressLimit: 1)
    for (number, address) in ["a:1", "b:1", "c:1", "d:1", "b:2"].enumerated() {
      var session = Session()
      session.id = Int64(number)
      session.address = ContiguousArray(address.utf8)
      sums.add(session)
    }
    let rows = sums.rows(nil, limit: nil).map { $0.map(\.asText).joined(separator: " ") }
    #expect(rows == ["b 2 2 0.000 0 0 0", "a 1 1 0.000 0 0 1", "(other) 2 2 0.000 0 0 0"])
    #expect(
      sums.notes == [
        "there are more than 2 groups: 2 sessions are in (other)",
        "there are more than 1 addresses: the column addresses shows too few",
      ])
  }

  @Test("do not overflow")
  func huge() {
    var sums = SessionSums([])
    for _ in 0..<3 {
      var session = Session()
      session.direction = .in
      session.bytes = Int128(Int64.max)
      session.upTime = .max
      sums.add(session)
    }
    let row = sums.rows(nil, limit: nil)[0].map(\.asText)
    #expect(row[2] == "27670116110564327.421")
    #expect(row[3] == "27670116110564327421")
  }
}
