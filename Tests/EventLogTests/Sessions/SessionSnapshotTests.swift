import TestSupport
import Testing

@testable import EventLog

@Suite("A snapshot of open sessions")
struct SessionSnapshotTests {
  private static let log = LogName(group: Array("/var/log/e v\u{e9}nts.json".utf8)[...].copied)

  @Test("goes on as if nothing had been between, wherever it is made", arguments: Seed.all(6))
  func straddling(seed: Seed) throws {
    var server = BusyServer(seed)
    let records = server.records(400)
    var random = SeededGenerator(seed)
    let whole = Following(records, cuts: [])
    let cuts = (0..<12).map { _ in Int.random(in: 0...records.count, using: &random) }.sorted()
    let parts = Following(records, cuts: cuts)
    #expect(parts.failures == [])
    #expect(parts.told == whole.told)
    #expect(parts.told.count > 100)
  }

  @Test("keeps sessions of several logs apart")
  func twoLogs() throws {
    var table = SessionTable(readsDetails: true)
    let logs = [LogName(group: [0x61], run: 3), LogName(group: [0x62])]
    for (number, name) in ["first", "second"].enumerated() {
      table.beginSource(of: logs[number])
      table.read(Self.created(name, process: 4 + 10 * number))
    }
    var again = try SessionTable(snapshot: table.snapshot(), readsDetails: true)
    #expect(again.openCount == 2)
    again.beginSource(of: logs[0])
    again.read(Self.created("third", process: 5))
    let cut = again.pendingChanges().compactMap { change -> String? in
      if case .ended(let session) = change { session.name.asText } else { nil }
    }
    #expect(cut == ["first"], "only the server of the first log was restarted")
  }

  @Test("ends sessions of a run that another one has followed once that is certain")
  func superseded() {
    var table = SessionTable(readsDetails: false)
    table.beginSource(of: LogName(group: [0x61], run: 9))
    table.read(Self.created("old", process: 4, seconds: 100))
    table.beginSource(of: LogName(group: [0x61], run: 2))
    table.read(Self.created("new", process: 5, seconds: 200))
    table.changes = []
    table.settleOld()
    #expect(table.changes.isEmpty, "the old server may go on beside the new one")
    #expect(table.pendingChanges().map(\.summary) == ["started", "ended old restart"])
    table.read(Self.created("newer", process: 5, seconds: 200 + 86_401, entry: 1))
    table.changes = []
    table.settleOld()
    #expect(table.changes.map(\.summary) == ["started", "ended old restart"])
    #expect(table.openCount == 2)
    #expect(table.pendingChanges().isEmpty)
  }

  @Test("is printable ASCII that may stand in a JSON string, whatever streams are called")
  func hostileNames() throws {
    var table = SessionTable(readsDetails: true)
    table.beginSource(of: LogName(group: Array(UInt8.min...UInt8.max)[...].copied))
    table.read(
      Array(String(decoding: HostileLog.json, as: UTF8.self).utf8).replacing(
        "inStreamClosed", with: "inStreamCreated"))
    let lines = table.snapshot()
    for byte in lines.flatMap(\.utf8) {
      #expect((0x20...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C)
    }
    let again = try SessionTable(snapshot: lines, readsDetails: true)
    #expect(again.snapshot() == lines)
  }

