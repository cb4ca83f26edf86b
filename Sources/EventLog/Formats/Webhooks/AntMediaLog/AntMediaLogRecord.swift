/// Builds the trees of events that Ant Media Server's own log tells of.
extension RecordTree {
  /// Builds the call of a webhook.
  ///
  /// What became of it stands in other lines, and is put into the arena.
  mutating func build(
    _ call: AntMediaHookCall, _ answer: AntMediaHookAnswer, in record: Span<UInt8>
  ) {
    beginAntMediaLog(.hookCall)
    appendServerLog("url", call.url, in: record)
    head.streamNode = appendNullable("id", call.stream, in: record)
    appendNullable("action", call.action, in: record)
    if let track = call.mainTrack { appendNullable("mainTrackId", track, in: record) }
    appendNullable("vodName", call.vodName, in: record)
    appendNullable("vodId", call.vodId, in: record)
    if let status = answer.status { appendServerLog("status", made: status) }
    appendServerLog("attempts", made: answer.attempts)
    close()
  }

  /// Builds any other line; nil for one that goes on with the line before.
  mutating func buildAntMediaLine(_ line: AntMediaLogLine?, in record: Span<UInt8>) {
    beginAntMediaLog(.serverLogLine)
    if let line {
      appendServerLog("severity", line.level, in: record)
      appendServerLog("logger", line.logger, in: record)
      appendServerLog("thread", line.thread, in: record)
      appendServerLog("message", line.message, in: record)
      close()
    } else {
      appendServerLog("message", 0..<record.count, in: record)
      closeAll()
    }
  }

  /// Adds the stamp of the line, which names no zone, and closes the tree.
  mutating func settleTime(
    of line: AntMediaLogLine, in record: Span<UInt8>, _ context: borrowing DecodingContext
  ) {
    head.timestampNode = Int32(truncatingIfNeeded: nodes.count)
    appendServerLog("timestamp", 0..<AntMediaLogLine.stampCount, in: record)
    if let stamp = AntMediaLogLine.civil(record).map(context.logZone.passes(of:)) {
      (head.time, head.repetition) = (stamp.first, stamp.repetition)
    }
    closeAll()
  }

  private mutating func beginAntMediaLog(_ kind: EventKind) {
    beginServerLog(kind)
    head.system = .antmedia
    head.format = .antmedia
    openServerLogPayload(process: nil)
  }

  /// Appends text, or null where the log says `null`; returns its number.
  @discardableResult
  private mutating func appendNullable(
    _ key: StaticString, _ value: Range<Int>, in record: Span<UInt8>
  ) -> Int32 {
    let number = Int32(truncatingIfNeeded: nodes.count)
    let isNull = record.extracting(value).equals("null")
    appendServerLog(
      key, isNull ? value.lowerBound..<value.lowerBound : value, isNull ? .null : .string,
      in: record)
    return number
  }
}
