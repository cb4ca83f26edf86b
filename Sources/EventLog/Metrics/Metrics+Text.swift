extension Metrics {
  /// Appends all metrics; call ``settle()`` before.
  public func print(_ format: MetricsFormat, into output: inout ByteBuffer) {
    var text = MetricsText(format)
    let open = openSessions()
    let order = streams.sorted
    printEvents(&text)
    printSessions(open.classes, &text)
    printStreams(order, open, &text)
    printLogs(&text)
    text.end()
    text.bytes.copyBytes(into: &output)
  }

  /// How many sessions are open.
  private struct OpenSessions {
    var classes: [SessionClass: Int64] = [:]
    var streams: [StreamSeries.Key: Int64] = [:]
  }

  private func openSessions() -> OpenSessions {
    var open = OpenSessions()
    var label = ByteBuffer(capacity: MetricLabels.textLimit)
    let logs = table.knownLogs
    for slot in table.slots where !slot.isFree && !logs[Int(slot.session.log)].isStopping {
      let session = slot.session
      open.classes[SessionClass(session), default: 0] += 1
      guard session.kind == .stream || session.kind == .http else { continue }
      label.removeAll()
      label.append(label: session.name.span)
      let stream = label.shownNumber(in: streams)
      if session.kind == .stream {
        open.streams[.init(stream: stream, aspect: .init(session.direction)), default: 0] += 1
      }
      if session.isPlayed { open.streams[.init(stream: stream, aspect: .viewers), default: 0] += 1 }
    }
    return open
  }

  private func printEvents(_ text: inout MetricsText) {
    text.begin(.events)
    var rows = EventKind.allCases.compactMap { kind -> (ContiguousArray<UInt8>, Int64)? in
      let count = kinds[Int(kind.rawValue)]
      return count > 0 ? (ContiguousArray(kind.name.utf8), count) : nil
    }
    for number in 1..<types.end { rows.append((types.value(number), typeCounts[number])) }
    rows.sort { $0.0.lexicographicallyPrecedes($1.0) }
    if typeCounts[0] > 0 { rows.append((types.value(0), typeCounts[0])) }
    for (name, count) in rows { text.sample([.text(name)], count) }
  }

  private func printSessions(_ open: [SessionClass: Int64], _ text: inout MetricsText) {
    let classes = SessionClass.all.map { sort in
      let labels: [MetricsText.Value] = [.word(sort.kind.name), .word(sort.direction.rawValue)]
      return (labels: labels, sort: sort, counters: sessions[sort] ?? SessionCounters())
    }
    text.begin(.sessionsOpened)
    for row in classes { text.sample(row.labels, row.counters.opened) }
    text.begin(.sessionsEnded)
    for row in classes {
      for (status, count) in zip(SessionStatus.allCases, row.counters.ended) where status != .open {
        text.sample(row.labels + [.word(status.rawValue)], count)
      }
    }
    text.begin(.sessionsForgotten)
    text.sample([], Int64(table.forgotten))
    text.begin(.sessionsOpen)
    for row in classes { text.sample(row.labels, open[row.sort] ?? 0) }
    text.begin(.sessionSeconds)
    for row in classes { text.histogram(row.labels, row.counters.lengths) }
  }

  private func printStreams(_ order: [Int], _ open: OpenSessions, _ text: inout MetricsText) {
    let directions: [(StreamSeries.Aspect, String)] = [
      (.in, "in"), (.out, "out"), (.neutral, "neutral"),
    ]
    var rows: [(key: StreamSeries.Key, labels: [MetricsText.Value], values: StreamSeries)] = []
    for stream in order {
      for (aspect, direction) in directions {
        let key = StreamSeries.Key(stream: stream, aspect: aspect)
        guard let values = series[key] else { continue }
        rows.append((key, [.text(streams.value(stream)), .word(direction)], values))
      }
    }
    text.begin(.streamsOpen)
    for row in rows { text.sample(row.labels, open.streams[row.key] ?? 0) }
    text.begin(.viewers)
    for stream in order {
      let key = StreamSeries.Key(stream: stream, aspect: .viewers)
      guard series[key] != nil else { continue }
      text.sample([.text(streams.value(stream))], open.streams[key] ?? 0)
    }
    text.begin(.streamBytes)
    for row in rows { text.sample(row.labels, row.values.bytes) }
    text.begin(.streamDroppedBytes)
    for row in rows { text.sample(row.labels, row.values.dropped) }
    text.begin(.streamSessionSeconds)
    for row in rows { text.histogram(row.labels, row.values.lengths) }
    text.begin(.pullsFailed)
    for stream in order {
      guard let values = series[.init(stream: stream, aspect: .pulls)] else { continue }
      text.sample([.text(streams.value(stream))], values.failures)
    }
  }

  private func printLogs(_ text: inout MetricsText) {
    text.begin(.serverStarts)
    text.sample([.word("true")], log.announcedStarts)
    text.sample([.word("false")], log.suddenStarts)
    text.begin(.logBytes)
    text.sample([], log.bytes)
    text.begin(.logSkippedBytes)
    text.sample([], log.skippedBytes)
    for (family, isDamage) in [(MetricFamily.logSkippedRecords, true), (.logOtherLines, false)] {
      text.begin(family)
      for (reason, count) in zip(SkipReason.allCases, log.skipped)
      where reason.isDamage == isDamage {
        text.sample([.word(reason.label)], count)
      }
    }
    text.begin(.logMissingRecords)
    text.sample([], log.missing)
    text.begin(.logRepairedStrings)
    text.sample([], log.repaired)
    text.begin(.logForgedRecords)
    text.sample([], log.forged)
    text.begin(.logLastEvent)
    let times = table.knownLogs.compactMap(\.last).filter {
      EventTime.printable.contains($0.milliseconds)
    }
    if let last = times.max() { text.sample(milliseconds: last.milliseconds) }
  }
}
