/// Finds events that a log holds twice, as a line in words and as the dump of a console sink.
///
/// The dump says more, so the line is passed over (quirk 97).
///
/// The rule, for lines of kinds that sinks log too:
///
/// 1. A log in which a kind has been dumped holds the dumps of all events of that kind, since a
///    console sink has no filter of its own: its lines are duplicates.
/// 2. Otherwise a line is a duplicate if one of the next few entries dumps the same event, for the
///    server prints most lines just before it logs the event. The same is: the same kind, and the
///    same stream number or command where there is one.
/// 3. Once a line was followed by no dump at all, and none was seen before, the log has no console
///    sink and nothing is looked for, until a dump turns up after all.
///
/// Some kinds of streams say that they end but log no event (`lifecycleNotes` of the catalogue); rule 1
/// does not apply to these. Only a few numbers are remembered, whatever the length of the log.
struct ServerLogDuplicates {
  /// Whether a line is a duplicate.
  enum Verdict {
    case duplicate, distinct
    /// It is if one of the next entries, at most so many, dumps the event.
    case depends(reach: Int)
  }

  /// What dumps the entries after a line hold.
  enum Outlook {
    case noDump, otherEvents, sameEvent
  }

  private enum Sink { case unknown, absent, present }

  private var sink = Sink.unknown
  /// Kinds of which a dump has been seen.
  private var dumped = EventKindSet()
  /// Numbers of the streams whose end was dumped last.
  private var ended: SIMD8<Int64> = SIMD8(repeating: -1)
  private var endings = 0
  /// Whether the entry that was judged last is a duplicate.
  private(set) var isLastDuplicate = false

  /// Kinds that a line and a dump may tell of alike.
  private static let common: [(kind: EventKind, name: StaticString)] = [
    (.inStreamCreated, "inStreamCreated"), (.inStreamClosed, "inStreamClosed"),
    (.outStreamCreated, "outStreamCreated"), (.outStreamClosed, "outStreamClosed"),
    (.streamCreated, "streamCreated"), (.streamClosed, "streamClosed"),
    (.cliRequest, "cliRequest"), (.serverStarted, "serverStarted"),
    (.serverStopping, "serverStopping"), (.applicationStart, "applicationStart"),
    (.applicationStop, "applicationStop"), (.pullStreamFailed, "pullStreamFailed"),
    (.hlsChunkError, "hlsChunkError"), (.hdsChunkError, "hdsChunkError"),
    (.mssChunkError, "mssChunkError"), (.dashChunkError, "dashChunkError"),
    (.recordChunkError, "recordChunkError"),
    (.streamingSessionStarted, "streamingSessionStarted"),
    (.streamingSessionEnded, "streamingSessionEnded"),
    (.mediaFileDownloaded, "mediaFileDownloaded"),
    (.webRtcCommandReceived, "webRtcCommandReceived"),
  ]
  private static let commonSet = EventKindSet(common.map(\.kind))

  /// Judges a line.
  mutating func verdict(on message: ServerLogMessage, in text: Span<UInt8>) -> Verdict {
    isLastDuplicate = false
    let kind = Self.kind(of: message)
    guard Self.commonSet.contains(kind), sink != .absent else { return .distinct }
    if case .stream(_, let stream) = message, kind == .inStreamClosed || kind == .outStreamClosed,
      Self.mayEndUnlogged(text.extracting(stream.type))
    {
      let number = text.extracting(stream.number).integer ?? -2
      isLastDuplicate = any(ended .== SIMD8(repeating: number))
      return isLastDuplicate ? .duplicate : .depends(reach: 16)
    }
    isLastDuplicate = dumped.contains(kind)
    if isLastDuplicate { return .duplicate }
    switch kind {
    // An application is instantiated long before it has started.
    case .applicationStart, .serverStarted: return .depends(reach: 128)
    default: return .depends(reach: 16)
    }
  }

  /// Notes what looking at the entries after a line has shown.
  mutating func settle(_ outlook: Outlook) {
    isLastDuplicate = outlook == .sameEvent
    if outlook == .noDump, sink == .unknown { sink = .absent }
  }

  /// Notes the dump of a console sink.
  mutating func noteDump(_ dump: Span<UInt8>) {
    sink = .present
    isLastDuplicate = false
    guard let type = Self.type(of: dump) else { return }
    for (kind, name) in Self.common where dump.extracting(type).equals(name) {
      dumped.insert(kind)
      if kind == .inStreamClosed || kind == .outStreamClosed,
        let number = Self.number(after: "name=\"uniqueId\">", in: dump)
      {
        ended[endings & 7] = number
        endings &+= 1
      }
    }
  }

  /// Whether a dump is of the event of which a line tells.
  static func describesSame(
    _ dump: Span<UInt8>, _ message: ServerLogMessage, in text: Span<UInt8>
  ) -> Bool {
    let kind = kind(of: message)
    guard let type = type(of: dump),
      common.contains(where: { $0.kind == kind && dump.extracting(type).equals($0.name) })
    else { return false }
    switch message {
    case .stream(_, let stream):
      return number(after: "name=\"uniqueId\">", in: dump) == text.extracting(stream.number).integer
    case .command(let range):
      let key: StaticString = "name=\"command\">"
      guard let found = dump.firstOffset(of: key) else { return false }
      let command = text.extracting(range)
      let start = found + key.utf8CodeUnitCount
      guard dump.count - start > command.count,
        dump[start + command.count] == UInt8(ascii: "<")
      else { return false }
      for index in command.indices
      where foldedASCII(dump[start + index]) != foldedASCII(command[index]) {
        return false
      }
      return true
    default: return true
    }
  }

  private static func kind(of message: ServerLogMessage) -> EventKind {
    // The only dump that is no console sink's is that of a command which came over WebRTC.
    message.kind ?? .webRtcCommandReceived
  }

  /// Whether streams of that type may end without an event.
  private static func mayEndUnlogged(_ type: Span<UInt8>) -> Bool {
    type.equals("INRAW") || type.equals("INEXT") || type.equals("ONEXT") || type.equals("IFP")
      || type.has("ID", at: 0) || type.equals("OMETA") || type.equals("OVMF")
      || type.equals("OFRFLV")
  }

  /// Where the event's name stands: it is the last member of each dump.
  private static func type(of dump: Span<UInt8>) -> Range<Int>? {
    let tail: StaticString = "</STR>"
    let head: StaticString = "name=\"type\">"
    var end = dump.count - tail.utf8CodeUnitCount
    while end >= 0, !dump.has(tail, at: end) { end -= 1 }
    var start = end
    while start > 0, dump[start - 1].isASCIILetter || dump[start - 1].isASCIIDigit { start -= 1 }
    guard start < end, dump.has(head, at: start - head.utf8CodeUnitCount) else { return nil }
    return start..<end
  }

  private static func number(after key: StaticString, in dump: Span<UInt8>) -> Int64? {
    guard let found = dump.firstOffset(of: key) else { return nil }
    let start = found + key.utf8CodeUnitCount
    var end = start
    while end < dump.count, dump[end].isASCIIDigit { end += 1 }
    return dump.extracting(start..<end).integer
  }
}
