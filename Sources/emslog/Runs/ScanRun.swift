import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// One run over logs from start to end: the loop that joins files and events.
struct ScanRun: ~Copyable {
  private let run: Run
  private let task: EventTask
  /// True to name the file of each count.
  private let namesFiles: Bool
  private var reader: EventReader
  private var events: FilteredEvents
  private var statistics = ReadStatistics()
  private var diagnostics = Diagnostics()
  private var standardOutput = OutputFile.standardOutput
  private var badFile = BadFile()
  private var filesRead = 0
  /// The rotated set of the file that was read last.
  private var lastSet: SetKey?
  /// Logs whose records belong among those of others, by the number of the file.
  private var partlyRead: [Int: PartlyReadLog] = [:]
  /// How many events of each file matched, where files are not read one after the other.
  private var counts: [String: Int]?
  private var filesRepeated = 0
  private var bytesRepeated: Int64 = 0
  private var filesOutside = 0
  private var bytesOutside: Int64 = 0
  /// Where the page of a report goes.
  private let page: PageTarget?
  /// The file that the whole output replaces; nil: it goes to standard output.
  private let outputPath: FilePath?

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - run: what is read and how it is shown.
  ///   - task: what becomes of the events that pass.
  ///   - filter: which events pass.
  ///   - limit: stop after this many events that passed.
  ///   - namesFiles: true to name the file of each count.
  ///   - page: where the page of a report goes.
  ///   - outputPath: the file that the whole output replaces.
  init(
    _ run: Run, _ task: EventTask, filter: Filter = Filter(), limit: Int = .max,
    namesFiles: Bool = false, page: PageTarget? = nil, replacing outputPath: FilePath? = nil
  ) {
    let reading = run.inputs.reading
    self.run = run
    self.task = task
    self.namesFiles = namesFiles
    self.page = page
    self.outputPath = outputPath
    reader = reading.reader(logZone: run.times.logZone, checksSignatures: true)
    events = FilteredEvents(
      filter, task, options: run.options, limit: limit,
      keepsSkipped: run.account.badFile != nil, dropsRepeats: reading.dedupe)
  }

  /// Reads everything and exits with the status that `scan` promises.
  mutating func start() throws {
    Signals.ignoreClosedPipes()
    let listing = run.inputs.listing(logZone: run.times.logZone)
    do throws(FileError) {
      let files = try leavingOutReplaced(announce(listing))
      try page?.check(against: files)
      if let path = run.account.badFile { try openBadFile(path, besides: files) }
      let isOutside = outside(files)
      startProgress(zip(files, isOutside).filter { !$1 }.map(\.0))
      events.begin()
      let plan = survey(files, isOutside)
      for (index, file) in files.enumerated() where !isDone {
        if isOutside[index] {
          try passOver(file)
        } else if case .parts(let stretches, let isDamaged) = plan.reading(of: index) {
          try read(stretches, of: file, isDamaged: isDamaged, from: files)
        } else {
          try read(file)
        }
      }
      try writeCounts(of: files)
      while events.release() { try flush() }
      events.end()
      try flush()
      try printPage()
      if let outputPath { try events.output.replace(ReplacedFile(outputPath, for: .program)) }
      for note in events.notes { diagnostics.note(Diagnostic(problem: note)) }
      if events.isOverfull { diagnostics.trouble(Self.overfull) }
      if case .count = task, !namesFiles { try write("\(events.matched)\n") }
    } catch {
      // Whoever closed the pipe has all that was wanted.
      if error.isClosedPipe { throw ExitCode(0) }
      diagnostics.trouble(error)
    }
    diagnostics.endProgress()
    diagnostics.report(abandoned: events.abandonedTexts)
    if task.hasRowsOfTime, statistics.undated > 0 {
      diagnostics.note(
        Diagnostic(
          problem: "\(count(statistics.undated, "event")) without a time of their own, "
            + "taken at that of the record before"))
    }
    diagnostics.report(unseen: events.unseenFields)
    if run.account.printsSummary { diagnostics.print(summary) }
    throw ExitCode(status)
  }

  private var isDone: Bool {
    if case .any = task, events.matched > 0 { return true }
    return events.isSatisfied
  }

  /// 0: something matched; 1: nothing did, or a check fired; 2: trouble.
  private var status: Int32 {
    mutating get {
      if case .any = task, events.matched > 0 { return 0 }
      if diagnostics.hasTrouble || run.inputs.reading.strict && diagnostics.hasDamage { return 2 }
      switch task {
      case .print, .count, .names, .any: return events.matched > 0 ? 0 : 1
      case .survey, .stats: return 0
      default: return events.findings > 0 ? 1 : 0
      }
    }
  }

