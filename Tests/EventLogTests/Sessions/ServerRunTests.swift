import TestSupport
import Testing

@testable import EventLog

/// Whose sessions are whose, where several runs or several servers stand in one log.
@Suite("A server is a process with its counters")
struct ServerRunTests {
  /// The rows of `sessions` and the findings of `check restarts`.
  private func answers(
    _ files: [String], instances: [UInt64?] = [], of format: InputFormat = .json
  ) -> (sessions: [String], restarts: [String]) {
    func answer(_ question: EventTask) -> [String] {
      var selection = FilteredEvents(Filter(), question.shown(as: .tsv))
      selection.read([files.map(\.utf8)], format: format, instances: instances)
      return selection.printed.split(separator: "\n").dropFirst().map {
        String($0.map { $0 == "\t" ? " " : $0 })
      }
    }
    var sessions = SessionsPlan()
    sessions.columns = [.stream, .process, .seconds, .status]
    var checks = ChecksPlan()
    checks.checks = [.restarts, .holes]
    return (answer(.sessions(sessions)), answer(.checks(checks)))
  }

  private func lines(_ log: SessionLog) -> [String] {
    log.text.split(separator: "\n").map { $0 + "\n" }
  }

  /// Two servers that run at the same time, one of which is started again.
  private static var servers: (SessionLog, SessionLog) {
    var (one, other) = (SessionLog(), SessionLog())
    (one.process, other.process) = (7, 8)
    one.stream("inStreamCreated", 1, "a", at: 0)
    other.stream("inStreamCreated", 1, "b", at: 1)
    one.add("timerTriggered", at: 10, #""timerId":1"#)
    other.add("timerTriggered", at: 11, #""timerId":1"#)
    other.restart(process: 9)
    one.add("timerTriggered", at: 20, #""timerId":1"#)
    other.add("serverStarted", at: 21, #""x":1"#)
    one.stream("inStreamClosed", 1, "a", at: 30, upTime: 30)
    other.stream("inStreamCreated", 1, "c", at: 31)
    return (one, other)
  }

  private static let restarted =
    "the server started again without having said that it would stop, 10s after its last record; "
    + "1 stream cut off"

  @Test("Lines of two servers that a collector put into one file are those of two servers")
  func collected() {
    let (one, other) = Self.servers
    let text = zip(lines(one), lines(other)).map { $0 + $1 }.joined()
    let found = answers([text])
    #expect(
      found.sessions == ["a 7 30.000 closed", "b 8 10.000 restart", "c 9 0.000 open"])
    #expect(found.restarts.count == 1)
    #expect(found.restarts.first?.contains(Self.restarted) == true)
  }

  @Test("Two servers whose files differ only by the instance number are not one that restarts")
  func instances() {
    let (one, other) = Self.servers
    let (first, second) = (lines(one), lines(other))
    let files = [
      first[..<2].joined(), second[..<2].joined(), first[2...].joined(), second[2...].joined(),
    ]
    let found = answers(files, instances: [237, 4711, 237, 5213])
    #expect(
      found.sessions == ["a 7 30.000 closed", "b 8 10.000 restart", "c 9 0.000 open"])
    #expect(found.restarts.count == 1)
  }

  @Test("In text, where records bear no process, counters tell the lives apart that share parts")
  func counters() {
    func record(_ number: Int, _ type: String, _ life: Int, at second: Int) -> String {
      "0000\(number)\t\(type)\n\tPID: \(7 + life)\n"
        + "\tcreationTimestamp: 17952156\(10 * life + 10)000.000\n\tname: cam\(life)\n"
        + "\tqueryTimestamp: 17952156\(second)000.000\n\ttype: INR\n\tuniqueId: 1\n\n\n"
    }
    let parts = [
      record(1, "inStreamCreated", 0, at: 10) + record(2, "inStreamCodecsUpdated", 0, at: 11)
        + record(1, "inStreamCreated", 1, at: 20) + record(2, "inStreamCodecsUpdated", 1, at: 21),
      record(3, "inStreamCodecsUpdated", 0, at: 12) + record(3, "inStreamClosed", 1, at: 25),
    ]
    let found = answers(parts, of: .text)
    #expect(found.sessions == ["cam1 8 5.000 closed", "cam0 7 2.000 restart"])
    #expect(found.restarts.count == 1)
  }

  @Test("Lives of a container, whose process number is always the same, share numbered parts")
  func container() {
    var lives: [SessionLog] = []
    for life in 0..<3 {
      var log = SessionLog()
      log.process = 1
      log.stream("inStreamCreated", 1, "cam\(life)", at: Double(100 * life))
      log.add("recordChunkCreated", at: Double(100 * life + 1), #""file":"/r/a.mp4""#)
      for second in 2..<8 {
        log.add("timerTriggered", at: Double(100 * life + second), #""timerId":1"#)
      }
      // The second life is killed.
      if life != 1 {
        log.stream("inStreamClosed", 1, "cam\(life)", at: Double(100 * life + 8), upTime: 8)
        log.add("recordChunkClosed", at: Double(100 * life + 9), #""file":"/r/a.mp4""#)
        log.add("serverStopping", at: Double(100 * life + 10), #""x":1"#)
      }
      lives.append(log)
    }
    let parts = [0..<3, 3..<6, 6..<11].map { range in
      lives.map { lines($0)[range.clamped(to: 0..<lines($0).count)].joined() }.joined()
    }
    let found = answers(parts)
    #expect(
      found.sessions.sorted() == [
        " 1 6.000 restart", " 1 8.000 closed", " 1 8.000 closed", "cam0 1 8.000 closed",
        "cam1 1 7.000 restart", "cam2 1 8.000 closed",
      ])
    #expect(found.restarts.count == 1)
  }

  @Test(
    "Notifications that arrive out of order tell of the same sessions as in order",
    arguments: Seed.all(4))
  func notifications(seed: Seed) {
    var server = BusyServer(seed)
    server.accidents = .max
    var random = SeededGenerator(seed)
    let bodies = server.records(300).map { record in
      "{" + record.dropFirst(#"{"_logEntry":"00000","#.count).dropLast(2) + "\n"
    }
    let shuffled = bodies.enumerated().map { number, body in
      (place: number + Int.random(in: 0...40, using: &random), body)
    }.sorted { $0.place < $1.place }.map { $0.1 }
    #expect(shuffled != bodies)
    let expected = answers([bodies.joined()], of: .notification).sessions
    #expect(expected.count > 50)
    #expect(answers([shuffled.joined()], of: .notification).sessions == expected)
  }

  @Test("A restart after which the clock went back is one, and cuts off no negative time")
  func clockWentBack() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, "a", at: 100.75)
    log.restart(process: 43)
    log.stream("inStreamCreated", 1, "b", at: 10)
    let found = answers([log.text])
    #expect(found.sessions == ["a 42 0.000 restart", "b 43 0.000 open"])
    #expect(found.restarts.count == 1)
  }

  @Test("A session that nothing ends lasts to the latest record of its server, in any order")
  func latest() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, "a", at: 10.5)
    log.add("timerTriggered", at: 40, #""timerId":1"#)
    log.add("timerTriggered", at: 10, #""timerId":1"#)
    #expect(answers([log.text]).sessions == ["a 42 29.500 open"])
  }

  @Test("A planned restart that the sink does not log is no error, a crash is")
  func noStopLogged() {
    for isClosed in [true, false] {
      var log = SessionLog()
      log.stream("inStreamCreated", 1, at: 0)
      if isClosed { log.stream("inStreamClosed", 1, at: 5, upTime: 5) }
      log.add("timerTriggered", at: 5, #""timerId":1"#)
      log.restart(process: 43)
      log.stream("inStreamCreated", 2, at: 8)
      let found = answers([log.text]).restarts
      #expect(found.count == 1)
      #expect(found.first?.contains(isClosed ? " restarts notice " : " restarts error ") == true)
      #expect(
        found.first?.contains(
          "the server runs in a new process, 3s after its last record; "
            + "\(isClosed ? "0 streams" : "1 stream") cut off; this sink logs no stop") == true)
    }
  }
}
