import EventLog
import LogFiles

/// A first look at several logs, to find those that sinks of one server have written.
struct SinkSurvey: ~Copyable {
  /// What is read of each file, by its number.
  private(set) var plan = SinkPlan([])
  /// The report on that.
  private(set) var notes: [Diagnostic] = []
  /// The logs of the plan, and what the user knows them as.
  private(set) var logs: [SetKey] = []
  private(set) var names: [String] = []

  /// So many events are compared at most; each takes 8 bytes.
  private static let room = 1 << 24

  /// Looks at files that are logs of more than one rotated set; others have nothing to be found in.
  ///
  /// What can be read only once is left alone. What cannot be read is reported when it is read.
  init(
    _ files: [(index: Int, file: InputFile)], reading: LogReading, logZone: ZoneRules
  ) {
    let files = files.filter { $0.file.status?.kind == .regular }
    guard !reading.allSinks, files.contains(where: { $0.file.setKey != files[0].file.setKey })
    else { return }
    var reader = reading.reader(logZone: logZone)
    var traces: [SetKey: SinkTrace] = [:]
    var tracer = SinkTracer()
    var room = Self.room
    for (index, file) in files {
      let key = file.setKey
      if traces[key] == nil { logs.append(key) }
      tracer.trace = traces.removeValue(forKey: key) ?? SinkTrace()
      tracer.trace.begin(file: index, isPart: file.order.isPart)
      room -= Self.read(file, with: &reader, into: &tracer, room: room)
      traces[key] = tracer.trace
      tracer.trace = SinkTrace()
      guard room > 0 else {
        notes = [Self.overfull]
        return
      }
    }
    plan = SinkPlan(logs.compactMap { traces[$0] })
    names = logs.map { key in Self.name(of: files.filter { $0.file.setKey == key }.map(\.file))
    }
    notes = plan.groups.map { [names] in Self.note(on: $0, names) }
  }

  /// Reads a file into the trace of its log; returns how many events it holds.
  private static func read(
    _ file: InputFile, with reader: inout EventReader, into tracer: inout SinkTracer, room: Int
  ) -> Int {
    let before = tracer.trace.count
    defer { reader.reset() }
    do throws(FileError) {
      var source = try file.open()
      var hasMore = true
      while hasMore, !reader.isStopped, tracer.trace.count - before < room {
        hasMore = try reader.read(into: &tracer) { (buffer) throws(FileError) in
          try source.read(into: &buffer)
        }
      }
    } catch {
      // Whoever reads the file after all will tell what is wrong with it.
    }
    reader.finish(into: &tracer)
    return tracer.trace.count - before
  }

  private static let overfull = Diagnostic(
    problem: "these are too many events to see whether logs of one server hold the same",
    hint: "events that several logs hold count several times; name one log of each server")

  /// What the user knows a log as.
  private static func name(of files: [InputFile]) -> String {
    let first = files.first?.displayName ?? ""
    return files.count > 1 ? "\(first) and \(count(files.count - 1, "file")) more of it" : first
  }

  /// A report on logs that hold the same events.
  static func note(on group: SinkPlan.Group, _ names: [String]) -> Diagnostic {
    let additions =
      group.additions > 0 ? ", with \(count(group.additions, "event")) that only they hold" : ""
    return note(on: group, names, "read once\(additions); --all-sinks reads them all")
  }

  /// A report on logs that hold the same events, and on what becomes of them.
  static func note(
    on group: SinkPlan.Group, _ names: [String], _ outcome: String
  ) -> Diagnostic {
    var others = group.others.prefix(3).map { names[$0] }.joined(separator: ", ")
    let rest = group.others.count - 3
    if rest > 0 { others += " and \(count(rest, "more log"))" }
    return Diagnostic(
      place: others, problem: "the same events as \(names[group.main]), \(outcome)")
  }
}
