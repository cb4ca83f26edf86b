/// What the charts of a page draw: so many numbers at most, however long the log is.
struct ReportCharts {
  /// What a stream did over time.
  struct Lane {
    var name: ContiguousArray<UInt8>?
    /// For each cell 2 if the stream came in all the time, 1 if it did so at times, else 0.
    var input: [UInt8]
    /// For each cell how many watched at most, in three steps up to the most of all cells; else 0.
    var viewers: [UInt8]
    var uptime: Uptime?
    var peak: Int
  }

  /// The time below all charts; nil if the log tells of less than two moments.
  private(set) var times: TimeAxis?
  /// The most that watched in each stretch of time.
  private(set) var peaks: [Int] = []
  /// How many watched in each stretch on average.
  private(set) var averages: [Double] = []
  /// How much was carried in each stretch.
  private(set) var rates = CarriedBytes.Rates(out: [], in: [])
  /// Where the server was started again, in ten-thousandths of the width.
  private(set) var restarts: [Int] = []
  private(set) var lanes: [Lane] = []
  /// Streams that no lane is drawn of.
  private(set) var otherLanes = 0

  /// How many stretches of time a curve has.
  static let stretches = 250
  /// How many cells a lane has.
  static let cells = 500
  /// How many lanes, and rows of tables, there are.
  static let rows = 20
  /// How many restarts are marked.
  private static let markLimit = 200

  init(
    _ stretch: ReportSummary.Stretch, viewers: borrowing ViewerCurve,
    inputs: borrowing ViewerCurve, carried: CarriedBytes, _ summary: ReportSummary, zone: ZoneRules
  ) {
    guard let start = stretch.start, let end = stretch.end, end > start else { return }
    let times = TimeAxis(from: start, to: end, in: zone)
    self.times = times
    let bounds = Self.bounds(Self.stretches, from: start, to: end)
    let measures = ViewerCurve.measures(viewers.edges, bounds: bounds, isClosed: true)
    peaks = measures.map(\.peak)
    averages = measures.map { Double($0.averageHundredths ?? Int64($0.peak) * 100) / 100 }
    rates = carried.rates(from: start, to: end, count: Self.stretches)
    restarts = summary.problems.lazy.filter { $0.check == Check.restarts.rawValue }
      .compactMap(\.time).filter { (start...end).contains($0.milliseconds) }
      .prefix(Self.markLimit).map { times.place(of: $0.milliseconds) }

    let cells = Self.bounds(Self.cells, from: start, to: end)
    let viewerEdges = viewers.edgesByGroup()
    let inputEdges = inputs.edgesByGroup()
    var inputsByName: [ContiguousArray<UInt8>: ReportSummary.Input] = [:]
    for input in summary.inputs { if let name = input.name { inputsByName[name] = input } }
    for stream in summary.streams.prefix(Self.rows) {
      let input = stream.name.flatMap { inputsByName[$0] }
      let watched = ViewerCurve.measures(
        viewerEdges[stream.group], bounds: cells, isClosed: true)
      let came = input.map {
        ViewerCurve.measures(inputEdges[$0.group], bounds: cells, isClosed: true)
      }
      let peak = watched.map(\.peak).max() ?? 0
      lanes.append(
        Lane(
          name: stream.name,
          input: (came ?? []).map { $0.peak == 0 ? 0 : $0.area < Int128($0.length) ? 1 : 2 },
          viewers: watched.map { $0.peak == 0 ? 0 : UInt8(1 + 3 * ($0.peak - 1) / max(peak, 1)) },
          uptime: input?.uptime, peak: peak))
    }
    otherLanes = summary.streams.count - lanes.count
  }

  /// The bounds of equal stretches; they ascend, though some may be empty.
  private static func bounds(_ count: Int, from start: Int64, to end: Int64) -> [Int64] {
    (0...count).map { start + Int64(Int128(end - start) * Int128($0) / Int128(count)) }
  }
}
