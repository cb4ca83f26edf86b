/// Adds up states that other runs have written as JSON lines.
///
/// A state begins with a header that says what it is: `{"emslog":"stats","version":1,…}`. Lines follow
/// that mean something to that kind of state alone, and a footer that says how much there was, with
/// a check of all the bytes: `{"end":"stats","groups":…,"events":…,"check":…}`. States may stand one behind
/// the other in a file. Until its footer a state is not known to be whole, so that after any
/// ``StateDefect`` there is no answer to print.
///
/// Those of `stats` are added up as they are read. Those of `sessions` and `viewers` are journals, whose
/// logs have to be put in order before anything can be said: they are only looked through, and
/// ``sections`` tells where each log stands, for ``SessionReplay`` to read it again. Cutting lines,
/// counting and checking them is common to all.
public struct StateMerger: ~Copyable {
  /// What a state is of: the word in its header.
  enum Kind: String, CaseIterable {
    /// Counts by group, and what is known of numbers: ``TallyState``.
    case stats
    /// What logs tell of sessions: ``SessionJournal``.
    case sessions
    /// The same, of those who watch.
    case viewers
  }

  private let ignoresPercentiles: Bool
  /// States of `stats` that do not count, by their numbers in the order of reading.
  private let leftOut: Set<Int>
  private var pending = ByteBuffer(capacity: 64 << 10)
  private var fileName = ""
  private var files = 0
  private var lines = 0
  /// How many bytes of the file were taken.
  private var position = 0
  private var statesInFile = 0
  private var open: OpenState?
  private var check = StateCheck()
  private var total = 0
  /// The first header of all, and the file it was read from; the others have to agree.
  private var first: (question: StateQuestion, file: String)?
  private var state = TallyState(TallyPlan())
  private var index = JournalIndex()

  /// The states that were read.
  public private(set) var states: [ReadState] = []
  /// The logs of those states of `stats` that count.
  private var logs: [TalliedLog] = []

  /// How many states were read.
  public var count: Int { states.count }

  /// The state whose footer has not come yet.
  private struct OpenState {
    var kind: Kind
    /// Of a state of `stats`.
    var header: TallyHeader?
    /// Lines that count: of groups, or of logs.
    var parts = 0
    var events = 0
    var hasOthers = false
  }

  /// The longest line that is read, in bytes.
  static let lineLimit = 1 << 30
  /// So many events can be counted.
  private static let eventLimit = 1 << 53

  /// Begins with nothing.
  ///
  /// - Parameters:
  ///   - ignoresPercentiles: other percentiles will be told than those that the states say.
  ///   - leftOut: states of `stats` that do not count, by their numbers in the order of reading, from 0.
  public init(ignoresPercentiles: Bool = false, leavingOut leftOut: Set<Int> = []) {
    self.ignoresPercentiles = ignoresPercentiles
    self.leftOut = leftOut
  }

  /// Makes ready for a file; `name` is printable.
  public mutating func beginFile(_ name: String) {
    fileName = name
    files += 1
    lines = 0
    position = 0
    statesInFile = 0
    index.beginFile()
    open = nil
    check = StateCheck()
    pending.removeAll()
  }

  /// Takes the next bytes of the file.
  ///
  /// - Throws: ``StateDefect``, after which the rest of the file says nothing.
  public mutating func read(_ bytes: Span<UInt8>) throws(StateDefect) {
    var start = 0
    while let end = bytes.firstOffset(of: UInt8(ascii: "\n"), from: start) {
      pending.append(bytes.extracting(start...end))
      start = end + 1
      try takePending()
    }
    pending.append(bytes.extracting(start...))
    guard pending.count <= Self.lineLimit else {
      throw StateDefect(line: lines + 1, problem: "the line is longer than any state has")
    }
  }

  /// Ends the file.
  ///
  /// - Throws: ``StateDefect`` if it breaks off, or there is nothing in it.
  public mutating func endFile() throws(StateDefect) {
    if !pending.isEmpty {
      // The last line end may be missing, as shells cut it off.
      guard pending.stateLine != nil else {
        throw StateDefect(line: lines + 1, problem: "the file breaks off inside a line")
      }
      try takePending()
    }
    if open != nil {
      throw StateDefect(
        line: lines + 1, problem: "the state breaks off: the line that ends it is missing")
    }
    if statesInFile == 0 { throw StateDefect(line: nil, problem: "there is no state in the file") }
  }

