/// Answers a question about sessions from journals, as if it read their logs.
///
/// The logs have to come in the order in which one run would read them.
public struct SessionReplay: ~Copyable {
  private var report: any SessionReport & ~Copyable
  private var reader: JournalReader
  private var pending = ByteBuffer(capacity: 4096)
  private var place: (isContinuation: Bool, instance: UInt64?) = (false, nil)
  private var check = StateCheck()

  /// Makes ready to answer.
  ///
  /// - Parameters:
  ///   - question: what all journals were written for, with the order, limit and columns that are
  ///     asked for.
  ///   - format: how the rows are printed.
  ///   - options: what is hidden and in which zone times are.
  public init(_ question: SessionQuestion, _ format: RowFormat, _ options: RenderOptions) {
    report = question.report(format, options)
    reader = JournalReader(readsDetails: question.readsDetails)
  }

  /// Appends what stands before the first row.
  public mutating func begin(into output: inout ByteBuffer) { report.begin(&output) }

  /// Makes ready for a log; see ``FilteredEvents/beginSource(_:isContinuation:instance:)``.
  public mutating func beginLog(isContinuation: Bool, instance: UInt64? = nil) {
    place = (isContinuation, instance)
    check = StateCheck()
    pending.removeAll()
  }

  /// Takes the next bytes of the log's section.
  ///
  /// - Returns: False if they are not those that were looked through before.
  public mutating func read(_ bytes: Span<UInt8>, into output: inout ByteBuffer) -> Bool {
    check.add(bytes)
    var start = 0
    while let end = bytes.firstOffset(of: UInt8(ascii: "\n"), from: start) {
      pending.append(bytes.extracting(start...end))
      start = end + 1
      guard takeLine(&output) else { return false }
    }
    pending.append(bytes.extracting(start...))
    return true
  }

  private mutating func takeLine(_ output: inout ByteBuffer) -> Bool {
    let line = pending.read(with: &reader)
    pending.removeAll()
    switch line {
    case .log(let name):
      let start = SourceStart(
        name: String(decoding: name, as: UTF8.self), isContinuation: place.isContinuation,
        instance: place.instance)
      report.beginSource(start, into: &output)
    case .passage:
      report.take(
        reader.line.passage, &reader.line.fact, hasFact: reader.line.hasFact, into: &output)
    case .end(let extent, _): if let times = extent.times { report.pass(times) }
    case nil: return false
    }
    return true
  }

  /// Ends the log; false if its section was not the one that was looked through before.
  public mutating func endLog(_ section: JournalSection) -> Bool {
    pending.isEmpty && check == section.check
  }

  /// Appends all that is known only now.
  public mutating func end(into output: inout ByteBuffer) { report.end(&output) }
}

/// Puts the logs of several journals into one, as a single run would have written it.
public struct JournalCopy: ~Copyable {
  private let question: SessionQuestion
  private var whole = StateCheck()
  private var check = StateCheck()
  private var logs = 0
  private var events = 0

  /// Appends the first line.
  public init(_ question: SessionQuestion, into output: inout ByteBuffer) {
    self.question = question
    let start = output.count
    question.write(into: &output)
    output.check(from: start, with: &whole)
  }

  /// Appends the next bytes of a log's section.
  public mutating func read(_ bytes: Span<UInt8>, into output: inout ByteBuffer) {
    whole.add(bytes)
    check.add(bytes)
    output.append(bytes)
  }

  /// Ends the log; false if its section was not the one that was looked through before.
  public mutating func endLog(_ section: JournalSection) -> Bool {
    logs += 1
    events += section.extent.events
    defer { check = StateCheck() }
    return check == section.check
  }

  /// Appends the line that ends the state.
  public mutating func end(into output: inout ByteBuffer) {
    SessionJournal.writeEnd(of: question, logs: logs, events: events, whole, into: &output)
  }
}

extension ByteBuffer {
  fileprivate borrowing func read(with reader: inout JournalReader) -> JournalReader.Kind? {
    reader.read(span)
  }
}
