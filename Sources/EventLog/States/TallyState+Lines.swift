// Reads what TallyState+Text.swift writes. All is checked: what adds up in no way is refused.

/// The first line of a state of `stats`.
public struct TallyHeader: Sendable {
  /// What is counted.
  public private(set) var plan = TallyPlan()
  /// What became of secrets.
  private(set) var secrets: String
  let cutoff: Int
  let precision: TallyHistogram.Precision
  let missing: Int
  let frame: TallyTrend.Frame
  /// The logs that it is made of.
  let logs: [TalliedLog]

  /// Nil if anything is not as it is written.
  init?(_ line: borrowing StateLine) {
    guard let fields = Self.paths(line.strings(line.member("fields"))),
      let keys = Self.paths(line.strings(line.member("by"))),
      let percentiles = line.strings(line.member("percentiles")),
      let secrets = line.string(line.member("secrets")),
      ["both", "hidden", "shown"].contains(secrets),
      let groupLimit = line.count(line.member("groups")), groupLimit > 0,
      let numberLimit = line.count(line.member("numbers")), numberLimit > 0,
      let cutoff = line.count(line.member("cutoff")), cutoff <= TallyBudget.exactLimit,
      let digits = line.string(line.member("digits")),
      let precision = TallyHistogram.Precision.allCases.first(where: { $0.name == digits }),
      let missing = line.count(line.member("missing")), let logs = line.logs(line.member("logs")),
      let trend = line.member("trend"),
      let frame = TallyTrend.Frame(line, trend)
    else { return nil }
    self.logs = logs
    plan.fields = fields
    plan.keys = keys
    plan.groupLimit = groupLimit
    plan.numberLimit = numberLimit
    plan.percentiles = percentiles.compactMap { Percentile($0) }
    plan.secrets = secrets == "both" ? .both : .asOptions
    guard plan.percentiles.count == percentiles.count else { return nil }
    guard let step = line.step(line.member("every"), zone: line.member("zone")) else {
      return nil
    }
    if let step { (plan.step, plan.zone) = step }
    self.missing = missing
    (self.secrets, self.cutoff, self.precision, self.frame) = (secrets, cutoff, precision, frame)
  }

  private static func paths(_ texts: [String]?) -> [FieldPath]? {
    guard let texts else { return nil }
    let paths = texts.compactMap { try? FieldPath.parse($0) }
    return paths.count == texts.count ? paths : nil
  }

  /// In which respect the plan is another one; nil if states of both can be added up.
  ///
  /// Of percentiles that are ignored it only matters whether there are any.
  func difference(from other: TallyHeader, ignoresPercentiles: Bool) -> String? {
    func list(_ paths: [FieldPath]) -> String {
      paths.isEmpty ? "none" : paths.map(\.text).joined(separator: ",")
    }
    func sentence(_ name: String, _ mine: String, _ theirs: String) -> String {
      "\(name) is \(mine), not \(theirs) as in"
    }
    let (mine, theirs) = (plan, other.plan)
    if mine.fields != theirs.fields {
      return sentence("the list of fields", list(mine.fields), list(theirs.fields))
    }
    if mine.keys != theirs.keys { return sentence("--by", list(mine.keys), list(theirs.keys)) }
    if mine.step != theirs.step {
      return sentence("--every", mine.step?.text ?? "none", theirs.step?.text ?? "none")
    }
    if mine.zone.periods != theirs.zone.periods {
      return sentence("the zone of --every", mine.zone.name, theirs.zone.name)
    }
    func numbers(_ list: [Percentile]) -> String {
      list.isEmpty ? "none" : list.map(\.digits).joined(separator: ",")
    }
    let (some, others) = (mine.percentiles, theirs.percentiles)
    if ignoresPercentiles ? some.isEmpty != others.isEmpty : some != others {
      return sentence("-p", numbers(some), numbers(others))
    }
    if secrets != other.secrets {
      return sentence("what became of secrets", secrets, other.secrets)
    }
    if mine.groupLimit != theirs.groupLimit || mine.numberLimit != theirs.numberLimit {
      return "the limits of memory are others than in"
    }
    return nil
  }
}

extension TallyTrend.Frame {
  fileprivate init?(_ line: borrowing StateLine, _ node: Int) {
    guard let width = line.count(line.member("width", of: node)),
      width.isMultiple(of: 1000), (width / 1000).nonzeroBitCount == 1, width <= 1000 << 40,
      let first = line.integer(line.member("first", of: node)), first.magnitude < 1 << 50,
      let count = line.count(line.member("count", of: node)), count <= TallyTrend.length
    else { return nil }
    self.init(width: Int64(width), first: Int64(first), count: Int64(count))
  }
}

extension StateLine {
  /// The logs that a state of `stats` is made of; nil if any is not as it is written.
  fileprivate func logs(_ node: Int?) -> [TalliedLog]? {
    guard let elements = elements(of: node) else { return nil }
    let logs = elements.compactMap { log($0) }
    return logs.count == elements.count ? logs : nil
  }

