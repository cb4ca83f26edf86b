/// Looks for what went wrong in logs that grow, over as many runs as one likes, and tells each finding
/// once.
///
///     var watch = CheckWatch(plan, .tsv, options)      // or CheckWatch(…, memory: lines)
///     watch.beginLog(name)
///     reader.read(chunk, into: &watch)                 // …
///     watch.settle()                                   // findings that are new are in its output
///     keep(watch.memory)
///
/// A finding is told as soon as it is certain that it is one, with what is known of it by then; that
/// it goes on is not told again.
public struct CheckWatch: EventConsumer, ~Copyable {
  /// New findings, to be printed.
  public var output = ByteBuffer(capacity: 4096)
  /// How many findings were told that the status is to tell.
  public private(set) var failing = 0
  /// The first few pieces that were skipped since a log was begun.
  public private(set) var firstSkipped: [SkippedPiece] = []

  private let plan: ChecksPlan
  private let redacts: Bool
  private var logs: [LogName: WatchedLog] = [:]
  private var current: WatchedLog
  private var printer: FindingPrinter
  private var hasBegun = false

  /// The most logs that are remembered; those that have been silent for the longest time go.
  private static let logLimit = 256
  /// The most sessions that may be open at the same time in a log: what is remembered stays small.
  static let openLimit = 100_000

  /// Begins without any memory.
  public init(_ plan: ChecksPlan, _ format: RowFormat, _ options: RenderOptions) {
    self.plan = plan
    redacts = options.redacts
    printer = FindingPrinter(format, options)
    current = WatchedLog(plan, redacts: redacts)
  }

  /// Goes on where the watch stopped whose ``memory`` these lines are.
  ///
  /// - Throws: ``SnapshotError`` if they are not.
  public init(
    _ plan: ChecksPlan, _ format: RowFormat, _ options: RenderOptions, memory lines: [String]
  ) throws(SnapshotError) {
    self.init(plan, format, options)
    guard lines.first == Self.head else { throw SnapshotError(line: 1) }
    var start = 1
    while start < lines.count {
      let rest = lines[(start + 1)...]
      let end = rest.firstIndex { $0.hasPrefix("\(WatchedLog.head) ") } ?? lines.count
      do throws(SnapshotError) {
        let (name, log) = try WatchedLog.read(lines[start..<end], plan, redacts: redacts)
        logs[name] = log
      } catch {
        throw SnapshotError(line: start + error.line)
      }
      start = end
    }
  }

  private static let head = "check 1"

  /// All that is needed to go on later; call ``settle()`` before.
  ///
  /// - Returns: Lines of printable ASCII.
  public var memory: [String] {
    let names = logs.keys.sorted { left, right in
      let (one, other) = (logs[left]?.latest ?? .min, logs[right]?.latest ?? .min)
      return one != other ? one > other : left.group.lexicographicallyPrecedes(right.group)
    }
    return names.prefix(Self.logLimit).reduce(into: [Self.head]) { lines, name in
      lines += logs[name]?.memory(named: name) ?? []
    }
  }

  /// Every kind.
  public var wantedKinds: EventKindSet { .all }

  /// Findings have to know when they began.
  public var needsTimes: Bool { true }

  /// Makes ready for more of a log; others may be read in between.
  public mutating func beginLog(_ name: LogName) {
    firstSkipped.removeAll(keepingCapacity: true)
    if let known = logs[name] {
      current = known
    } else {
      current = WatchedLog(plan, redacts: redacts)
      logs[name] = current
    }
  }

