/// Lines of Ant Media Server's own log (webhooks.md §3).
///
///     2026-11-18 09:30:00,118 [worker-5] INFO  i.a.AntMediaApplicationAdapter - message
///
/// The stamp is local time and names no zone. What does not begin like this goes on with the line
/// before, as stack traces do. Payloads of webhooks are not in the log, only that one is called. In
/// the analytics log, whose logger is `analytics`, the message is an object of JSON.
struct AntMediaLogLine {
  let thread: Range<Int>
  let level: Range<Int>
  let logger: Range<Int>
  let message: Range<Int>
  /// As clocks showed it, counted as if they were at UTC: to tell how much later another line is.
  let clock: EventTime

  /// Where the message of a call begins.
  static let call: StaticString = "Running notify hook url:"

  /// How many bytes the stamp takes up.
  static let stampCount = 23

  /// Reads a line without its end; nil if it does not begin like one.
  init?(_ line: Span<UInt8>) {
    guard Self.begins(line), let civil = Self.civil(line) else { return nil }
    clock = civil.utc
    // Names of threads have brackets in them when they hold an address.
    guard let threadEnd = line.firstOffset(of: "] ", from: Self.stampCount) else { return nil }
    thread = (Self.stampCount + 2)..<max(Self.stampCount + 2, threadEnd)
    var offset = threadEnd + 2
    let levelStart = offset
    while offset < line.count, line[offset].isASCIILetter { offset += 1 }
    level = levelStart..<offset
    while offset < line.count, line[offset] == 0x20 { offset += 1 }
    guard !level.isEmpty, let dash = line.firstOffset(of: " - ", from: offset) else { return nil }
    logger = offset..<max(offset, dash)
    message = (dash + 3)..<line.count
  }

  /// Whether bytes begin with a stamp and a bracket, as lines do.
  @inline(__always)
  static func begins(_ line: Span<UInt8>) -> Bool {
    line.count > stampCount + 2 && line[4] == UInt8(ascii: "-") && line[19] == UInt8(ascii: ",")
      && line.has(" [", at: stampCount) && line[0].isASCIIDigit
  }

  /// Whether a log begins with such a line; nil while that cannot be told.
  static func begins(log bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    let end = bytes.firstOffset(of: UInt8(ascii: "\n"))
    if let end { return AntMediaLogLine(bytes.extracting(0..<end)) != nil }
    if isEnd { return AntMediaLogLine(bytes) != nil }
    guard bytes.count > stampCount + 2 else {
      return bytes.count == 0 || bytes[0].isASCIIDigit ? nil : false
    }
    return begins(bytes) && bytes.count < 1 << 16 ? nil : false
  }

  /// The date and time of a line.
  static func civil(_ line: Span<UInt8>) -> CivilTime? {
    guard let millisecond = line.number(at: 20, digits: 3),
      var civil = CivilTime(stamp: line.extracting(0..<19))
    else { return nil }
    civil.millisecond = millisecond
    return civil
  }
}

/// A call of a webhook, as the server's log announces it.
struct AntMediaHookCall {
  let url: Range<Int>
  let stream: Range<Int>
  let mainTrack: Range<Int>?
  let action: Range<Int>
  let vodName: Range<Int>
  let vodId: Range<Int>

  /// Takes a line apart; nil if it announces no call, or was cut.
  ///
  /// Only the names at the end can hold what looks like another label, so that labels are looked for
  /// from there.
  init?(_ line: AntMediaLogLine, in text: Span<UInt8>) {
    let start = line.message.lowerBound
    guard text.has(AntMediaLogLine.call, at: start) else { return nil }
    let urlStart = start + AntMediaLogLine.call.utf8CodeUnitCount
    let streamLabel: StaticString = " stream id: "
    guard let urlEnd = text.firstOffset(of: streamLabel, from: urlStart) else { return nil }
    let streamStart = urlEnd + streamLabel.utf8CodeUnitCount
    guard let id = text.last(" vod id:", from: streamStart, to: text.count),
      let name = text.last(" vod name:", from: streamStart, to: id),
      let action = text.last(" action:", from: streamStart - 1, to: name)
    else { return nil }
    url = urlStart..<urlEnd
    self.action = (action + 8)..<name
    vodName = (name + 10)..<id
    vodId = (id + 8)..<text.count
    if let track = text.last(" mainTrackId:", from: streamStart - 1, to: action) {
      mainTrack = (track + 13)..<action
      stream = streamStart..<max(streamStart, track)
    } else {
      mainTrack = nil
      stream = streamStart..<max(streamStart, action)
    }
    for byte in self.action where text[byte] == 0x20 { return nil }
    guard !self.action.isEmpty else { return nil }
  }
}

/// What became of a call.
struct AntMediaHookAnswer: Equatable {
  /// The HTTP status of the last answer; nil if there was none.
  var status: Int64?
  /// How many requests were sent.
  var attempts: Int64 = 0
}

extension Span<UInt8> {
  /// The offset of the last occurrence of `text` that begins in a range.
  fileprivate func last(_ text: StaticString, from start: Int, to end: Int) -> Int? {
    var found: Int?
    var from = start
    while let next = firstOffset(of: text, from: from), next < end {
      found = next
      from = next + 1
    }
    return found
  }
}
