// What is kept from one run to the next; the words of each line in this order:
//
//     metrics 2
//     log     bytes skippedBytes repaired forged missing announcedStarts suddenStarts
//     skipped reason count
//     type    name count           a kind that is known
//     kind    name count           one that is not
//     kinds   count                all others that are not
//     stream  name                 in the order of their numbers, from 1
//     series  stream aspect bytes dropped failures sum counts…
//     class   kind direction opened sum counts… ended…
//
// and then those of the table of sessions. Zeros are left out.

extension Metrics {
  /// All that is needed to go on later; call ``settle()`` before.
  ///
  /// - Returns: Lines of printable ASCII.
  public var memory: [String] {
    var lines = ["metrics 2", log.line]
    for (index, reason) in SkipReason.allCases.enumerated() where log.skipped[index] > 0 {
      lines.append("skipped \(reason.label) \(log.skipped[index])")
    }
    for kind in EventKind.allCases where kinds[Int(kind.rawValue)] > 0 {
      lines.append("type \(kind.name) \(kinds[Int(kind.rawValue)])")
    }
    for number in 1..<types.end {
      lines.append(Self.line("kind", types.value(number), typeCounts[number]))
    }
    lines.append("kinds \(typeCounts[0])")
    for number in 1..<streams.end { lines.append(Self.line("stream", streams.value(number))) }
    let sorted = series.sorted {
      ($0.key.stream, $0.key.aspect.rawValue) < ($1.key.stream, $1.key.aspect.rawValue)
    }
    for (key, values) in sorted { lines.append(values.line(key)) }
    for sort in SessionClass.all {
      lines.append((sessions[sort] ?? SessionCounters()).line(sort))
    }
    return lines + table.snapshot(nameLimit: Self.nameLimit, byteLimit: Self.tableLimit)
  }

  /// Labels are cut before that.
  private static let nameLimit = 4 * MetricLabels.textLimit
  /// So many bytes of open sessions are kept.
  private static let tableLimit = 40 << 20

  private static func line(
    _ kind: String, _ name: ContiguousArray<UInt8>, _ count: Int64? = nil
  ) -> String {
    var line = SnapshotLine(kind)
    line.append(text: name)
    if let count { line.append(count) }
    return line.text
  }

  /// Goes on where the metrics stopped whose ``memory`` these lines are.
  ///
  /// - Throws: ``SnapshotError`` if they are none.
  public init(memory lines: [String], seriesLimit: Int) throws(SnapshotError) {
    self.init(seriesLimit: seriesLimit)
    guard lines.first == "metrics 2" else { throw SnapshotError(line: 1) }
    let start = lines.firstIndex { $0.hasPrefix("table ") } ?? lines.count
    table = try Self.table(lines[start...])
    let known = Dictionary(
      EventKind.allCases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for number in 1..<max(start, 1) {
      var words = SnapshotWords(lines[number])
      guard read(&words, known), words.isAtEnd else { throw SnapshotError(line: number + 1) }
    }
  }

  private static func table(_ lines: ArraySlice<String>) throws(SnapshotError) -> SessionTable {
    do throws(SnapshotError) {
      return try SessionTable(snapshot: lines, readsDetails: false, limit: openLimit)
    } catch {
      throw SnapshotError(line: lines.startIndex + error.line)
    }
  }

  private mutating func read(_ words: inout SnapshotWords, _ known: [String: EventKind]) -> Bool {
    switch words.word() {
    case "log":
      guard let log = LogCounters(&words) else { return false }
      self.log = log
    case "skipped":
      let name = words.word()
      guard let index = SkipReason.allCases.firstIndex(where: { $0.label == name }),
        let count = words.natural()
      else { return false }
      log.skipped[index] = count
    case "type":
      guard let kind = known[words.word()], let count = words.natural() else { return false }
      add(count, of: kind)
    case "kind":
      guard let name = words.text(), let count = words.natural() else { return false }
      if let kind = known[String(decoding: name, as: UTF8.self)] {
        add(count, of: kind)
      } else {
        guard types.resume(name) else { return false }
        typeCounts.append(count)
      }
    case "kinds":
      guard let count = words.natural() else { return false }
      typeCounts[0] = count
    case "stream":
      guard let name = words.text() else { return false }
      return streams.resume(name)
    case "series":
      guard let (key, values) = StreamSeries.read(&words), key.stream < streams.end else {
        return false
      }
      series[key] = values
    case "class":
      guard let (sort, counters) = SessionCounters.read(&words) else { return false }
      sessions[sort] = counters
    default: return false
    }
    return true
  }

  private mutating func add(_ count: Int64, of kind: EventKind) {
    let place = Int(kind.rawValue)
    kinds[place] = kinds[place].adding(clamped: count)
  }
}

extension LogCounters {
  fileprivate var line: String {
    var line = SnapshotLine("log")
    for number in [
      bytes, skippedBytes, repaired, forged, missing, announcedStarts, suddenStarts,
    ] { line.append(number) }
    return line.text
  }