  @Test("is refused when a line is missing, cut or changed, and never crashes")
  func damaged() throws {
    var table = SessionTable(readsDetails: true)
    table.beginSource(of: Self.log)
    table.read(Self.created("cam1", process: 4))
    let lines = table.snapshot()
    #expect(throws: SnapshotError(line: 1)) {
      _ = try SessionTable(snapshot: [], readsDetails: true)
    }
    #expect(throws: SnapshotError(line: 1)) {
      _ = try SessionTable(snapshot: lines.dropFirst(), readsDetails: true)
    }
    #expect(throws: SnapshotError.self) {
      _ = try SessionTable(snapshot: lines + [lines.last ?? ""], readsDetails: true)
    }
    for (number, line) in lines.enumerated() {
      for end in 0..<line.utf8.count {
        var cut = lines
        cut[number] = String(decoding: Array(line.utf8).prefix(end), as: UTF8.self)
        // A text at the end of a line may be shorter; then it is another snapshot.
        guard let read = try? SessionTable(snapshot: cut, readsDetails: true) else { continue }
        #expect(read.snapshot() == cut)
      }
    }
  }

  @Test("leaves out the oldest where it would be too long, counts them, and cuts names")
  func limits() throws {
    var table = SessionTable(readsDetails: false)
    table.beginSource(of: Self.log)
    for number in 0..<50 {
      table.read(
        Self.created("stream\(number)-" + String(repeating: "\u{e9}", count: 100), process: number))
      table.beginSource(of: LogName(group: Array("\(number)".utf8)[...].copied))
    }
    let lines = table.snapshot(nameLimit: 20, byteLimit: 1000)
    let sessions = lines.filter { $0.hasPrefix("open ") }
    #expect((5...12).contains(sessions.count))
    #expect(lines.first == "table \(50 - sessions.count)")
    #expect(sessions.last?.contains(" stream49%2d%c3%a9%c3%a9%c3%a9%c3%a9%c3%a9 ") == true)
    let again = try SessionTable(snapshot: lines, readsDetails: false)
    #expect(again.openCount == sessions.count)
    #expect(again.forgotten == 50 - sessions.count)
  }

  private static func created(
    _ name: String, process: Int, seconds: Int = 1_795_216_353, entry: Int = 0
  ) -> [UInt8] {
    Array(
      #"""
      {"_logEntry":"0000\#(entry)","id":1,"payload":{"name":"\#(name)","uniqueId":\#(entry + 1),"type":"INR"},\#
      "processId":\#(process),"timestamp":\#(seconds),"type":"inStreamCreated"},

      """#.utf8)
  }
}

/// What a table tells of a log that is read in parts.
private struct Following {
  var told: [String] = []
  var failures: [SnapshotError] = []

  init(_ records: [String], cuts: [Int]) {
    var table = SessionTable(readsDetails: true)
    let name = LogName(group: [0x65], run: 1)
    var start = 0
    for end in cuts + [records.count] {
      table.beginSource(of: name)
      table.read(Array(records[start..<end].joined().utf8))
      told += table.changes.map(\.summary)
      table.changes = []
      start = end
      let lines = table.snapshot()
      do throws(SnapshotError) {
        if !cuts.isEmpty { table = try SessionTable(snapshot: lines, readsDetails: true) }
      } catch {
        failures.append(error)
      }
    }
    table.finish()
    told += table.changes.map(\.summary)
  }
}

extension SessionTable {
  /// Takes the events of a piece of a json log.
  fileprivate mutating func read(_ bytes: [UInt8]) {
    var reader = EventReader(format: .json)
    var taker = Taker(table: self)
    reader.read(ContiguousArray(bytes).span, into: &taker)
    reader.finish(into: &taker)
    self = taker.takeTable()
  }
}

/// Hands events to a table.
private struct Taker: EventConsumer, ~Copyable {
  var table: SessionTable

  init(table: consuming SessionTable) { self.table = table }

  consuming func takeTable() -> SessionTable { table }

  var wantedKinds: EventKindSet { .all }
  var needsTimes: Bool { true }
  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    table.take(event)
    return .proceed
  }
  mutating func skip(_ bytes: Span<UInt8>) {}
  mutating func skipped(_ piece: SkippedPiece) {}
}

extension SessionChange {
  /// Everything that a report could show of it.
  fileprivate var summary: String {
    switch self {
    case .opened(let session): "opened \(session.summary)"
    case .recoded(let session, _): "recoded \(session.summary)"
    case .ended(let session): "ended \(session.summary) \(session.status.rawValue)"
    case .started: "started"
    case .stopping: "stopping"
    case .missing(let range, _, _, _): "missing \(range)"
    }
  }
}

extension Session {
  fileprivate var summary: String {
    guard status != .restart || start?.milliseconds != 100_000 else {
      return String(decoding: name, as: UTF8.self)
    }
    return "\(kind) \(direction) \(tag) \(id ?? -1) \(String(decoding: name, as: UTF8.self)) "
      + "\(start?.milliseconds ?? -1) \(opening?.milliseconds ?? -1) \(end?.milliseconds ?? -1) "
      + "\(duration ?? -1) \(bytes ?? -1) \(droppedBytes ?? -1) \(isOpeningLogged)"
  }
}

extension ArraySlice<UInt8> {
  fileprivate var copied: ContiguousArray<UInt8> { ContiguousArray(self) }
}

extension [UInt8] {
  fileprivate func replacing(_ text: String, with other: String) -> [UInt8] {
    Array(
      String(decoding: self, as: UTF8.self).split(separator: text, omittingEmptySubsequences: false)
        .joined(separator: other).utf8)
  }
}
