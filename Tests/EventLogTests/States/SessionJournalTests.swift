import TestSupport
import Testing

@testable import EventLog

@Suite("A journal of sessions")
struct SessionJournalTests {
  /// A file of a log.
  private struct File {
    var name: String
    var text: String
    /// Whether it goes on where the one before ended.
    var isContinuation = true
    /// The number of the server's run that its name bears.
    var instance: UInt64?
  }

  private static let questions: [SessionQuestion] = {
    var all = SessionsPlan()
    all.choice.kinds = Set(SessionKind.allCases)
    var few = SessionsPlan()
    few.choice.kinds = [.chunk]
    few.choice.names = [Glob("*[1-5].ts")]
    var sorted = SessionsPlan()
    sorted.order = SessionsPlan.Order(.seconds, isDescending: true)
    sorted.limit = 20
    var window = SessionsPlan()
    window.choice.direction = .out
    window.choice.window = TimeWindow(
      since: EventTime(milliseconds: 1_795_217_000_000),
      until: EventTime(milliseconds: 1_795_218_000_000))
    var chosen = SessionsPlan()
    chosen.choice.kinds = Set(SessionKind.allCases)
    var filter = Filter()
    filter.types = TypeSelector.parse(["*Closed"]).selector
    filter.streams = [Glob("*[1-5]*")]
    chosen.choice.events = EventChoice(filter, digest: 1)
    var summed = SessionsPlan()
    summed.keys = [.address, .status]
    summed.order = SessionsPlan.Order(sum: .seconds, isDescending: true)
    var viewers = ViewersPlan()
    viewers.showsTotals = true
    var stretches = ViewersPlan()
    stretches.step = TimeStep("7m")
    stretches.onlyPlayers = true
    return [
      .sessions(all), .sessions(few), .sessions(sorted), .sessions(window), .sessions(chosen),
      .sessions(summed), .viewers(viewers), .viewers(stretches),
    ]
  }()

  private static let formats: [(OutputFormat, RowFormat)] = [
    (.jsonl, .jsonl), (.table, .table), (.csv, .csv), (.markdown, .markdown),
  ]

  private func question(_ question: SessionQuestion) -> EventTask {
    switch question {
    case .sessions(let plan): .sessions(plan)
    case .viewers(let plan): .viewers(plan)
    }
  }

  private func run(
    _ question: EventTask, _ files: [File], as format: OutputFormat, of log: InputFormat?
  ) -> String {
    var selection = FilteredEvents(Filter(), question.shown(as: format))
    var reader = EventReader(format: log)
    selection.begin()
    for file in files {
      selection.beginSource(
        file.name, isContinuation: file.isContinuation, instance: file.instance)
      let bytes = ContiguousArray(file.text.utf8)
      reader.read(bytes.span, into: &selection)
      reader.finish(into: &selection)
      selection.endSource(reader.statistics)
      reader.reset()
    }
    selection.end()
    return String(copying: selection.output.span)
  }

  /// What is printed of journals whose logs have these names, in this order.
  private func replay(
    _ states: [String], _ question: SessionQuestion, _ files: [File], as format: RowFormat
  ) throws -> String {
    var merger = StateMerger()
    for (number, text) in states.enumerated() {
      merger.beginFile("state \(number)")
      let bytes = ContiguousArray(text.utf8)
      // In pieces, as files are read.
      for start in stride(from: 0, to: bytes.count, by: 1000) {
        try merger.read(bytes.span.extracting(start..<min(start + 1000, bytes.count)))
      }
      try merger.endFile()
    }
    var replay = SessionReplay(question, format, RenderOptions())
    var output = ByteBuffer(capacity: 1 << 16)
    replay.begin(into: &output)
    for file in files {
      guard let section = merger.sections.first(where: { $0.name == file.name }) else {
        throw StateDefect(line: nil, problem: "the log \(file.name) is missing")
      }
      replay.beginLog(isContinuation: file.isContinuation, instance: file.instance)
      let bytes = ContiguousArray(states[section.file].utf8)
      for start in stride(from: section.bytes.lowerBound, to: section.bytes.upperBound, by: 777) {
        let end = min(start + 777, section.bytes.upperBound)
        let isSame = replay.read(bytes.span.extracting(start..<end), into: &output)
        #expect(isSame)
      }
      let isWhole = replay.endLog(section)
      #expect(isWhole)
    }
    replay.end(into: &output)
    return String(copying: output.span)
  }