  /// Tells what cannot or need not be read, and returns what will be.
  private mutating func announce(_ listing: InputListing) -> [InputFile] {
    for warning in run.warnings + (run.inputs.reading.secrets?.warnings ?? []) {
      diagnostics.note(warning)
    }
    for error in listing.errors { diagnostics.trouble(error) }
    let (files, replicas) = leavingOutOutput(listing.files).removingReplicas()
    for note in listing.notes + replicas {
      diagnostics.note(Diagnostic(place: note.path.printable, problem: note.sentence))
    }
    return files
  }

  /// The files without the one that standard output goes to, of which there would be no end.
  private mutating func leavingOutOutput(_ files: [InputFile]) -> [InputFile] {
    guard let target = FileIdentity(of: .output) else { return files }
    return files.filter { file in
      guard file.identity == target else { return true }
      let diagnostic = Diagnostic(
        place: file.displayName, problem: FileNote(file.path, .output).sentence)
      if file.isDiscovered { diagnostics.note(diagnostic) } else { diagnostics.trouble(diagnostic) }
      return false
    }
  }

  /// The files without the one that is replaced, which may stand among the logs.
  ///
  /// - Throws: ``FileError`` if it is one that was asked for, or cannot be replaced.
  private func leavingOutReplaced(_ files: [InputFile]) throws(FileError) -> [InputFile] {
    guard let outputPath else { return files }
    // What cannot be replaced is better known before everything is read.
    _ = try ReplacedFile(outputPath, for: .program)
    guard let target = FileIdentity(at: outputPath) else { return files }
    if files.contains(where: { $0.identity == target && !$0.isDiscovered }) {
      throw FileError(.write, outputPath, .isInput)
    }
    return files.filter { $0.identity != target }
  }

  /// Opens the file of `--bad-to`, which empties it, unless it is one of the logs.
  ///
  /// - Throws: ``FileError``; the log is as it was.
  private mutating func openBadFile(_ path: FilePath, besides files: [InputFile]) throws(FileError)
  {
    if let target = FileIdentity(at: path), files.contains(where: { $0.identity == target }) {
      throw FileError(.write, path, .isInput)
    }
    try badFile.open(path)
  }

  private mutating func startProgress(_ files: [InputFile]) {
    let isVisible =
      Terminal.isAttached(to: .error) && run.account.showsProgress
      && (!task.printsEvents || !Terminal.isAttached(to: .output))
    if isVisible {
      diagnostics.progress = ProgressBar(total: files.reduce(0) { $0 + ($1.status?.size ?? 0) })
    }
  }

  /// For each file whether it lies outside the window and is not read.
  ///
  /// Whoever wants each record checked, or the bytes of those that cannot be read, has all read.
  private mutating func outside(_ files: [InputFile]) -> [Bool] {
    let fileWindow = run.times.fileWindow
    guard !task.seesEverything, !run.times.window.isUnlimited, !run.inputs.reading.strict,
      run.account.badFile == nil
    else {
      return files.map { _ in false }
    }
    let candidates = files.map { file in
      FileWindow.Candidate(
        set: file.setKey, order: file.order, times: FileTimes.of(file, with: &reader))
    }
    return zip(files, fileWindow.leavesOut(candidates)).map { file, isOutside in
      isOutside && file.status?.kind == .regular
    }
  }

  /// Counts a file that lies outside the window.
  private mutating func passOver(_ file: InputFile) throws(FileError) {
    filesOutside += 1
    bytesOutside += file.status?.size ?? 0
    try tellMatches(0, in: file)
  }

  /// Takes note of how many events of a file matched.
  private mutating func tellMatches(_ number: Int, in file: InputFile) throws(FileError) {
    let name = file.displayName
    guard counts == nil else {
      counts?[name, default: 0] += number
      return
    }
    switch task {
    case .names where number > 0: try write("\(name)\n")
    case .count where namesFiles: try write("\(name):\(number)\n")
    default: break
    }
  }

  /// Tells how many events of each file matched, where they were not read file by file.
  private mutating func writeCounts(of files: [InputFile]) throws(FileError) {
    guard let counts else { return }
    self.counts = nil
    for file in files {
      if let number = counts[file.displayName] { try tellMatches(number, in: file) }
    }
  }

  private static let overfull = Diagnostic(
    problem: "the events to print last to first are more than 1 GiB, and were not printed",
    hint: "-n N keeps only the last N; a smaller window keeps fewer")

