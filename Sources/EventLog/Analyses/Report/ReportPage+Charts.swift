// Charts are stretched to the room there is, so that all text stands outside of the drawings: it is
// as large on a telephone as anywhere else.

extension ReportPage {
  /// How many units a chart is wide and high.
  private static let width = 1000
  private static let height = 200

  // MARK: - Curves

  func printViewers(_ summary: ReportSummary, _ output: inout ByteBuffer) {
    let axis = ValueAxis(greatest: Int64(charts.peaks.max() ?? 0))
    begin("viewers", "Viewers over time", &output)
    output.append("<div class=\"card\">")
    beginKey(&output)
    key("<path class=\"one\" d=\"M0 5H28\"/>", "peak", &output)
    key("<rect class=\"fill\" width=\"28\" height=\"10\"/>", "average", &output)
    endKey(&output)
    beginPlot("viewers", axis, unit: "viewers", scale: 1, &output)
    output.append("<title>Viewers over time</title><desc>At most ")
    output.append("\(ReportFigure.count(summary.totals.viewers?.peak ?? 0, "viewer"))")
    if let time = summary.totals.viewers?.peakTime {
      output.append(" at \(plan.zone.text(EventTime(milliseconds: time)))")
    }
    if let average = summary.totals.viewers?.averageHundredths {
      output.append(", \(ReportFigure.hundredths(average)) on average")
    }
    output.append(".</desc>")
    lines(axis, &output)
    output.append("<path class=\"fill\" d=\"")
    steps(charts.averages, axis, isArea: true, &output)
    output.append("\"/><path class=\"one\" d=\"")
    steps(charts.peaks.map(Double.init), axis, isArea: false, &output)
    output.append("\"/>")
    endPlot(&output)
    output.append("</div>\n")
    note(
      "Each step is \(stepLength): the most and the average of those who watched in it.", &output)
    output.append("</section>\n")
  }

  func printRates(_ output: inout ByteBuffer) {
    let greatest = charts.rates.greatest
    guard greatest > 0 else { return }
    let axis = ValueAxis(greatest: Int64(min(greatest.rounded(.up), 1e18)))
    let (unit, scale) = Self.units.first { $0.scale <= axis.top } ?? ("bit/s", 1)
    begin("bitrate", "Bitrate over time", &output)
    output.append("<div class=\"card\">")
    beginKey(&output)
    key("<path class=\"one\" d=\"M0 5H28\"/>", "out", &output)
    key("<path class=\"two\" d=\"M0 5H28\"/>", "in", &output)
    endKey(&output)
    beginPlot("bitrate", axis, unit: unit, scale: scale, &output)
    output.append("<title>Bitrate over time</title><desc>Out at most ")
    output.append(ReportFigure.bitsPerSecond(Int128(min(charts.rates.out.max() ?? 0, 1e18))))
    output.append(", in at most ")
    output.append(ReportFigure.bitsPerSecond(Int128(min(charts.rates.in.max() ?? 0, 1e18))))
    output.append(".</desc>")
    lines(axis, &output)
    output.append("<path class=\"two\" d=\"")
    steps(charts.rates.in, axis, isArea: false, &output)
    output.append("\"/><path class=\"fill\" d=\"")
    steps(charts.rates.out, axis, isArea: true, &output)
    output.append("\"/><path class=\"one\" d=\"")
    steps(charts.rates.out, axis, isArea: false, &output)
    output.append("\"/>")
    endPlot(&output)
    output.append("</div>\n")
    note(
      "Bytes of streams that have ended, spread evenly over the life of each; each step is "
        + "\(stepLength).", &output)
    output.append("</section>\n")
  }

  private static let units: [(name: String, scale: Int64)] = [
    ("Tbit/s", 1_000_000_000_000), ("Gbit/s", 1_000_000_000), ("Mbit/s", 1_000_000),
    ("kbit/s", 1000),
  ]

