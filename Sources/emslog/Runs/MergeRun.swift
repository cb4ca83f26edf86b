import ArgumentParser
import EventLog
import LogFiles
import SystemPackage

/// What the options of `merge` say of the answer, once the states have told the question.
protocol AnswerOptions {
  /// Completes the question of `stats`.
  ///
  /// - Throws: A usage error for options of other questions.
  func complete(_ plan: TallyPlan) throws -> (plan: TallyPlan, shown: ShownRows)

  /// Completes the question of `sessions` or `viewers`.
  ///
  /// - Throws: A usage error for options of other questions.
  func complete(_ question: SessionQuestion) throws -> (question: SessionQuestion, shown: ShownRows)
}

/// How the rows of an answer are shown.
struct ShownRows {
  var format: RowFormat
  var options: RenderOptions
  /// True to hide secrets, false to show them; nil: as the format does.
  var redact: Bool?
}

/// One run of `merge`.
struct MergeRun: ~Copyable {
  private let inputs: InputListing
  private let percentiles: [Percentile]?
  private let writesState: Bool
  private let answer: any AnswerOptions
  private var merger: StateMerger
  private var diagnostics = Diagnostics()
  private var standardOutput = OutputFile.standardOutput
  private var output = ByteBuffer(capacity: 64 << 10)
  /// The files of states, as journals are read again from them.
  private var kept: [KeptState] = []

  init(
    _ inputs: InputListing, percentiles: [Percentile]?, writesState: Bool,
    _ answer: any AnswerOptions
  ) {
    self.inputs = inputs
    self.percentiles = percentiles
    self.writesState = writesState
    self.answer = answer
    merger = StateMerger(ignoresPercentiles: percentiles != nil)
  }

  /// Adds everything up and exits with 0, or with 2 where anything went wrong.
  mutating func start() throws {
    Signals.ignoreClosedPipes()
    for error in inputs.errors { diagnostics.trouble(error) }
    for note in inputs.notes {
      diagnostics.note(Diagnostic(place: note.path.printable, problem: note.sentence))
    }
    for file in inputs.files {
      kept.append(.file(file))
      read(file)
    }
    check()
    guard !diagnostics.hasTrouble else { throw ExitCode(2) }
    do {
      try bringOut()
      try flush()
    } catch let error as FileError {
      // Whoever closed the pipe has all that was wanted.
      if error.isClosedPipe { return }
      diagnostics.trouble(error)
      throw ExitCode(2)
    }
  }

  /// Leaves out states of which others hold all, and refuses what cannot be put together.
  private mutating func check() {
    guard !diagnostics.hasTrouble else { return }
    if merger.count == 0 {
      diagnostics.trouble(Diagnostic(problem: "there is no state to put together"))
    }
    for state in merger.states where state.isEmpty && merger.count > 1 {
      diagnostics.trouble(
        Diagnostic(
          place: state.file, problem: "the state is of no log that holds anything",
          hint: "look at what was read where it was written, or leave the state out"))
    }
    let overlap = StateOverlap(merger.states)
    if let conflict = overlap.conflict {
      let files = conflict.states.map { merger.states[$0].file }
      diagnostics.trouble(
        Diagnostic(
          place: files[1], problem: "\(conflict.log) is counted in \(files[0]) already",
          hint: "write states anew with --partial so that each log is in one of them"))
    }
    guard !diagnostics.hasTrouble, !overlap.leftOut.isEmpty else { return }
    for state in overlap.leftOut {
      note(merger.states[state.state].file, isHeldBy: merger.states[state.other].file)
    }
    merger = StateMerger(
      ignoresPercentiles: percentiles != nil, leavingOut: Set(overlap.leftOut.map(\.state)))
    for state in kept { readAgain(state) }
  }

  private mutating func note(_ name: String, isHeldBy other: String) {
    let holder = name == other ? "another state" : other
    diagnostics.note(
      Diagnostic(place: name, problem: "skipped, because \(holder) holds the same content"))
  }

  private mutating func bringOut() throws {
    switch merger.question {
    case nil: break
    case .stats(let header):
      if writesState {
        merger.write(into: &output)
        for note in merger.notes { diagnostics.note(Diagnostic(problem: note)) }
      } else {
        try checkPercentiles(of: header.plan)
        let (plan, shown) = try answer.complete(header.plan)
        try printTable(plan, shown)
      }
    case .sessions(let question):
      if writesState {
        try copy(question)
      } else {
        let (question, shown) = try answer.complete(question)
        try replay(question, shown)
      }
    }
  }

  private mutating func flush() throws(FileError) {
    try output.write(to: &standardOutput)
    output.removeAll()
  }

  private mutating func read(_ file: InputFile) {
    let name = file.displayName
    merger.beginFile(name)
    do {
      var source = try file.open()
      if source.leadingHole > 0 {
        diagnostics.trouble(Diagnostic(place: name, problem: "the file begins with a hole"))
        return
      }
      if !source.canBeReadAgain { kept[kept.count - 1] = .memory([]) }
      var chunk = ByteBuffer(capacity: 256 << 10)
      repeat {
        chunk.removeAll()
        try chunk.fill(room: 256 << 10) { (bytes) throws(FileError) in
          try source.read(into: &bytes)
        }
        try chunk.feed(to: &merger)
        chunk.keep(in: &kept[kept.count - 1])
      } while !chunk.isEmpty
      guard source.end == .clean else {
        diagnostics.damage(source.end, of: name)
        return
      }
      try merger.endFile()
    } catch let error as FileError {
      diagnostics.trouble(error)
    } catch let defect as StateDefect {
      let place = defect.line.map { "\(name): line \($0)" } ?? name
      diagnostics.trouble(
        Diagnostic(
          place: place, problem: defect.problem,
          hint: "nothing is printed; write the state anew with --partial"))
    } catch {
      diagnostics.trouble(Diagnostic(place: name, problem: "could not be read"))
    }
  }