  /// Compares one run with one that puts the journals of several together.
  private func compare(_ files: [File], of log: InputFormat?, _ seed: Seed) throws {
    var random = SeededGenerator(seed)
    for question in Self.questions {
      var parts = Array(repeating: [File](), count: Int.random(in: 1...4, using: &random))
      for file in files.shuffled(using: &random) {
        parts[Int.random(in: parts.indices, using: &random)].append(file)
      }
      let states = parts.map { part in
        run(.state(question), part, as: .jsonl, of: log)
      }
      let (format, rows) = Self.formats.randomElement(using: &random) ?? (.jsonl, .jsonl)
      let direct = run(self.question(question), files, as: format, of: log)
      let replayed = try replay(states, question, files, as: rows)
      #expect(replayed == direct)
    }
  }

  @Test(
    "gives what one run gives, wherever logs are cut and however they are shared out",
    arguments: Seed.all(8))
  func anySplit(seed: Seed) throws {
    var random = SeededGenerator(seed)
    var files: [File] = []
    for log in 0..<2 {
      var server = BusyServer(Seed(seed.value &* 2 &+ UInt64(log)))
      let records = server.records(300)
      let cuts = (0..<7).map { _ in Int.random(in: 0...records.count, using: &random) }.sorted()
      for (number, (start, end)) in zip([0] + cuts, cuts + [records.count]).enumerated() {
        files.append(
          File(
            name: "log\(log).\(number)", text: records[start..<end].joined(),
            isContinuation: number > 0, instance: seed.value % 3 == 0 ? UInt64(number / 3) : nil))
      }
    }
    try compare(files, of: .json, seed)
  }

  @Test("gives what one run gives in every format, over restarts and holes", arguments: Seed.all(2))
  func formats(seed: Seed) throws {
    let story = TroubleStory(seed, troubles: Set(TroubleStory.Trouble.allCases))
    for (format, log) in [
      (ReferenceWriter.Format.json, InputFormat.json), (.text, .text), (.xml, .xml), (.w3c, .w3c),
    ] {
      let files = story.files(format, records: 700).enumerated().map { number, bytes in
        File(
          name: "part \(number)", text: String(decoding: bytes, as: UTF8.self),
          isContinuation: number > 0)
      }
      #expect(files.count > 2)
      try compare(files, of: log, seed)
    }
  }