  private var stepLength: String {
    guard let times = charts.times else { return "" }
    return ReportFigure.duration((times.end - times.start) / Int64(ReportCharts.stretches))
  }

  /// Opens the drawing of a chart between its axes.
  private func beginPlot(
    _ id: StaticString, _ axis: ValueAxis, unit: String, scale: Int64, _ output: inout ByteBuffer
  ) {
    output.append("<figure class=\"plot\"><div class=\"unit\">\(unit)</div>")
    output.append("<div class=\"y\" aria-hidden=\"true\">")
    for value in axis.values {
      output.append("<span style=\"bottom:")
      output.append(percent: Int(Int128(value) * 10_000 / Int128(axis.top)))
      output.append("\">")
      output.append(Self.label(value, scale))
      output.append("</span>")
    }
    output.append("</div>")
    output.append(
      """
      <svg role="img" viewBox="0 0 \(Self.width) \(Self.height)" preserveAspectRatio="none">
      """)
  }

  private func endPlot(_ output: inout ByteBuffer) {
    marks(height: Self.height, &output)
    output.append("</svg><div class=\"zone\">")
    output.append(html: shortZone)
    output.append("</div>")
    printTimes(&output)
    output.append("</figure>")
  }

  /// The zone's name where there is little room: the place, or the first word.
  private var shortZone: String {
    let place = plan.zone.name.split(separator: "/").last ?? ""
    return String((place.split(separator: " ").first ?? "").prefix(9))
  }