  /// Takes one event.
  public mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    current.take(event)
    return .proceed
  }

  /// Passes over bytes.
  public mutating func skip(_ bytes: Span<UInt8>) {}

  /// Keeps the places of the first few.
  public mutating func skipped(_ piece: SkippedPiece) {
    current.table.skipped(piece.reason)
    if firstSkipped.count < SkippedPiece.locatedAtMost { firstSkipped.append(piece) }
  }

  /// Tells the findings that are new.
  public mutating func settle() {
    var new: [Finding] = []
    for log in logs.values { new += log.takeNews() }
    if new.isEmpty { return }
    new = FindingList.inOrder(new)
    failing += new.count { plan.failing.contains($0.check) }
    if !hasBegun { printer.begin(&output) }
    hasBegun = true
    for finding in new { printer.append(finding, into: &output) }
    printer.settle(&output)
  }

  /// Appends what stands after the last finding.
  public mutating func finish() { if hasBegun { printer.end(&output) } }
}

/// What a watch knows of one log.
private final class WatchedLog {
  var table: SessionTable
  private var inspection: Inspection
  /// The findings that were told and go on.
  private var told: Set<ContiguousArray<UInt8>> = []
  private let plan: ChecksPlan
  private let redacts: Bool

  static let head = "watched"

  init(
    _ plan: ChecksPlan, redacts: Bool,
    table: consuming SessionTable = SessionTable(
      readsDetails: true, limit: CheckWatch.openLimit)
  ) {
    self.plan = plan
    self.redacts = redacts
    self.table = table
    inspection = Inspection(plan, redacts: redacts)
  }

  /// The last time in the log, in milliseconds since 1970.
  var latest: Int64 { inspection.last ?? .min }

  func take(_ event: borrowing Event) {
    table.take(event)
    inspection.take(event, of: table.runs.current, table.changes)
    table.changes.removeAll(keepingCapacity: true)
  }

  /// The findings that were not told yet: those that are over, and those that would be told if the log
  /// ended here.
  ///
  /// While records are in doubt it waits with the latter: these may be what is missed.
  func takeNews() -> [Finding] {
    guard !table.hasDoubt else {
      return inspection.takeFindings().filter { !told.contains($0.identity) }
    }
    inspection.settle()
    let over = inspection.takeFindings()
    var ending = inspection
    ending.endLog(table.pendingChanges())
    let open = ending.takeFindings()
    let news = (over + open).filter { !told.contains($0.identity) }
    told = Set(open.map(\.identity))
    return news
  }

  func memory(named name: LogName) -> [String] {
    var line = KeptFields(writing: Self.head)
    var (group, run) = (name.group, name.run.map { Int64(bitPattern: $0) })
    line(&group)
    line(&run)
    var all = Array(told)
    line(&all)
    return [line.text] + inspection.memory(numbering: table.runs.keptNumbers)
      + table.snapshot(byteLimit: Self.tableLimit)
  }

  private static let tableLimit = 16 << 20

  static func read(
    _ lines: ArraySlice<String>, _ plan: ChecksPlan, redacts: Bool
  ) throws(SnapshotError) -> (LogName, WatchedLog) {
    var words = SnapshotWords(lines[lines.startIndex])
    _ = words.word()
    var fields = KeptFields(reading: words)
    var group: ContiguousArray<UInt8> = []
    var run: Int64?
    var told: [ContiguousArray<UInt8>] = []
    fields(&group)
    fields(&run)
    fields(&told)
    guard fields.isComplete else { throw SnapshotError(line: 1) }
    let start = lines.firstIndex { $0.hasPrefix("table ") } ?? lines.endIndex
    let table: SessionTable
    do throws(SnapshotError) {
      table = try SessionTable(
        snapshot: lines[start...], readsDetails: true, limit: CheckWatch.openLimit)
    } catch {
      throw SnapshotError(line: start - lines.startIndex + error.line)
    }
    let log = WatchedLog(plan, redacts: redacts, table: table)
    log.told = Set(told)
    for place in lines.indices.dropFirst().prefix(start - lines.startIndex - 1) {
      guard log.inspection.recall(lines[place]) else {
        throw SnapshotError(line: place - lines.startIndex + 1)
      }
    }
    return (LogName(group: group, run: run.map { UInt64(bitPattern: $0) }), log)
  }
}
