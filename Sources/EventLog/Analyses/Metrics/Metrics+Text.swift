extension Metrics {
  /// Appends all metrics; call ``settle()`` before.
  public func print(_ format: MetricsFormat, into output: inout ByteBuffer) {
    var text = MetricsText(format)
    let state = currentState()
    printEvents(&text)
    printSessions(state, &text)
    printStreams(state, &text)
    printLogs(state.log, &text)
    text.end()
    text.bytes.copyBytes(into: &output)
  }

  /// What is counted by now, what has ended with a run of a server that another one has followed
  /// included, and how many sessions are open.
  private struct State {
    var sessions: [SessionClass: SessionCounters]
    var series: [StreamSeries.Key: StreamSeries]
    var log: LogCounters
    var open: [SessionClass: Int64] = [:]
    var openStreams: [StreamSeries.Key: Int64] = [:]
  }

  private func currentState() -> State {
    var state = State(sessions: sessions, series: series, log: log)
    for change in table.pendingChanges() {
      switch change {
      case .ended(let session):
        state.sessions[SessionClass(session), default: .init()].count(ended: session)
        guard session.kind == .stream else { continue }
        let key = StreamSeries.Key(
          stream: shownNumber(of: session), aspect: .init(session.direction))
        state.series[key, default: .init()].count(ended: session)
      case .started(let start): state.log.count(start)
      case .missing(let range, _, _, _): state.log.count(missing: range)
      case .opened, .recoded, .stopping: break
      }
    }
    let over = table.pendingRuns()
    for slot in table.slots where !slot.isFree {
      let session = slot.session
      if session.system == .ems,
        over.contains(session.run) || table.runs.all[Int(session.run)].isStopping
      {
        continue
      }
      state.open[SessionClass(session), default: 0] += 1
      guard session.kind == .stream || session.kind == .http else { continue }
      let stream = shownNumber(of: session)
      if session.kind == .stream {
        let key = StreamSeries.Key(stream: stream, aspect: .init(session.direction))
        state.openStreams[key, default: 0] += 1
      }
      if session.isPlayed {
        state.openStreams[.init(stream: stream, aspect: .viewers), default: 0] += 1
      }
    }
    return state
  }

  private func shownNumber(of session: Session) -> Int {
    var label = ByteBuffer(capacity: MetricLabels.textLimit)
    label.append(label: session.name.span)
    return label.shownNumber(in: streams)
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

  private func printSessions(_ state: State, _ text: inout MetricsText) {
    let classes = SessionClass.all.map { sort in
      let labels: [MetricsText.Value] = [
        .word(sort.kind.name), .word(sort.kind.shown(sort.direction)),
      ]
      return (labels: labels, sort: sort, counters: state.sessions[sort] ?? SessionCounters())
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
    for row in classes { text.sample(row.labels, state.open[row.sort] ?? 0) }
    text.begin(.sessionSeconds)
    for row in classes { text.histogram(row.labels, row.counters.lengths) }
  }

  private func printStreams(_ state: State, _ text: inout MetricsText) {
    let order = streams.sorted
    let series = state.series
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
    for row in rows { text.sample(row.labels, state.openStreams[row.key] ?? 0) }
    text.begin(.viewers)
    for stream in order {
      let key = StreamSeries.Key(stream: stream, aspect: .viewers)
      guard series[key] != nil else { continue }
      text.sample([.text(streams.value(stream))], state.openStreams[key] ?? 0)
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

  private func printLogs(_ log: LogCounters, _ text: inout MetricsText) {
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
    let times = table.runs.all.compactMap(\.last).filter {
      EventTime.printable.contains($0.milliseconds)
    }
    if let last = times.max() { text.sample(milliseconds: last.milliseconds) }
  }
}