  /// Reads one file; only trouble with the output ends the run.
  private mutating func read(_ file: InputFile) throws(FileError) {
    let name = file.displayName
    let set = file.setKey
    let goesOn = lastSet.map { set.isOfOneLog(with: $0) } ?? false
    reader.reset(isContinuation: set == lastSet && !file.order.isPart)
    events.beginSource(name, isContinuation: goesOn, instance: file.place.instance)
    lastSet = set
    var source: LogSource
    do throws(FileError) {
      source = try file.open()
    } catch {
      report(error, of: file)
      return
    }
    filesRead += 1
    reader.skipHole(of: Int(source.leadingHole), into: &events)
    var content = task.writesState ? ContentDigester(firstLength: LogContent.firstLength) : nil
    var failure: FileError?
    var hasMore = true
    while hasMore, !reader.isStopped {
      do throws(FileError) {
        hasMore = try reader.read(into: &events) { (buffer) throws(FileError) in
          let start = buffer.count
          try source.read(into: &buffer)
          content?.add(buffer.span.extracting(start...))
        }
      } catch {
        failure = error
        hasMore = false
      }
      try flush()
      diagnostics.showProgress(source.filePosition)
    }
    reader.finish(into: &events)
    events.endSource(reader.statistics, content: content.map(LogContent.init))
    try flush()
    if let failure { report(failure, of: file) }
    diagnostics.report(source.end, of: name)
    diagnostics.report(skipped: events.firstSkipped, of: reader.statistics, in: name)
    diagnostics.report(nothingIn: reader.statistics, name)
    statistics.add(reader.statistics)
    try tellMatches(events.matchedInSource, in: file)
  }

  /// Finds the logs that hold the same events, and reports them.
  private mutating func survey(_ files: [InputFile], _ isOutside: [Bool]) -> SinkPlan {
    let survey = SinkSurvey(
      files.enumerated().filter { !isOutside[$0.offset] }.map { ($0.offset, $0.element) },
      reading: run.inputs.reading, logZone: run.times.logZone)
    for note in survey.notes { diagnostics.note(note) }
    if !survey.plan.groups.isEmpty { counts = [:] }
    return survey.plan
  }

  /// Reads some stretches of a file, and of others whose records belong among its own.
  private mutating func read(
    _ stretches: [SinkPlan.Stretch], of file: InputFile, isDamaged: Bool, from files: [InputFile]
  ) throws(FileError) {
    guard !stretches.isEmpty || isDamaged else {
      filesRepeated += 1
      bytesRepeated += file.status?.size ?? 0
      return try tellMatches(0, in: file)
    }
    let name = file.displayName
    events.beginSource(
      name, isContinuation: lastSet.map { file.setKey.isOfOneLog(with: $0) } ?? false,
      instance: file.place.instance)
    lastSet = file.setKey
    guard let log = openPartly(file) else { return }
    filesRead += 1
    var inserted = 0
    for stretch in stretches where !isDone && !log.isStopped {
      if stretch.isInserted {
        let before = events.matchedInSource
        try insert(stretch, from: files)
        events.goOn(in: name)
        let found = events.matchedInSource - before
        try tellMatches(found, in: files[stretch.file])
        inserted += found
      } else {
        try read(log, before: stretch.records.lowerBound, as: .passedOver(isTold: true), of: file)
        try read(log, before: stretch.records.upperBound, as: .own, of: file)
      }
    }
    if isDamaged, !isDone {
      try read(log, before: .max, as: .passedOver(isTold: true), of: file)
    }
    events.stretch = .own
    events.endSource(log.statistics)
    try flush()
    diagnostics.report(log.end, of: name)
    diagnostics.report(skipped: events.firstSkipped, of: log.statistics, in: name)
    diagnostics.report(nothingIn: log.statistics, name)
    statistics.add(log.statistics)
    try tellMatches(events.matchedInSource - inserted, in: file)
  }

  /// Reads records of a log that belong among those of another one.
  private mutating func insert(
    _ stretch: SinkPlan.Stretch, from files: [InputFile]
  ) throws(FileError) {
    let file = files[stretch.file]
    let isAhead = partlyRead[stretch.file].map { $0.next > stretch.records.lowerBound } ?? true
    if isAhead {
      if partlyRead.count >= Self.openLimit { partlyRead = [:] }
      partlyRead[stretch.file] = openPartly(file)
    }
    guard let log = partlyRead[stretch.file] else { return }
    events.goOn(in: file.displayName)
    let records = stretch.records
    try read(log, before: records.lowerBound, as: .passedOver(isTold: false), of: file)
    try read(
      log, before: records.upperBound, as: .inserted(holdsCounters: stretch.holdsCounters),
      of: file)
  }

