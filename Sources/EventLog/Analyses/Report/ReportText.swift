/// Prints a report for people: in lines and tables, or as Markdown.
struct ReportText {
  private let plan: ReportPlan
  private let options: RenderOptions
  private let isMarkdown: Bool

  /// No line is wider: 80 columns also in a pipe, for reports are sent by mail; fewer on a terminal
  /// that is narrow.
  private let width: Int

  init(_ plan: ReportPlan, _ options: RenderOptions, isMarkdown: Bool) {
    self.plan = plan
    self.isMarkdown = isMarkdown
    var options = options
    options.zone = plan.zone
    width = min(80, max(40, options.width ?? 80))
    options.width = width
    self.options = options
  }

  func print(_ summary: ReportSummary, into output: inout ByteBuffer) {
    printTitle(summary, &output)
    if !plan.onlyProblems {
      printTotals(summary, &output)
      printStreams(summary, &output)
      printInputs(summary, &output)
      printTypes(summary, &output)
    }
    printProblems(summary, &output)
    if !plan.onlyProblems {
      heading("Log", &output)
      for note in summary.logNotes { line(note, &output) }
    }
  }

  // MARK: - Parts

  private func printTitle(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    let title = "Media server report"
    if isMarkdown {
      output.append("# \(title)\n\n")
    } else {
      bold(title, &output)
      output.append("\n")
    }
    line(summary.period(in: plan.zone), &output)
    if let comparison = summary.comparison(plan) {
      line(comparison, &output)
    }
  }

  private func printTotals(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    var lines = summary.lines(plan)
    if !summary.endings.isEmpty, let place = lines.firstIndex(where: { $0.label == "Sessions" }) {
      lines.insert(ReportLine(label: "", value: summary.endings), at: place + 1)
    }
    output.append("\n")
    if isMarkdown {
      output.append("| | |\n| --- | --- |\n")
      for line in lines { append("| \(line.label) | \(line.text) |\n", to: &output) }
      return
    }
    for line in lines {
      let label = line.label + String(repeating: " ", count: max(0, 18 - line.label.utf8.count))
      wrap(label + line.text, indentation: 18, &output)
    }
  }

  private func printStreams(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    guard !summary.streams.isEmpty else { return }
    heading("Top streams by \(plan.ranking.words)", &output)
    let rows = summary.streams.prefix(plan.limit).map { stream -> [RowValue] in
      [
        .name(stream.name), .shown(ReportFigure.bytes(stream.bytes.out)),
        .shown(ReportFigure.bytes(stream.bytes.into)), .number(Int64(stream.viewers.peak)),
        .shown(stream.viewers.averageHundredths.map(ReportFigure.hundredths) ?? ""),
        .shown(ReportFigure.hours(stream.viewers.area)),
      ]
    }
    table(["stream", "bytes out", "bytes in", "peak", "average", "watched"], rows, &output)
    more(summary.streams.count - rows.count, "stream", &output)
  }

  private func printInputs(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    guard !summary.inputs.isEmpty else { return }
    heading("Inputs, those that were away longest", &output)
    let rows = summary.inputs.prefix(plan.limit).map { input -> [RowValue] in
      let uptime = input.uptime
      return [
        .name(input.name),
        .shown(uptime.shareHundredths.map { "\(ReportFigure.hundredths($0)) %" } ?? ""),
        .number(Int64(uptime.outages)),
        .shown(uptime.down == 0 ? "none" : ReportFigure.duration(uptime.down)),
        .shown(uptime.down == 0 ? "none" : ReportFigure.duration(uptime.longest)),
      ]
    }
    table(["stream", "up", "outages", "down", "longest"], rows, &output)
    more(summary.inputs.count - rows.count, "input", &output)
  }

  private func printTypes(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    guard !summary.types.isEmpty else { return }
    heading("Events by type", &output)
    let shown = summary.types.prefix(2 * plan.limit)
    table(
      ["type", "events"], shown.map { [.name($0.name), .number(Int64($0.count))] }, &output)
    more(summary.types.count - shown.count, "type", &output)
  }

  private func printProblems(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    let all = summary.totals.problems
    heading(all == 0 ? "No problems" : "Problems (\(all))", &output)
    let shown = summary.problems.prefix(Self.problemLimit)
    if isMarkdown, !shown.isEmpty {
      let rows = shown.map { problem -> [RowValue] in
        [
          .word(time(of: problem)), .word(problem.severity.rawValue), .word(problem.check),
          .free(problem.stream), .text(problem.message, isFree: true),
        ]
      }
      table(["time", "severity", "check", "stream", "message"], rows, &output)
    } else {
      for problem in shown { printLine(of: problem, &output) }
    }
    more(all - shown.count, "problem", &output)
  }