  /// A value in units of `scale`, with one digit behind the point where it has one.
  private static func label(_ value: Int64, _ scale: Int64) -> String {
    let tenths = Int64(Int128(value) * 10 / Int128(scale))
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private func lines(_ axis: ValueAxis, _ output: inout ByteBuffer) {
    output.append("<path class=\"grid\" d=\"")
    for value in axis.values.dropFirst() {
      output.append("M0 \(axis.height(of: Double(value), in: Self.height))H\(Self.width)")
    }
    output.append("\"/><path class=\"base\" d=\"M0 \(Self.height)H\(Self.width)\"/>")
  }

  /// A curve in steps; those that are level are drawn as one.
  private func steps(
    _ values: [Double], _ axis: ValueAxis, isArea: Bool, _ output: inout ByteBuffer
  ) {
    var height = -1
    for (index, value) in values.enumerated() {
      let next = axis.height(of: value, in: Self.height)
      guard next != height else { continue }
      let x = index * Self.width / max(values.count, 1)
      if index == 0 {
        output.append(isArea ? "M0 \(Self.height)V\(next)" : "M0 \(next)")
      } else {
        output.append("H\(x)V\(next)")
      }
      height = next
    }
    output.append("H\(Self.width)")
    if isArea { output.append("V\(Self.height)Z") }
  }

  /// Marks where the server was started again.
  private func marks(height: Int, _ output: inout ByteBuffer) {
    guard !charts.restarts.isEmpty else { return }
    output.append("<path class=\"mark\" d=\"")
    for place in charts.restarts { output.append("M\(place * Self.width / 10_000) 0V\(height)") }
    output.append("\"/>")
  }

  /// The times below a chart.
  private func printTimes(_ output: inout ByteBuffer) {
    output.append("<div class=\"x\" aria-hidden=\"true\">")
    for mark in charts.times?.marks ?? [] {
      let side = mark.place < 300 ? " left" : mark.place > 9700 ? " right" : ""
      output.append("<span class=\"t\(side)\(mark.isSpare ? " spare" : "")\" style=\"left:")
      output.append(percent: mark.place)
      output.append("\">\(mark.label)</span>")
    }
    output.append("</div>")
  }

  // MARK: - Lanes

  func printLanes(_ output: inout ByteBuffer) {
    guard !charts.lanes.isEmpty else { return }
    begin("timeline", "Streams over time", &output)
    output.append("<div class=\"card\">")
    beginKey(&output)
    key("<rect class=\"full\" width=\"28\" height=\"10\"/>", "comes in", &output)
    key("<rect class=\"part\" width=\"28\" height=\"10\"/>", "comes in at times", &output)
    key(
      "<path class=\"v1\" d=\"M0 0h9v10H0z\"/><path class=\"v2\" d=\"M9 0h10v10H9z\"/>"
        + "<path class=\"v3\" d=\"M19 0h9v10h-9z\"/>", "is watched, by few to most", &output)
    endKey(&output)
    output.append("<figure class=\"lanes\">\n")
    for lane in charts.lanes { print(lane, &output) }
    output.append("<div class=\"zone\">")
    output.append(html: plan.zone.name)
    output.append("</div>")
    printTimes(&output)
    output.append("</figure></div>\n")
    more(charts.otherLanes, "stream", &output)
    output.append("</section>\n")
  }

  private func print(_ lane: ReportCharts.Lane, _ output: inout ByteBuffer) {
    output.append("<div class=\"name\">")
    output.append(streamName: lane.name)
    output.append(
      "</div><svg role=\"img\" viewBox=\"0 0 \(Self.width) 20\" preserveAspectRatio=\"none\"><title>"
    )
    output.append(html: lane.name ?? [])
    output.append(": ")
    if let share = lane.uptime?.shareHundredths {
      output.append("up \(ReportFigure.hundredths(share)) %, ")
      output.append("\(ReportFigure.count(lane.uptime?.outages ?? 0, "outage")), ")
    }
    output.append("peak of \(ReportFigure.count(lane.peak, "viewer"))</title>")
    output.append("<path class=\"track\" d=\"M0 0h\(Self.width)v9H0zM0 11h\(Self.width)v9H0z\"/>")
    cells(lane.input, equal: 2, "full", top: 0, height: 9, &output)
    cells(lane.input, equal: 1, "part", top: 0, height: 9, &output)
    cells(lane.viewers, equal: 1, "v1", top: 11, height: 9, &output)
    cells(lane.viewers, equal: 2, "v2", top: 11, height: 9, &output)
    cells(lane.viewers, equal: 3, "v3", top: 11, height: 9, &output)
    marks(height: 20, &output)
    output.append("</svg>\n")
  }

  /// The cells of one value as one path; neighbours are joined.
  private func cells(
    _ values: [UInt8], equal value: UInt8, _ name: StaticString, top: Int, height: Int,
    _ output: inout ByteBuffer
  ) {
    let width = Self.width / ReportCharts.cells
    var isOpen = false
    var index = 0
    while index < values.count {
      guard values[index] == value else {
        index += 1
        continue
      }
      var end = index
      while end < values.count, values[end] == value { end += 1 }
      if !isOpen {
        output.append("<path class=\"")
        output.append(name)
        output.append("\" d=\"")
        isOpen = true
      }
      let length = (end - index) * width
      output.append("M\(index * width) \(top)h\(length)v\(height)h-\(length)z")
      index = end
    }
    if isOpen { output.append("\"/>") }
  }

  // MARK: - Pieces

  private func beginKey(_ output: inout ByteBuffer) { output.append("<ul class=\"key\">") }

  private func endKey(_ output: inout ByteBuffer) {
    if !charts.restarts.isEmpty {
      key("<path class=\"mark\" d=\"M14 -2V12\"/>", "start without a stop", &output)
    }
    output.append("</ul>\n")
  }

  private func key(_ drawing: String, _ text: StaticString, _ output: inout ByteBuffer) {
    output.append("<li><svg aria-hidden=\"true\" viewBox=\"0 0 28 10\">\(drawing)</svg>")
    output.append(text)
    output.append("</li>")
  }

  private func note(_ text: String, _ output: inout ByteBuffer) {
    output.append("<p class=\"note\">\(text)</p>\n")
  }
}
