/// Lines of Ant Media Server's own log among webhooks (webhooks.md §3).
extension WebhookFormat {
  /// What a line of the log is framed as; no part: more bytes are needed to tell.
  struct LogFrame {
    var part: FramePart?
    var count: Int
    var failure: SkipReason?
  }

  /// The frame of a line of Ant Media Server's own log; nil if the line is none.
  mutating func logFrame(
    _ pending: Span<UInt8>, lineEnd: Int?, isEnd: Bool
  ) -> LogFrame? {
    logPart = .nothing
    guard body.only != .fastpix else { return nil }
    var frame = LogFrame(count: lineEnd.map { $0 + 1 } ?? pending.count)
    if lineEnd == nil { frame.failure = .tornTail }
    var text = pending.extracting(0..<(lineEnd ?? pending.count))
    if text.count > 0, text[text.count - 1] == 0x0D {
      text = text.extracting(0..<(text.count - 1))
    }
    guard let line = AntMediaLogLine(text) else {
      guard isBehindLog, goesOn(text) else {
        isBehindLog = false
        return nil
      }
      logPart = .rest
      frame.part = plainPart(text)
      return frame
    }
    logPart = .line
    frame.part = plainPart(text)
    if text.extracting(line.logger).equals("analytics"),
      text.has("{", at: line.message.lowerBound)
    {
      logPart = .analytics(line.message.lowerBound)
      frame.part = .record(start: 0, content: text.count)
    } else if text.has(AntMediaLogLine.call, at: line.message.lowerBound) {
      if let call = AntMediaHookCall(line, in: text) {
        var watch = AntMediaHookWatch(call, line, in: text)
        if !watch.look(behind: pending.extracting(frame.count...), isEnd: isEnd) {
          guard isEnd else { return LogFrame(count: 0) }
          // What became of the call may be written any moment.
          frame.failure = .tornTail
        }
        logPart = .call(watch.answer)
        frame.part = .record(start: 0, content: text.count)
      } else {
        frame.part = .skipped(lineEnd == nil ? .tornTail : .malformed)
      }
    }
    isBehindLog = true
    return frame
  }

  /// Whether a line behind one of the log goes on with it: whatever is no event and does not begin
  /// another format.
  private func goesOn(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0 else { return true }
    switch kind(of: text.extracting(JSONFormat.content(of: text))) {
    case .nothing, .comment, .other:
      if case .known = InputFormat.recognition(of: text, isEnd: true) { return false }
      return text.firstOffset(of: JSONFormat.recordStart) == nil
    case .object: return !Self.isSinkRecord(text) && Self.format(ofObject: text) == nil
    case .form: return false
    }
  }

  /// The part of a line that tells of no call.
  private func plainPart(_ text: Span<UInt8>) -> FramePart {
    if text.count == 0 { return .separator }
    return body.showsRequests ? .record(start: 0, content: text.count) : .skipped(.otherLine)
  }

  /// Decodes what was framed as a line of the log; false if it was something else.
  mutating func decodeLog(
    _ record: Span<UInt8>, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) -> Bool {
    guard case .lines = mode else { return false }
    switch logPart {
    case .nothing: return false
    case .rest: tree.buildAntMediaLine(nil, in: record)
    case .line:
      guard let line = AntMediaLogLine(record) else {
        throw DecodeError(reason: .malformed, offset: 0)
      }
      tree.buildAntMediaLine(line, in: record)
      tree.settleTime(of: line, in: record, context)
    case .analytics(let start):
      do throws(DecodeError) {
        try body.decode(
          record.extracting(start...), at: .record(at: start), into: &tree, context: context)
      } catch {
        guard body.showsRequests, error.reason.isUnknown else { throw error }
        logPart = .line
        return try decodeLog(record, into: &tree, context: context)
      }
    case .call(let answer):
      guard let line = AntMediaLogLine(record), let call = AntMediaHookCall(line, in: record) else {
        throw DecodeError(reason: .malformed, offset: 0)
      }
      tree.build(call, answer, in: record)
      tree.settleTime(of: line, in: record, context)
    }
    return true
  }
}

extension AntMediaHookWatch {
  /// Looks at the lines that follow a call; false if not all that could matter is there.
  fileprivate mutating func look(behind rest: Span<UInt8>, isEnd: Bool) -> Bool {
    var start = 0
    while !isOver, start < Self.byteReach {
      guard let end = rest.firstOffset(of: UInt8(ascii: "\n"), from: start) else {
        if rest.count - start > Self.byteReach { return true }
        if isEnd, start < rest.count { look(at: rest.extracting(start...)) }
        return isOver
      }
      let isReturned = end > start && rest[end - 1] == 0x0D
      look(at: rest.extracting(start..<(isReturned ? end - 1 : end)))
      start = end + 1
    }
    return true
  }

  /// So many bytes are looked at.
  private static let byteReach = 1 << 18
}