  /// So many logs are kept open whose records belong among those of others.
  private static let openLimit = 8

  private mutating func openPartly(_ file: InputFile) -> PartlyReadLog? {
    do throws(FileError) {
      return try PartlyReadLog(file, run.inputs.reading.reader(logZone: run.times.logZone))
    } catch {
      report(error, of: file)
      return nil
    }
  }

  /// Reads a log up to a record.
  private mutating func read(
    _ log: PartlyReadLog, before record: Int, as stretch: FilteredEvents.Stretch, of file: InputFile
  ) throws(FileError) {
    guard record > log.next else { return }
    events.stretch = stretch
    log.turn(to: record, into: &events)
    var hasMore = true
    while hasMore {
      do throws(FileError) {
        hasMore = try log.advance(into: &events)
      } catch {
        report(error, of: file)
        hasMore = false
      }
      try flush()
      diagnostics.showProgress(log.position)
    }
  }

  private mutating func report(_ error: FileError, of file: InputFile) {
    if let note = file.note(for: error) {
      diagnostics.note(Diagnostic(place: note.path.printable, problem: note.sentence))
    } else {
      diagnostics.trouble(error)
    }
  }

  private mutating func flush() throws(FileError) {
    events.arrange()
    if !events.output.isEmpty, outputPath == nil {
      try events.output.write(to: &standardOutput)
      events.output.removeAll()
    }
    if !events.skippedBytes.isEmpty {
      try events.skippedBytes.write(to: &badFile)
      events.skippedBytes.removeAll()
    }
  }

  private mutating func printPage() throws(FileError) {
    guard let page else { return }
    events.printPage()
    try events.output.write(to: page, &standardOutput)
    events.output.removeAll()
  }

  private mutating func write(_ text: String) throws(FileError) {
    let bytes = ContiguousArray(text.utf8)
    try standardOutput.write(bytes.span)
  }

  /// What `--stats` prints.
  private var summary: String {
    var lines: [String] = []
    let (window, zone) = (run.times.window, run.times.zone)
    if let since = window.since { lines.append("since       \(since.text(in: zone))") }
    if let until = window.until { lines.append("until       \(until.text(in: zone))") }
    lines += [
      "files       \(filesRead)", "bytes       \(statistics.bytes)",
      "events      \(statistics.events) (\(statistics.eventBytes) bytes)",
      "matched     \(events.matched)", "separators  \(statistics.separatorBytes) bytes",
      "headers     \(statistics.headerBytes) bytes",
    ]
    lines += statistics.accountOfOthers
    if !window.isUnlimited {
      lines.append("outside     \(count(filesOutside, "file")) (\(bytesOutside) bytes) not read")
    }
    if filesRepeated > 0 {
      lines.append(
        "same events \(count(filesRepeated, "file")) (\(bytesRepeated) bytes) not read")
    }
    if events.undated > 0 {
      lines.append("undated     \(count(events.undated, "event")) of no known time")
    }
    if run.inputs.reading.dedupe {
      lines.append("repeated    \(count(events.repeated, "event")) dropped")
    }
    if statistics.repairedStrings > 0 {
      lines.append("repaired    \(statistics.repairedStrings) strings that were not UTF-8")
    }
    if statistics.forgedRecords > 0 {
      lines.append("forged      \(statistics.forgedRecords) records inside values")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension LogContent {
  /// What was found while a log was read.
  fileprivate init(_ digester: ContentDigester) {
    self.init(size: digester.size, beginnings: digester.beginnings, whole: digester.digest)
  }
}

extension ByteBuffer {
  /// Writes all of it.
  borrowing func write(to file: inout OutputFile) throws(FileError) { try file.write(span) }

  /// Writes all of it where a page goes.
  borrowing func write(
    to page: PageTarget, _ output: inout OutputFile
  ) throws(FileError) { try page.write(span, to: &output) }
  /// Puts all of it in the place of what a file has held so far.
  borrowing func replace(_ file: borrowing ReplacedFile) throws(FileError) {
    try file.replace(with: span)
  }

  /// Writes all of it, if there is such a file.
  borrowing func write(to file: inout BadFile) throws(FileError) { try file.write(span) }
}

/// Where `--bad-to` writes, once it was asked for.
struct BadFile: ~Copyable {
  private var file: OutputFile?

  init() { file = nil }

  mutating func open(_ path: FilePath) throws(FileError) { file = try OutputFile(path) }

  mutating func write(_ bytes: Span<UInt8>) throws(FileError) { try file?.write(bytes) }
}
