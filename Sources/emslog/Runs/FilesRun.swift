import ArgumentParser
import EventLog
import LogFiles

/// One run of `files`: reads all logs and tells of each what it holds.
struct FilesRun: ~Copyable {
  private let run: Run
  private let format: RowFormat
  private let checks: Checks
  private var reader: EventReader
  private var diagnostics = Diagnostics()
  private var files: [ListedFile] = []
  private var audits: [SetKey: SetAudit] = [:]
  /// The counters of sets in which the order of the files is not that of their records.
  private var ledgers: [SetKey: SequenceLedger] = [:]
  /// The places of parts in ``files``, by name.
  private var partIndices: [String: Int] = [:]
  private var vanished = 0
  /// The rotated set of the file that was read last.
  private var lastSet: SetKey?

  /// How far the counters of a rotated set have come.
  private struct SetAudit {
    var runs = SequenceRuns()
    /// The file in which the gap appeared that nothing has confirmed yet.
    var gapFile: Int?
  }

  /// What is said besides the table.
  enum Checks {
    /// Nothing.
    case none
    /// Every finding, and how to avoid it.
    case findings
    /// That, and how the logs are rotated where nothing is wrong.
    case everything
  }

  init(_ run: Run, _ format: RowFormat, _ checks: Checks) {
    self.run = run
    self.format = format
    self.checks = checks
    reader = run.inputs.reading.reader(logZone: run.times.logZone)
  }

  /// Reads everything and exits with the status that `files` promises.
  mutating func start() throws {
    Signals.ignoreClosedPipes()
    let listing = run.inputs.listing(logZone: run.times.logZone)
    let inputs = announce(listing)
    if run.account.showsProgress, Terminal.isAttached(to: .error) {
      diagnostics.progress = ProgressBar(total: inputs.reduce(0) { $0 + ($1.status?.size ?? 0) })
    }
    for input in inputs { read(input) }
    settleAudits()
    diagnostics.endProgress()
    do throws(FileError) {
      try printTable()
    } catch {
      // Whoever closed the pipe has all that was wanted.
      if !error.isClosedPipe { diagnostics.trouble(error) }
    }
    let sinks = FollowedSinks(
      inputs, run.inputs.reading, logZone: run.times.logZone,
      outcome: "each counted by itself; commands that count events read them once")
    for note in sinks.notes { diagnostics.note(note) }
    if checks != .none { report() }
    throw ExitCode(status)
  }

  private var status: Int32 {
    if diagnostics.hasTrouble { return 2 }
    if run.inputs.reading.strict, files.contains(where: { $0.statistics.skipped > 0 }) {
      return 2
    }
    return checks != .none && files.contains(where: \.hasFinding) ? 3 : 0
  }

  /// Tells what cannot or need not be read, and returns what will be.
  private mutating func announce(_ listing: InputListing) -> [InputFile] {
    for error in listing.errors { diagnostics.trouble(error) }
    let (files, replicas) = listing.files.removingReplicas()
    for note in listing.notes + replicas { tell(note) }
    return files
  }

  private mutating func tell(_ note: FileNote) {
    if note.reason == .vanished { vanished += 1 }
    diagnostics.note(Diagnostic(place: note.path.printable, problem: note.sentence))
  }

  private mutating func read(_ input: InputFile) {
    var source: LogSource
    do throws(FileError) {
      source = try input.open()
    } catch {
      report(error, of: input)
      return
    }
    let key = input.setKey
    let isPart = input.order.isPart
    reader.reset(isContinuation: key == lastSet && !isPart)
    lastSet = key
    var summary = LogSummary(
      continuing: isPart ? SequenceRuns() : audits[key]?.runs ?? SequenceRuns())
    reader.skipHole(of: Int(source.leadingHole), into: &summary)
    var hasMore = true
    while hasMore {
      do throws(FileError) {
        hasMore = try reader.read(into: &summary) { (buffer) throws(FileError) in
          try source.read(into: &buffer)
        }
      } catch {
        hasMore = false
        report(error, of: input)
      }
      diagnostics.showProgress(source.filePosition)
    }
    reader.finish(into: &summary)
    let file = ListedFile(
      input, source, summary: summary, statistics: reader.statistics, format: reader.format)
    diagnostics.report(reader.statistics.zoneDoubt, of: input.displayName)
    files.append(file)
    if isPart {
      take(summary, ofPart: files.count - 1, input.displayName, in: key)
    } else {
      take(summary.runs, of: files.count - 1, in: key)
    }
  }

  /// Takes what the counters of a part tell; what is missing between parts is known when all are read.
  private mutating func take(
    _ summary: LogSummary, ofPart index: Int, _ name: String, in key: SetKey
  ) {
    var ledger = ledgers[key] ?? SequenceLedger(isMixed: true)
    var runs = summary.runs
    runs.finish()
    ledger.ends.add(runs.ends)
    if let numbers = summary.numbers {
      ledger.begin(at: numbers.first, of: summary.firstWriter, in: name)
    }
    for found in runs.takeFindings() {
      switch found.finding {
      case .missing(let range): ledger.doubt(range, of: found.process, in: name)
      case .restart: files[index].verdict.add(found.finding)
      }
    }
    ledgers[key] = ledger
    partIndices[name] = index
  }

  /// Gives each finding of the counters to the file in which it appeared.
  private mutating func take(_ runs: SequenceRuns, of index: Int, in key: SetKey) {
    var state = audits[key] ?? SetAudit()
    let pending = state.runs.audit.gap
    state.runs = runs
    for found in state.runs.takeFindings() {
      let isOld = if case .missing(let range) = found.finding { range == pending } else { false }
      files[isOld ? state.gapFile ?? index : index].verdict.add(found.finding)
    }
    if runs.audit.gap == nil {
      state.gapFile = nil
    } else if runs.audit.gap != pending {
      state.gapFile = index
    }
    audits[key] = state
  }

  private mutating func settleAudits() {
    for key in audits.keys.sorted() {
      guard var state = audits[key], let index = state.gapFile else { continue }
      state.runs.finish()
      for found in state.runs.takeFindings() { files[index].verdict.add(found.finding) }
    }
    for key in ledgers.keys.sorted() {
      for gap in ledgers[key]?.takeGaps(isEnd: true) ?? [] {
        if let index = partIndices[gap.log] { files[index].verdict.add(.missing(gap.range)) }
      }
    }
  }

  private mutating func report(_ error: FileError, of file: InputFile) {
    if let note = file.note(for: error) { tell(note) } else { diagnostics.trouble(error) }
  }

  private func printTable() throws(FileError) {
    var table = RowTable(columns: ListedFile.columns)
    for file in files { table.append(file.row) }
    var output = ByteBuffer()
    table.print(format, run.options, into: &output)
    var standardOutput = OutputFile.standardOutput
    try output.write(to: &standardOutput)
  }

  /// What `--check` tells: each finding, then what is to be done about it.
  private mutating func report() {
    for file in files {
      for finding in file.findings { diagnostics.note(finding) }
    }
    let doctor = Doctor(files.compactMap(\.symptoms), vanished: vanished)
    for advice in doctor.advice(isVerbose: checks == .everything) { diagnostics.note(advice) }
  }
}