  @Test("gives what one run gives of notifications that arrive out of order")
  func notifications() throws {
    var server = BusyServer(Seed(3))
    server.accidents = .max
    let bodies = server.records(200).map { record in
      "{" + record.dropFirst(#"{"_logEntry":"00000","#.count).dropLast(2) + "\n"
    }
    let swapped = bodies.indices.map { bodies[$0 ^ 5 < bodies.count ? $0 ^ 5 : $0] }
    let files = [File(name: "bodies", text: swapped.joined(), isContinuation: false)]
    try compare(files, of: .notification, Seed(4))
  }

  @Test("gives what one run gives of webhooks, whose viewers may have no name")
  func webhooks() throws {
    let lines = Self.deliveries(400, Seed(3))
    let files = stride(from: 0, to: lines.count, by: 90).map { start in
      File(
        name: "hooks \(start)", text: lines[start..<min(start + 90, lines.count)].joined(),
        isContinuation: start > 0)
    }
    #expect(run(.sessions(SessionsPlan()), files, as: .jsonl, of: nil).utf8.count > 10_000)
    try compare(files, of: nil, Seed(4))
  }

  /// What a receiver of Ant Media's webhooks has logged: some late, some twice.
  private static func deliveries(_ count: Int, _ seed: Seed) -> [String] {
    var random = SeededGenerator(seed)
    var lines: [String] = []
    for number in 0..<count {
      let action =
        ["liveStreamStarted", "liveStreamEnded", "playStarted", "playStopped"]
        .randomElement(using: &random) ?? ""
      let viewer =
        ["", #""subscriberId":"ann","#, #""subscriberId":"bob","#].randomElement(using: &random)
        ?? ""
      let time = 1_795_215_600_000 + number * 3000 - Int.random(in: 0...9000, using: &random)
      lines.append(
        #"{"app":"live",\#(viewer)"action":"\#(action)","#
          + #""id":"cam\#(Int.random(in: 1...4, using: &random))","timestamp":"\#(time)"}"# + "\n")
      if Int.random(in: 0..<9, using: &random) == 0 {
        lines.append(lines[Int.random(in: lines.indices, using: &random)])
      }
    }
    return lines
  }

  @Test("says in lines what its format has them say")
  func text() {
    var log = SessionLog()
    log.add("serverStarted", at: 0, #""x":1"#)
    log.add("timerTriggered", at: 1, #""x":1"#)
    log.stream("inStreamCreated", 7, "a\\\"b", at: 2)
    log.stream("inStreamClosed", 7, "a\\\"b", at: 4, upTime: 2, bytes: 900, dropped: 5)
    log.skip(3)
    log.add("timerTriggered", at: 5, #""x":1"#)
    log.add("serverStopping", at: 6, #""x":1"#)
    let journal = run(
      .state(.sessions(SessionsPlan())), [File(name: "a b\"", text: log.text)], as: .jsonl,
      of: .json)
    // Times are seconds after 1795215600; a creation is in microseconds.
    let expected = [
      #"{"emslog":"sessions","version":2,"kinds":["stream","http","recording"],"direction":[],"#
        + #""streams":[],"since":null,"until":null}"#,
      #"{"log":"a b\""}"#,
      #"{"records":[0,0],"writer":42,"time":1795215600000,"tells":"started"}"#,
      #"{"records":[1,2],"writer":42,"since":1795215601000,"time":1795215602000,"tells":"opened","kind":"stream","#
        + #""direction":"in","type":"INR","id":7,"process":42,"created":1795215602000000,"#
        + #""start":1795215602000,"name":"a\"b"}"#,
      #"{"records":[3,3],"writer":42,"time":1795215604000,"tells":"closed","kind":"stream","#
        + #""direction":"in","type":"INR","id":7,"process":42,"created":1795215602000000,"#
        + #""start":1795215602000,"upTime":2000,"bytes":900,"dropped":5,"video":"VUNK","#
        + #""audio":"AUNK","name":"a\"b"}"#,
      #"{"records":[7,7],"writer":42,"time":1795215605000}"#,
      #"{"records":[8,8],"writer":42,"time":1795215606000,"tells":"stopping"}"#,
      #"{"passed":6,"from":1795215600000,"to":1795215606000,"first":[0,42],"last":[8,42]}"#,
    ]
    #expect(journal.split(separator: "\n").dropLast().map(String.init) == expected)
    #expect(
      journal.split(separator: "\n").last?.hasPrefix(#"{"end":"sessions","logs":1,"events":6,"#)
        == true)
  }

  @Test("keeps tags that are no letters", arguments: [#"O\"\\é"#, "\u{FFFD}", "12345678", "é"])
  func tags(tag: String) throws {
    var log = SessionLog()
    log.stream("outStreamCreated", 7, at: 2, tag: tag)
    let files = [File(name: "log", text: log.text, isContinuation: false)]
    try compare(files, of: .json, Seed(1))
  }

  @Test("is refused or read, and never crashed by, whatever stands in it", arguments: Seed.all(6))
  func damaged(seed: Seed) throws {
    var random = SeededGenerator(seed)
    var server = BusyServer(seed)
    let files = [File(name: "log", text: server.records(40).joined(), isContinuation: false)]
    let question = SessionQuestion.sessions(SessionsPlan())
    let lines = run(.state(question), files, as: .jsonl, of: .json).split(separator: "\n")
    let extremes = [
      "9223372036854775807", "-9223372036854775808", "-1", "0", "1e9", "null", "[]", "\"x\"", "{}",
    ]
    var refused = 0
    for _ in 0..<300 {
      var body = lines.dropFirst().dropLast().map(String.init)
      let place = Int.random(in: body.indices, using: &random)
      var line = Array(body[place].utf8)
      let numbers = line.indices.filter { line[$0] == UInt8(ascii: ":") }
      if let at = numbers.randomElement(using: &random), Bool.random(using: &random) {
        let end = line[(at + 1)...].firstIndex {
          $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}")
        }
        line.replaceSubrange(
          (at + 1)..<(end ?? line.endIndex),
          with: Array((extremes.randomElement(using: &random) ?? "").utf8))
      } else {
        line[Int.random(in: line.indices, using: &random)] = UInt8.random(
          in: 32...126, using: &random)
      }
      body[place] = String(decoding: line, as: UTF8.self)
      let text = resealed([String(lines[0])] + body, logs: 1)
      do {
        _ = try replay([text], question, files, as: .jsonl)
      } catch is StateDefect {
        refused += 1
      }
    }
    #expect(refused > 50)
  }

  /// A journal with a last line that fits the others.
  private func resealed(_ lines: [String], logs: Int) -> String {
    let text = lines.map { $0 + "\n" }.joined()
    var check = StateCheck()
    let bytes = ContiguousArray(text.utf8)
    check.add(bytes.span)
    let passed = lines.last?.split(separator: ":").dropFirst().first?.split(separator: ",").first
    return text
      + #"{"end":"sessions","logs":\#(logs),"events":\#(passed ?? "0"),"check":"\#(check.text)"}"#
      + "\n"
  }
}