  private func log(_ node: Int) -> TalliedLog? {
    guard let name = string(member("log", of: node)),
      let content = string(member("content", of: node)).flatMap({ LogContent($0) }),
      let selection = string(member("selection", of: node)).flatMap({ UInt64($0, radix: 16) }),
      let events = count(member("events", of: node))
    else { return nil }
    var log = TalliedLog(name: name, content: content, events: events, selection: selection)
    let (first, last) = (member("from", of: node), member("to", of: node))
    if first != nil || last != nil {
      guard let from = time(first) ?? nil, let to = time(last) ?? nil, from <= to else {
        return nil
      }
      log.times = from...to
    }
    return log
  }

  /// The key of a group of such a plan; nil if it is none.
  func key(_ node: Int?, _ plan: TallyPlan) -> ContiguousArray<UInt8>? {
    guard let parts = elements(of: node), parts.count == plan.keyColumns else { return nil }
    var key = ContiguousArray<UInt8>()
    for part in parts {
      if let shown = member("shown", of: part) {
        guard let one = keyPart(shown), let other = keyPart(member("hidden", of: part)) else {
          return nil
        }
        key += one + [TallyKeyPart.hidden] + other
      } else {
        guard let one = keyPart(part) else { return nil }
        key += one
      }
      key.append(TallyKeyPart.end)
    }
    return key
  }

  private func keyPart(_ node: Int?) -> ContiguousArray<UInt8>? {
    guard let node else { return nil }
    if isNull(node) { return [TallyKeyPart.nothing] }
    if let text = bytes(node) { return [TallyKeyPart.text] + text }
    if let digits = bytes(member("number", of: node)) { return [TallyKeyPart.number] + digits }
    if let word = bytes(member("word", of: node)) { return [TallyKeyPart.word] + word }
    guard let time = integer(member("time", of: node)), EventTime.printable.contains(Int64(time))
    else { return nil }
    return TallyKeyPart.key(of: EventTime(milliseconds: Int64(time)))
  }

  /// A group of a state with such a header; nil if it is none, or does not add up.
  func group(_ header: TallyHeader) -> TallyState.Group? {
    let isOther = isTrue(member("other"))
    let key = key(member("key"), header.plan)
    guard isOther != (key != nil), let events = count(member("events")), events > 0 else {
      return nil
    }
    var group = TallyState.Group(key: key, events: events, values: [])
    if !header.plan.fields.isEmpty {
      guard let list = elements(of: member("values")), list.count == header.plan.fields.count
      else { return nil }
      for element in list {
        guard let values = values(element, header), values.count <= events else { return nil }
        group.values.append(values)
      }
    }
    if let missing = member("missing") {
      guard let count = count(missing), count > 0, count <= header.missing, !isOther else {
        return nil
      }
      group.missing = count
    }
    if let stretches = elements(of: member("trend")) {
      group.trend = stretches.compactMap { count($0) }
      guard group.trend.count == Int(header.frame.count), stretches.count == group.trend.count,
        group.trend.allSatisfy({ $0 <= events }), group.trend.reduce(0, +) <= events
      else { return nil }
    }
    return group
  }

  private func values(_ node: Int, _ header: TallyHeader) -> TallyValues? {
    if isNull(node) { return TallyValues() }
    guard let count = count(member("count", of: node)), count > 0,
      let sum = number(member("sum", of: node)), let least = number(member("min", of: node)),
      let greatest = number(member("max", of: node)), least <= greatest
    else { return nil }
    var values = TallyValues(count: count, sum: sum, least: least, greatest: greatest)
    guard !header.plan.percentiles.isEmpty else { return values }
    if let bins = elements(of: member("bins", of: node)) {
      guard let histogram = histogram(bins, header.precision),
        header.precision == .none || histogram.bins.reduce(0, { $0 + $1.count }) == count
      else { return nil }
      values.keep(histogram)
      return values
    }
    guard let list = elements(of: member("numbers", of: node)),
      let numbers = numbers(list, count: count, sum: sum), numbers.first == least,
      numbers.last == greatest
    else { return nil }
    values.keep(numbers)
    return values
  }

  private func numbers(
    _ list: [Int], count wanted: Int, sum: TallyNumber
  ) -> ContiguousArray<TallyNumber>? {
    guard wanted <= TallyBudget.exactLimit else { return nil }
    var numbers = ContiguousArray<TallyNumber>()
    numbers.reserveCapacity(wanted)
    var total = TallyNumber(units: 0)
    for element in list {
      let pair = elements(of: element)
      guard let number = number(pair?.first ?? element), numbers.last.map({ $0 < number }) ?? true,
        let count = pair.map({ $0.count == 2 ? count($0[1]) : nil }) ?? 1,
        count > 0, numbers.count + count <= wanted
      else { return nil }
      numbers.append(contentsOf: repeatElement(number, count: count))
      total.units &+= number.units &* Int128(count)
    }
    return numbers.count == wanted && total == sum ? numbers : nil
  }

  private func histogram(
    _ list: [Int], _ precision: TallyHistogram.Precision
  ) -> TallyHistogram? {
    var histogram = TallyHistogram(precision)
    guard precision != .none || list.isEmpty else { return nil }
    for element in list {
      guard let pair = elements(of: element), pair.count == 2, let place = integer(pair[0]),
        abs(place) <= TallyHistogram.lastPlace(precision), let count = count(pair[1]), count > 0,
        histogram.bins.last.map({ $0.place < place }) ?? true
      else { return nil }
      histogram.add(TallyHistogram.Bin(place: Int32(place), count: count))
    }
    return histogram
  }
}
