import EventLog
import LogFiles
import SystemPackage

/// A look at logs that are about to be followed, to find those that sinks of one server write.
struct FollowedSinks {
  /// Lets each event through once; nil lets all.
  private(set) var gate: SinkGate?
  /// The order in which sets are read: of the logs of one server the most exact first.
  private(set) var ranks: [SetKey: Int] = [:]
  /// Logs that were found to hold the same events.
  private(set) var notes: [Diagnostic] = []

  /// How much of the end of a log is looked at, in bytes.
  private static let room = 512 << 10
  /// How many files of a log are looked at, from the newest on.
  private static let reach = 64
  /// How much of a file's head teaches the reader its format.
  private static let headRoom = 8 << 10

  /// Looks at the logs of which the last run knew nothing.
  ///
  /// - Parameters:
  ///   - paths: what is followed.
  ///   - reading: how it is read.
  ///   - logZone: the zone of stamps without one.
  ///   - memory: what the last run has kept of this.
  ///   - isLive: true if logs may come while they are followed.
  init(
    _ paths: [FilePath], _ reading: LogReading, logZone: ZoneRules, memory: [String] = [],
    isLive: Bool = false
  ) {
    self.init(
      PathList(paths, depth: reading.depth).expanded().files, reading, logZone: logZone,
      memory: memory, isLive: isLive, outcome: "read once; --all-sinks reads them all")
  }

  /// The same for files that were listed before; `outcome` says what becomes of logs that hold the
  /// same events.
  init(
    _ files: [InputFile], _ reading: LogReading, logZone: ZoneRules, memory: [String] = [],
    isLive: Bool = false, outcome: String
  ) {
    guard !reading.allSinks else { return }
    var gate = memory.isEmpty ? nil : try? SinkGate(memory: memory)
    if gate == nil, !memory.isEmpty {
      notes.append(
        Diagnostic(
          problem: "the checkpoint's account of sinks is damaged",
          hint: "the last events that several logs hold may be repeated"))
    }
    let files = files.filter { $0.status?.kind == .regular }
    let sets = Dictionary(grouping: files, by: \.setKey)
    if gate == nil { gate = SinkGate(isLive: isLive) }
    defer {
      for set in sets.keys {
        let rank = gate?.rank(of: LogName(set)) ?? 0
        if rank > 0 { ranks[set] = rank }
      }
      self.gate = gate
    }
    let keys = sets.keys.sorted()
    let sizes = keys.map { (sets[$0] ?? []).reduce(0) { $0 + ($1.status?.size ?? 0) } }
    let isKnown = zip(keys, sizes).allSatisfy { gate?.knows(LogName($0), size: $1) == true }
    guard sets.count > 1, !isKnown else { return }
    var reader = reading.reader(logZone: logZone)
    let traces = keys.map { Self.trace(of: sets[$0] ?? [], with: &reader) }
    let names = keys.map { sets[$0]?.last?.displayName ?? "" }
    for logs in SinkFamilies.logs(traces, sizes: sizes) {
      gate?.unite(logs.map { LogName(keys[$0]) })
      notes.append(
        SinkSurvey.note(
          on: SinkPlan.Group(main: logs[0], others: Array(logs.dropFirst()), additions: 0), names,
          outcome))
    }
    for (index, key) in keys.enumerated() {
      if traces[index].isTelling {
        gate?.part([LogName(key)])
      } else {
        gate?.mute(LogName(key), size: sizes[index])
      }
    }
  }

  /// The report on more events than can be compared.
  static let overfull = Diagnostic(
    problem: "these are too many new events to see which of them several logs hold",
    hint: "some may be repeated; name one log of each server, or run more often")

  /// The events at the end of a log.
  private static func trace(of files: [InputFile], with reader: inout EventReader) -> SinkTrace {
    var tracer = SinkTracer()
    tracer.trace.begin(file: 0, isPart: false)
    var left = room
    for file in files.suffix(reach).reversed() where left > 0 {
      do throws(FileError) {
        left -= try readEnd(of: file, with: &reader, into: &tracer, room: left)
      } catch {
        // Whoever reads the file after all will report what is wrong with it.
      }
      reader.reset()
    }
    return tracer.trace
  }

  /// Reads the end of a file that is not compressed; returns how many bytes were read.
  private static func readEnd(
    of file: InputFile, with reader: inout EventReader, into tracer: inout SinkTracer, room: Int
  ) throws(FileError) -> Int {
    let open = try file.openFile()
    let size = Int(clamping: try open.status().size)
    let head = try open.bytes(at: 0, count: min(size, max(room, headRoom)))
    guard let first = head.first, first != 0x1F else { return 0 }
    if size > head.count {
      let tail = try open.bytes(at: size - room, count: room)
      reader.resume(at: size - room, head: head.span.extracting(first: headRoom))
      reader.read(tail.span, into: &tracer)
    } else {
      reader.read(head.span, into: &tracer)
    }
    reader.finish(into: &tracer)
    return min(size, room)
  }
}