  private mutating func takePending() throws(StateDefect) {
    lines += 1
    // The footer's own line is not among those that it checks.
    let before = check
    pending.add(to: &check)
    let start = position
    position += pending.count
    if var open, open.kind != .stats, !pending.isFrame {
      let part = pending.take(into: &index, at: start, ofFile: files - 1)
      pending.removeAll()
      guard let part else { throw damaged }
      open.parts += part.isEnd ? 1 : 0
      open.events += part.events
      total += part.events
      guard total <= Self.eventLimit else { throw tooMany }
      self.open = open
      return
    }
    let read = pending.stateLine
    pending.removeAll()
    guard let line = read else { throw defect("this is no line of a state") }
    if let word = line.string(line.member("emslog")) {
      try begin(word, line)
    } else if let open {
      if line.member("end") != nil, line.member("check") != nil {
        try end(open, line, check: before)
      } else {
        try take(line)
      }
    } else {
      throw defect("a state begins with a line that --partial wrote, and this is none")
    }
  }

  private func defect(_ problem: String) -> StateDefect {
    StateDefect(line: lines, problem: problem)
  }

  private mutating func begin(
    _ word: String, _ line: borrowing StateLine
  ) throws(StateDefect) {
    guard open == nil else {
      throw defect("another state begins before the line that ends the one before")
    }
    guard let kind = Kind(rawValue: word) else {
      throw defect("this is a state of another kind than emslog knows")
    }
    guard line.count(line.member("version")) == kind.version else {
      throw defect("this was written by another version of emslog")
    }
    guard let question = StateQuestion(kind, line) else { throw damaged }
    if let first {
      if let difference = question.difference(
        from: first.question, ignoresPercentiles: ignoresPercentiles)
      {
        throw defect("this is another question: \(difference) \(first.file)")
      }
    } else {
      first = (question, fileName)
      switch question {
      case .stats(let header): state = TallyState(header.plan)
      case .sessions(let question): index = JournalIndex(readsDetails: question.readsDetails)
      }
    }
    open = OpenState(kind: kind)
    if case .stats(let header) = question {
      open?.header = header
      guard !leftOut.contains(states.count) else { return }
      logs += header.logs
      state.giveUp(header.cutoff, header.precision, missing: header.missing)
    }
  }

  private var damaged: StateDefect { defect("the line is damaged") }

  private var tooMany: StateDefect { defect("there are more events than can be counted") }

  /// Takes a line between the header and the footer of a state of `stats`.
  private mutating func take(_ line: borrowing StateLine) throws(StateDefect) {
    guard var open, let header = open.header, let group = line.group(header),
      !(open.hasOthers && group.key == nil)
    else { throw damaged }
    total += group.events
    guard total <= Self.eventLimit else { throw tooMany }
    open.parts += 1
    open.events += group.events
    open.hasOthers = open.hasOthers || group.key == nil
    if !leftOut.contains(states.count) {
      state.add(group, frame: header.frame, missing: header.missing)
    }
    self.open = open
  }

  private mutating func end(
    _ open: OpenState, _ line: borrowing StateLine, check: StateCheck
  ) throws(StateDefect) {
    guard line.string(line.member("end")) == open.kind.rawValue,
      let parts = line.count(line.member(open.kind == .stats ? "groups" : "logs")),
      let events = line.count(line.member("events")), let text = line.string(line.member("check"))
    else { throw damaged }
    guard parts == open.parts, events == open.events, !index.isInLog else {
      let what = open.kind == .stats ? "groups" : "logs"
      throw defect(
        """
        lines are missing or doubled: it should be \(parts) \(what) with \(events) events, \
        and is \(open.parts) with \(open.events)
        """)
    }
    guard text == check.text else {
      throw defect("a line of the state that ends here was changed: its check does not match")
    }
    self.open = nil
    self.check = StateCheck()
    statesInFile += 1
    let logs = open.header?.logs ?? []
    let contents =
      open.kind == .stats ? logs.map(\.content) : index.sections.suffix(parts).compactMap(\.source)
    states.append(
      ReadState(
        file: fileName, logs: logs,
        isEmpty: contents.allSatisfy { $0.size == 0 } && contents.count == max(parts, logs.count)
          || parts == 0 && logs.isEmpty))
  }
}

