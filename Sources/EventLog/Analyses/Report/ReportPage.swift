/// Prints a report as one page of HTML that needs nothing else: no network, no script.
///
/// The page is well-formed XML as well, so that any parser can check it. However long the log is, its
/// size is bounded: curves have ``ReportCharts/stretches`` values, and of streams, types and problems
/// only the first are shown, and the others counted.
struct ReportPage {
  let plan: ReportPlan
  let charts: ReportCharts

  /// The most problems that are listed.
  private static let problemLimit = 200
  /// The most types of events that are listed.
  private static let typeLimit = 15

  init(_ plan: ReportPlan, _ charts: ReportCharts) {
    self.plan = plan
    self.charts = charts
  }

  func print(_ summary: ReportSummary, into output: inout ByteBuffer) {
    output.append(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta name="robots" content="noindex"/>
      <meta http-equiv="Content-Security-Policy" \
      content="script-src 'none'; object-src 'none'; connect-src 'none'; font-src 'none'; \
      frame-src 'none'; media-src 'none'; img-src data:; form-action 'none'; base-uri 'none'"/>
      <link rel="icon" href="data:,"/>
      <title>Media server report
      """)
    output.append(": ")
    output.append(html: summary.period(in: plan.zone))
    output.append("</title>\n<style>\n")
    output.append(Self.style)
    output.append("</style>\n</head>\n<body>\n")
    printHeader(summary, &output)
    output.append("<main>\n")
    printProblems(summary, &output)
    if charts.times != nil {
      printViewers(summary, &output)
      printRates(&output)
      printLanes(&output)
    }
    printStreams(summary, &output)
    printInputs(summary, &output)
    printTypes(summary, &output)
    output.append("</main>\n")
    printFooter(summary, &output)
    output.append("</body>\n</html>\n")
  }

  // MARK: - Figures

  private func printHeader(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    output.append("<header>\n<h1>Media server report</h1>\n<p>")
    output.append(html: summary.period(in: plan.zone))
    output.append("</p>\n")
    if let comparison = summary.comparison(plan) {
      output.append("<p class=\"soft\">")
      output.append(html: comparison.prefix(1).uppercased() + comparison.dropFirst())
      output.append("</p>\n")
    }
    if !plan.choice.names.isEmpty {
      output.append("<p class=\"soft\">Only streams")
      for (index, glob) in plan.choice.names.enumerated() {
        output.append(index == 0 ? " " : ", ")
        output.append(streamName: ContiguousArray(glob.pattern.utf8))
      }
      output.append("</p>\n")
    }
    output.append("<dl class=\"tiles\">\n")
    for line in summary.lines(plan) {
      output.append("<div><dt>\(line.label)</dt><dd class=\"value\">")
      if let number = Int(line.value) {
        output.append(grouped: number)
      } else {
        output.append(html: line.value)
      }
      output.append("</dd>")
      if let change = line.change {
        output.append("<dd class=\"change\">")
        output.append(html: change)
        output.append("</dd>")
      }
      if !line.note.isEmpty {
        output.append("<dd>")
        output.append(html: line.note)
        output.append("</dd>")
      }
      output.append("</div>\n")
    }
    output.append("</dl>\n")
    if !summary.endings.isEmpty {
      output.append("<p class=\"note\">Sessions: \(summary.endings).</p>\n")
    }
    output.append("</header>\n")
  }

  private func printProblems(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    begin("problems", "Problems", &output)
    let all = summary.totals.problems
    guard all > 0 else {
      output.append("<p class=\"card fine\">None found.</p>\n</section>\n")
      return
    }
    output.append(
      """
      <div class="card"><table class="problems"><thead><tr><th scope="col">Time</th>\
      <th scope="col">Check</th><th scope="col">Severity</th><th scope="col">Stream</th>\
      <th scope="col">What</th></tr></thead>
      <tbody>

      """)
    let shown = summary.problems.prefix(Self.problemLimit)
    for problem in shown {
      output.append("<tr><td>")
      output.append(problem.beginning(in: plan.zone) ?? "unknown")
      output.append("</td><td class=\"check\">")
      output.append(html: problem.check)
      output.append("</td><td class=\"\(problem.severity.rawValue)\">")
      output.append(problem.severity.rawValue)
      output.append("</td><td class=\"s\">")
      if !problem.stream.isEmpty { output.append(streamName: problem.stream) }
      output.append("</td><td>")
      output.append(html: problem.message, columns: 240)
      output.append("</td></tr>\n")
    }
    output.append("</tbody></table></div>\n")
    more(all - shown.count, "problem", &output)
    output.append("</section>\n")
  }

  private func printStreams(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    guard !summary.streams.isEmpty else { return }
    begin("streams", "Top streams by \(plan.ranking.words)", &output)
    let headings = ["Bytes out", "Bytes in", "Viewers, peak", "Viewers, average", "Watched"]
    table(headings, "three", &output)
    for stream in summary.streams.prefix(ReportCharts.rows) {
      output.append("<tr><td class=\"s\">")
      output.append(streamName: stream.name)
      output.append("</td>")
      cells(
        [
          ReportFigure.bytes(stream.bytes.out), ReportFigure.bytes(stream.bytes.into),
          "\(stream.viewers.peak)",
          stream.viewers.averageHundredths.map(ReportFigure.hundredths) ?? "",
          ReportFigure.hours(stream.viewers.area),
        ], headings, &output)
    }
    output.append("</tbody></table></div>\n")
    more(summary.streams.count - ReportCharts.rows, "stream", &output)
    output.append("</section>\n")
  }

  private func printInputs(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    guard !summary.inputs.isEmpty else { return }
    begin("inputs", "Inputs, those that were away longest", &output)
    let headings = ["Up", "Outages", "Down", "Longest"]
    table(headings, "two", &output)
    for input in summary.inputs.prefix(ReportCharts.rows) {
      let uptime = input.uptime
      output.append("<tr><td class=\"s\">")
      output.append(streamName: input.name)
      output.append("</td>")
      cells(
        [
          uptime.shareHundredths.map { "\(ReportFigure.hundredths($0)) %" } ?? "",
          "\(uptime.outages)", uptime.down == 0 ? "none" : ReportFigure.duration(uptime.down),
          uptime.down == 0 ? "none" : ReportFigure.duration(uptime.longest),
        ], headings, &output)
    }
    output.append("</tbody></table></div>\n")
    more(summary.inputs.count - ReportCharts.rows, "input", &output)
    output.append("</section>\n")
  }

  private func printTypes(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    guard let greatest = summary.types.first?.count else { return }
    begin("types", "Events by type", &output)
    output.append(
      """
      <div class="card"><table class="types"><thead><tr><th scope="col">Type</th>\
      <th scope="col" class="n">Events</th><th scope="col"></th></tr></thead>
      <tbody>

      """)
    let shown = summary.types.prefix(Self.typeLimit)
    for type in shown {
      output.append("<tr><td class=\"s\">")
      output.append(html: type.name)
      output.append("</td><td class=\"n\">")
      output.append(grouped: type.count)
      output.append("</td><td>")
      // For those who read with their ears the number says it.
      output.append(
        "<svg aria-hidden=\"true\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\">")
      let width = max(2, Int(Int128(type.count) * 1000 / Int128(greatest)))
      output.append("<rect class=\"bar\" width=\"\(width)\" height=\"10\"/></svg></td></tr>\n")
    }
    output.append("</tbody></table></div>\n")
    more(summary.types.count - shown.count, "type", &output)
    output.append("</section>\n")
  }

  private func printFooter(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    output.append("<footer>\n<section>\n<h2>The log</h2>\n")
    for note in summary.logNotes {
      output.append("<p>\(note.prefix(1).uppercased())\(note.dropFirst()).</p>\n")
    }
    output.append("</section>\n<section>\n<h2>What the figures mean</h2>\n<dl>\n")
    for (term, meaning) in Self.definitions {
      output.append("<dt>\(term)</dt><dd>\(meaning)</dd>\n")
    }
    output.append("</dl>\n</section>\n<p>Made by emslog from the event log.</p>\n</footer>\n")
  }

  private static let definitions = [
    (
      "Sessions",
      "Streams, players of the web server and recordings that lie in this time at least in part."
    ),
    (
      "Viewers",
      "Players that were there at the same time, unless packagers and recordings are said to be "
        + "counted too; the average is over time."
    ),
    (
      "Bytes",
      "Sound and picture of the streams that ended in this time, as the log tells when they end."
    ),
    (
      "Bitrate",
      "The same bytes, spread evenly over the life of each stream; open streams are not in it."
    ),
    ("Watched", "The time of all viewers together."),
    (
      "Up",
      "The share of the time in which an input was there, from its first beginning to its last end."
    ),
    (
      "Problems",
      "What emslog check finds in this time, at least in part, and what could not be read."
    ),
  ]

  // MARK: - Pieces

  /// Opens a section with its heading.
  func begin(_ id: StaticString, _ title: String, _ output: inout ByteBuffer) {
    output.append("<section aria-labelledby=\"")
    output.append(id)
    output.append("\">\n<h2 id=\"")
    output.append(id)
    output.append("\">\(title)</h2>\n")
  }

  /// Says how many others there are.
  func more(_ number: Int, _ noun: String, _ output: inout ByteBuffer) {
    guard number > 0 else { return }
    output.append("<p class=\"note\">Not shown: ")
    output.append(grouped: number)
    output.append(" other \(noun)\(number == 1 ? "" : "s").</p>\n")
  }

  /// The figures of a row, each with its heading for telephones, which show no table.
  private func cells(_ texts: [String], _ headings: [String], _ output: inout ByteBuffer) {
    for (text, heading) in zip(texts, headings) {
      output.append("<td class=\"n\" data-l=\"\(heading)\">\(text)</td>")
    }
    output.append("</tr>\n")
  }

  /// Opens a table of streams; `columns` says in how many columns telephones show its figures.
  private func table(
    _ headings: [String], _ columns: StaticString, _ output: inout ByteBuffer
  ) {
    output.append("<div class=\"card\"><table class=\"figures ")
    output.append(columns)
    output.append("\"><thead><tr><th scope=\"col\">Stream</th>")
    for heading in headings { output.append("<th scope=\"col\" class=\"n\">\(heading)</th>") }
    output.append("</tr></thead>\n<tbody>\n")
  }
}