  /// Reads states of `stats` once more, of which some are to be left out.
  private mutating func readAgain(_ state: KeptState) {
    switch state {
    case .file(let file): read(file)
    case .memory(let bytes):
      merger.beginFile("")
      do throws(StateDefect) {
        try merger.read(bytes.span)
        try merger.endFile()
      } catch {
        diagnostics.trouble(Diagnostic(problem: error.problem))
      }
    }
  }

  private mutating func checkPercentiles(of states: TallyPlan) throws {
    guard let percentiles, !percentiles.isEmpty, !states.fields.isEmpty,
      states.percentiles.isEmpty
    else { return }
    diagnostics.trouble(
      Diagnostic(
        problem: "the states keep no numbers to work out percentiles from",
        hint: "leave -p none out where stats --partial runs"))
    throw ExitCode(2)
  }

  private mutating func printTable(_ plan: TallyPlan, _ shown: ShownRows) throws {
    let secrets = merger.secrets
    if let redact = shown.redact, redact ? !secrets.canBeHidden : !secrets.canBeShown {
      diagnostics.trouble(
        Diagnostic(
          problem: redact
            ? "secrets in the states cannot be told from the rest: --no-redact has left them in"
            : "there are no secrets in the states: --redact has hidden them"))
      throw ExitCode(2)
    }
    merger.print(plan, shown.format, shown.options, into: &output)
    for note in merger.notes { diagnostics.note(Diagnostic(problem: note)) }
  }
}

/// Where a file of states can be read again.
enum KeptState {
  /// In the file.
  case file(InputFile)
  /// In memory: it came through a pipe, or is compressed.
  case memory(ContiguousArray<UInt8>)
}

extension LogSource {
  /// Whether any part of it can be read again from its file.
  fileprivate var canBeReadAgain: Bool { fileSize != nil && !isCompressed }
}

extension ByteBuffer {
  /// Hands all of it to what puts states together.
  fileprivate borrowing func feed(to merger: inout StateMerger) throws(StateDefect) {
    try merger.read(span)
  }

  /// Appends all of it to what is kept in memory.
  fileprivate borrowing func keep(in state: inout KeptState) {
    guard case .memory(var bytes) = state else { return }
    state = .memory([])
    for index in span.indices { bytes.append(span[index]) }
    state = .memory(bytes)
  }
}

extension MergeRun {
  /// Prints what one run over all logs would have printed.
  private mutating func replay(_ question: SessionQuestion, _ shown: ShownRows) throws {
    var replay = SessionReplay(question, shown.format, shown.options)
    replay.begin(into: &output)
    for step in orderedLogs() {
      replay.beginLog(isContinuation: step.isContinuation, instance: step.instance)
      var isSame = true
      try eachChunk(of: step.section) { chunk, output in
        isSame = isSame && chunk.feed(to: &replay, into: &output)
      }
      guard isSame, replay.endLog(step.section) else { throw changed(step.section) }
    }
    replay.end(into: &output)
  }

  /// Puts all logs into one state.
  private mutating func copy(_ question: SessionQuestion) throws {
    var copy = JournalCopy(question, into: &output)
    for step in orderedLogs() {
      try eachChunk(of: step.section) { chunk, output in chunk.feed(to: &copy, into: &output) }
      guard copy.endLog(step.section) else { throw changed(step.section) }
    }
    copy.end(into: &output)
  }

  private mutating func orderedLogs() -> [JournalOrder.Step] {
    let order = JournalOrder(merger.sections)
    for copy in order.copies { note(copy.section.name, isHeldBy: copy.original.name) }
    return order.steps
  }

  /// Reads a log's section once more.
  private mutating func eachChunk(
    of section: JournalSection,
    _ body: (borrowing ByteBuffer, inout ByteBuffer) -> Void
  ) throws(FileError) {
    let source: OpenFile? =
      if case .file(let file) = kept[section.file] { try file.openFile() } else { nil }
    var chunk = ByteBuffer(capacity: 256 << 10)
    var offset = section.bytes.lowerBound
    while offset < section.bytes.upperBound {
      chunk.removeAll()
      let room = min(section.bytes.upperBound - offset, 256 << 10)
      if case .memory(let bytes) = kept[section.file] {
        chunk.append(bytes.span.extracting(offset..<(offset + room)))
      } else {
        try chunk.fill(room: room) { (bytes) throws(FileError) in
          try source?.read(into: &bytes, at: Int64(offset))
        }
      }
      // A file that has become shorter is told by its check.
      if chunk.isEmpty { return }
      offset += chunk.count
      body(chunk, &output)
      if output.count >= 256 << 10 { try flush() }
    }
  }

  private mutating func changed(_ section: JournalSection) -> ExitCode {
    diagnostics.trouble(
      Diagnostic(
        place: section.name, problem: "its state was changed while it was read",
        hint: "what was printed is not complete; run emslog merge again"))
    return ExitCode(2)
  }
}

extension ByteBuffer {
  fileprivate borrowing func feed(
    to replay: inout SessionReplay, into output: inout ByteBuffer
  ) -> Bool {
    replay.read(span, into: &output)
  }

  fileprivate borrowing func feed(
    to copy: inout JournalCopy, into output: inout ByteBuffer
  ) {
    copy.read(span, into: &output)
  }
}