extension StateMerger.Kind {
  /// Which version of the text is read.
  fileprivate var version: Int {
    switch self {
    case .stats: TallyState.version
    case .sessions, .viewers: SessionJournal.version
    }
  }
}

extension StateMerger {
  /// What the states are the answer to; nil as long as there is none.
  public var question: StateQuestion? { first?.question }

  /// The logs that journals tell of, in the order in which they were read.
  public var sections: [JournalSection] { index.sections }

  private var header: TallyHeader? {
    if case .stats(let header) = first?.question { header } else { nil }
  }

  /// Whether secrets in the values that make groups can be shown, and whether they can be hidden.
  public var secrets: (canBeShown: Bool, canBeHidden: Bool) {
    let secrets = header?.secrets ?? "both"
    return (secrets != "hidden", secrets != "shown")
  }

  /// What has to be said of the sum of states of `stats` besides.
  public var notes: [String] { state.notes(header?.plan ?? TallyPlan()) }

  /// Prints what one run of `stats` over everything would have printed.
  ///
  /// - Parameters:
  ///   - plan: That of the states, with the order, the percentiles and so on that were asked for.
  ///   - format: How the rows are printed.
  ///   - options: What is hidden and in which zone times are.
  ///   - output: Where they are printed.
  public mutating func print(
    _ plan: TallyPlan, _ format: RowFormat, _ options: RenderOptions, into output: inout ByteBuffer
  ) {
    state.settle()
    guard plan.secrets == .both else {
      TallyReport(state, plan).print(format, options, into: &output)
      return
    }
    var chosen = TallyState(plan)
    chosen.giveUp(state.budget.cutoff, state.budget.precision)
    for number in [TallyState.others] + state.groups().filter({ $0 != TallyState.others }) {
      var group = state.group(number)
      guard group.events > 0 else { continue }
      group.key = group.key?.choosing(hidden: options.redacts)
      chosen.add(group, frame: state.trend.frame)
    }
    chosen.settle()
    chosen.giveUp(absent: state.missingLimit)
    TallyReport(chosen, plan).print(format, options, into: &output)
  }

  /// Writes the sum of states of `stats` as a state again.
  public mutating func write(into output: inout ByteBuffer) {
    guard let header else { return }
    state.settle()
    state.write(header.plan, logs, hidesSecrets: header.secrets == "hidden", into: &output)
  }
}

/// Why a file is no state that can be added up with the others.
public struct StateDefect: Error, Equatable, Sendable {
  /// From 1; nil if it is the file as a whole.
  public let line: Int?
  /// In lower case and without a full stop.
  public let problem: String
}

extension ContiguousArray<UInt8> {
  /// The key of a group with or without the secrets in it.
  fileprivate func choosing(hidden: Bool) -> ContiguousArray<UInt8> {
    var key = ContiguousArray<UInt8>()
    for part in split(separator: TallyKeyPart.end, omittingEmptySubsequences: false).dropLast() {
      let forms = part.split(separator: TallyKeyPart.hidden, omittingEmptySubsequences: false)
      key += hidden ? forms[forms.count - 1] : forms[0]
      key.append(TallyKeyPart.end)
    }
    return key
  }
}

extension ByteBuffer {
  fileprivate borrowing func add(to check: inout StateCheck) { check.add(span) }

  /// Whether the line in this buffer begins or ends a state.
  fileprivate var isFrame: Bool { span.has("{\"emslog\":", at: 0) || span.has("{\"end\":", at: 0) }

  /// Hands the line in this buffer to the index of a journal.
  fileprivate borrowing func take(
    into index: inout JournalIndex, at offset: Int, ofFile file: Int
  ) -> JournalIndex.Part? {
    index.take(span, at: offset, ofFile: file)
  }

  /// The line in this buffer; nil if it is no JSON object.
  fileprivate var stateLine: StateLine? { StateLine(span) }
}