  /// The most problems that are printed for people.
  private static let problemLimit = 100

  private func time(of problem: Problem) -> String {
    problem.beginning(in: plan.zone) ?? "time unknown"
  }

  private func printLine(of problem: Problem, _ output: inout ByteBuffer) {
    var bytes = ByteBuffer(capacity: 256)
    let time = time(of: problem)
    bytes.append(time)
    bytes.append(spaces: max(2, 21 - time.utf8.count))
    bytes.append(problem.check)
    bytes.append(spaces: max(1, 10 - problem.check.utf8.count))
    if !problem.stream.isEmpty {
      var name = ByteBuffer(capacity: 256)
      name.append(escaping: problem.stream.span)
      name.copy(into: &bytes, cutTo: 48)
      bytes.append(": ")
    }
    bytes.append(escaping: problem.message.span)
    bytes.wrap(into: &output, width: width, indentation: 31)
  }

  // MARK: - Pieces

  private func heading(_ text: String, _ output: inout ByteBuffer) {
    output.append("\n")
    if isMarkdown {
      output.append("## \(text)\n\n")
    } else {
      bold(text, &output)
      output.append("\n")
    }
  }

  private func bold(_ text: String, _ output: inout ByteBuffer) {
    if options.usesColour { output.append(Colour.bold.code) }
    output.append(text)
    if options.usesColour { output.append(Colour.plain.code) }
  }

  /// A line of our own words; a name of a zone that the user gave may be among them.
  private func line(_ text: String, _ output: inout ByteBuffer) {
    if isMarkdown {
      append(text + "\n", to: &output)
    } else {
      wrap(text, indentation: 2, &output)
    }
  }

  private func append(_ text: String, to output: inout ByteBuffer) { output.append(text) }

  private func wrap(_ text: String, indentation: Int, _ output: inout ByteBuffer) {
    var bytes = ByteBuffer(capacity: 256)
    bytes.append(text)
    bytes.wrap(into: &output, width: width, indentation: indentation)
  }

  private func table(
    _ names: [String], _ rows: [[RowValue]], _ output: inout ByteBuffer
  ) {
    let columns = names.map { RowColumn($0) }
    var writer = RowWriter(columns, isMarkdown ? .markdown : .table, options)
    writer.begin(&output)
    for row in rows { writer.append(row, into: &output) }
    writer.end(&output)
  }

  private func more(_ number: Int, _ noun: String, _ output: inout ByteBuffer) {
    guard number > 0 else { return }
    if isMarkdown { output.append("\n") }
    line("and \(ReportFigure.count(number, "other \(noun)"))", &output)
  }
}

extension ReportLine {
  /// `70 (+12 %) at 2025-12-17 20:10:15`.
  fileprivate var text: String {
    var text = value
    if let change { text += " (\(change))" }
    if !note.isEmpty { text += note.hasPrefix("at ") ? " \(note)" : ": \(note)" }
    return text
  }
}

extension RowValue {
  /// The name of a stream, or what stands for those that are too many.
  fileprivate static func name(_ name: ContiguousArray<UInt8>?) -> RowValue {
    guard let name else { return .word("(other)") }
    return name.isEmpty ? .word("(no name)") : .text(name, isFree: true)
  }

  /// A figure with its unit, aligned as a number.
  fileprivate static func shown(_ text: String) -> RowValue { .quantity([], shown: text) }
}

extension ByteBuffer {
  /// Appends the safe text in this buffer as lines of at most `width` columns, broken at spaces; all
  /// but the first are indented.
  fileprivate borrowing func wrap(into output: inout ByteBuffer, width: Int, indentation: Int) {
    var room = width
    var isLineEmpty = true
    var spaces = 0
    var offset = 0
    while offset < span.count {
      var end = offset
      while end < span.count, span[end] != UInt8(ascii: " ") { end += 1 }
      let word = span.extracting(offset..<end)
      let columns = word.columns
      if !isLineEmpty, spaces + columns > room {
        output.append("\n")
        output.append(spaces: indentation)
        (room, spaces, isLineEmpty) = (width - indentation, 0, true)
      }
      output.append(spaces: spaces)
      room -= spaces + output.append(word, cutTo: max(0, room - spaces))
      isLineEmpty = false
      spaces = 0
      offset = end
      while offset < span.count, span[offset] == UInt8(ascii: " ") {
        spaces += 1
        offset += 1
      }
    }
    output.append("\n")
  }
}
