/// Prints a report as one JSON object; times are UTC, and every key is always there.
struct ReportJSON {
  private let plan: ReportPlan
  /// Whether it is spread over several lines.
  private let isSpread: Bool

  init(_ plan: ReportPlan, isSpread: Bool) {
    self.plan = plan
    self.isSpread = isSpread
  }

  func print(_ summary: ReportSummary, into output: inout ByteBuffer) {
    output.append(isSpread ? "{\n  " : "{")
    output.key("since")
    output.time(summary.stretch.window.since)
    next("until", &output)
    output.time(summary.stretch.window.until)
    next("first", &output)
    output.time(summary.stretch.start)
    next("last", &output)
    output.time(summary.stretch.end)
    if !plan.onlyProblems { printFigures(summary, &output) }
    next("problemCount", &output)
    output.append(decimal: Int64(summary.totals.problems))
    next("problems", &output)
    list(summary.problems, &output) { problem, output in
      output.append(jsonObject: problem.members)
    }
    output.append(isSpread ? "\n}\n" : "}\n")
  }

  private func printFigures(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    output.append(isSpread ? ",\n  " : ",")
    print(summary.totals, &output, separator: isSpread ? ",\n  " : ",")
    next("types", &output)
    list(summary.types, &output) { type, output in
      output.append("{")
      output.key("type")
      output.string(type.name)
      output.append(",")
      output.number("events", Int128(type.count))
      output.append("}")
    }
    next("streams", &output)
    let streams = Array(summary.streams.prefix(plan.limit))
    list(streams, &output) { stream, output in
      output.append("{")
      output.key("stream")
      output.string(stream.name)
      output.append(",")
      output.number("bytesOut", stream.bytes.out.value)
      output.append(",")
      output.number("bytesIn", stream.bytes.into.value)
      output.append(",")
      output.measure(stream.viewers)
      output.append("}")
    }
    next("otherStreams", &output)
    output.append(decimal: Int64(summary.streams.count - streams.count))
    next("inputs", &output)
    let inputs = Array(summary.inputs.prefix(plan.limit))
    list(inputs, &output) { input, output in
      output.append("{")
      output.key("stream")
      output.string(input.name)
      output.append(",")
      output.key("upPercent")
      output.append(input.uptime.shareHundredths.map(ReportFigure.hundredths) ?? "null")
      output.append(",")
      output.number("outages", Int128(input.uptime.outages))
      output.append(",")
      output.seconds("downSeconds", Int128(input.uptime.down))
      output.append(",")
      output.seconds("longestSeconds", Int128(input.uptime.longest))
      output.append("}")
    }
    next("otherInputs", &output)
    output.append(decimal: Int64(summary.inputs.count - inputs.count))
    next("log", &output)
    let log = summary.log
    output.append("{")
    for (index, (name, number)) in [
      ("files", Int128(log.files)), ("skippedPieces", Int128(log.skippedPieces)),
      ("skippedBytes", Int128(log.skippedBytes)), ("missingRecords", Int128(log.missing)),
      ("restarts", Int128(log.restarts)),
      ("undatedEvents", Int128(log.undated + (log.isWhole ? log.timeless : 0))),
      ("undatedEventsLeftOut", Int128(log.isWhole ? 0 : log.timeless)),
      ("forgottenSessions", Int128(log.forgotten)),
    ].enumerated() {
      if index > 0 { output.append(",") }
      output.number(name, number)
    }
    output.append("}")
    next("earlier", &output)
    guard let earlier = summary.earlier else {
      output.append("null")
      return
    }
    output.append("{")
    output.key("since")
    output.time(earlier.stretch.window.since)
    output.append(",")
    output.key("until")
    output.time(earlier.stretch.window.until)
    output.append(",")
    output.key("isPartial")
    output.append(summary.isEarlierPartial ? "true," : "false,")
    print(earlier.totals, &output, separator: ",")
    output.append(",")
    output.number("problemCount", Int128(earlier.totals.problems))
    output.append("}")
  }

  private func print(
    _ totals: ReportSummary.Totals, _ output: inout ByteBuffer, separator: String
  ) {
    output.number("events", Int128(totals.events))
    output.append(separator)
    output.key("sessions")
    output.append("{")
    output.number("all", Int128(totals.sessions))
    for role in SessionRoleName.allCases where role != .chunk {
      output.append(",")
      output.number(role.rawValue, Int128(totals.roles[role] ?? 0))
    }
    for status in SessionStatus.allCases {
      output.append(",")
      output.number(status.rawValue, Int128(totals.statuses[status] ?? 0))
    }
    output.append("}")
    output.append(separator)
    output.number("bytesOut", totals.bytes.out.value)
    output.append(separator)
    output.number("bytesIn", totals.bytes.into.value)
    output.append(separator)
    output.key("viewers")
    guard let viewers = totals.viewers else {
      output.append("null")
      return
    }
    output.append("{")
    output.key("counts")
    output.append(plan.onlyPlayers ? "\"players\"," : "\"all outputs\",")
    output.measure(viewers)
    output.append(",")
    output.number("now", Int128(viewers.last))
    output.append("}")
  }

  private func next(_ key: String, _ output: inout ByteBuffer) {
    output.append(isSpread ? ",\n  " : ",")
    output.key(key)
  }

  private func list<Item>(
    _ items: [Item], _ output: inout ByteBuffer, _ print: (Item, inout ByteBuffer) -> Void
  ) {
    output.append("[")
    for (index, item) in items.enumerated() {
      if index > 0 { output.append(",") }
      if isSpread { output.append("\n    ") }
      print(item, &output)
    }
    output.append(isSpread && !items.isEmpty ? "\n  ]" : "]")
  }
}

extension ByteBuffer {
  fileprivate mutating func key(_ name: String) {
    append("\"")
    append(name)
    append("\":")
  }

  /// A number, or null where it is not known.
  fileprivate mutating func number(_ name: String, _ number: Int128?) {
    key(name)
    append(number.map { "\($0)" } ?? "null")
  }

  /// Seconds with three digits behind the point.
  fileprivate mutating func seconds(_ name: String, _ milliseconds: Int128) {
    key(name)
    append("\(milliseconds / 1000).")
    appendDigits(UInt64(truncatingIfNeeded: milliseconds % 1000), width: 3)
  }

  fileprivate mutating func time(_ milliseconds: Int64?) {
    time(milliseconds.map { EventTime(milliseconds: $0) })
  }

  fileprivate mutating func time(_ time: EventTime?) {
    guard let time, EventTime.printable.contains(time.milliseconds) else {
      append("null")
      return
    }
    append("\"")
    append(utc: time)
    append("\"")
  }

  fileprivate mutating func string(_ text: ContiguousArray<UInt8>?) {
    guard let text else {
      append("null")
      return
    }
    append("\"")
    append(jsonText: text.span)
    append("\"")
  }

  /// Who watched: average, peak, when that was, and all of them together.
  fileprivate mutating func measure(_ measure: ViewerCurve.Measure) {
    key("average")
    append(measure.averageHundredths.map(ReportFigure.hundredths) ?? "null")
    append(",")
    number("peak", Int128(measure.peak))
    append(",")
    key("peakAt")
    time(measure.peakTime)
    append(",")
    seconds("viewerSeconds", measure.area)
  }
}