  fileprivate init?(_ words: inout SnapshotWords) {
    guard let bytes = words.natural(), let skippedBytes = words.natural(),
      let repaired = words.natural(), let forged = words.natural(),
      let missing = words.natural(), let announced = words.natural(),
      let sudden = words.natural()
    else { return nil }
    (self.bytes, self.skippedBytes, self.repaired) = (bytes, skippedBytes, repaired)
    (self.forged, self.missing) = (forged, missing)
    (announcedStarts, suddenStarts) = (announced, sudden)
  }
}

extension SnapshotLine {
  fileprivate mutating func append(_ histogram: DurationHistogram) {
    append(histogram.sum)
    for count in histogram.counts { append(count) }
  }
}

extension SnapshotWords {
  fileprivate mutating func histogram() -> DurationHistogram? {
    guard let sum = natural(),
      let counts = naturals(DurationHistogram.bounds.count + 1)
    else { return nil }
    return DurationHistogram(counts: counts, sum: sum)
  }

  fileprivate mutating func naturals(_ count: Int) -> ContiguousArray<Int64>? {
    var numbers: ContiguousArray<Int64> = []
    for _ in 0..<count {
      guard let number = natural() else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}

extension StreamSeries {
  fileprivate func line(_ key: Key) -> String {
    var line = SnapshotLine("series")
    line.append(key.stream)
    line.append(key.aspect.rawValue)
    line.append(bytes)
    line.append(dropped)
    line.append(failures)
    line.append(lengths)
    return line.text
  }

  fileprivate static func read(_ words: inout SnapshotWords) -> (Key, StreamSeries)? {
    guard let stream = words.natural(), let number = words.natural(),
      let aspect = UInt8(exactly: number).flatMap({ Aspect(rawValue: $0) }),
      let bytes = words.natural(), let dropped = words.natural(), let failures = words.natural(),
      let lengths = words.histogram()
    else { return nil }
    return (
      Key(stream: Int(stream), aspect: aspect),
      StreamSeries(bytes: bytes, dropped: dropped, failures: failures, lengths: lengths)
    )
  }
}

extension SessionCounters {
  fileprivate func line(_ sort: SessionClass) -> String {
    var line = SnapshotLine("class")
    line.append(word: sort.kind.name)
    line.append(word: sort.direction.rawValue)
    line.append(opened)
    line.append(lengths)
    for count in ended { line.append(count) }
    return line.text
  }

  fileprivate static func read(
    _ words: inout SnapshotWords
  ) -> (SessionClass, SessionCounters)? {
    let name = words.word()
    guard let kind = SessionKind.allCases.first(where: { $0.name == name }),
      let direction = StreamDirection(rawValue: words.word()), let opened = words.natural(),
      let lengths = words.histogram(),
      let ended = words.naturals(SessionStatus.allCases.count)
    else { return nil }
    return (
      SessionClass(kind, direction),
      SessionCounters(opened: opened, ended: ended, lengths: lengths)
    )
  }
}
