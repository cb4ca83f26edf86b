/// Logs that hold the bodies of webhooks, among other things (webhooks.md §4).
///
/// A body stands on a line of its own, or in a list of bodies, which may be on one line or on many.
/// Bodies of FastPix and of Ant Media Server, records of the media server's json sinks and anything
/// else may stand in one log: each line is what it is, whatever came before. Lines that begin with
/// `#` are for readers of other kinds. The log of Ant Media Server, which tells of the calls of
/// webhooks and not what is in them, is read too.
///
/// Each further container is one more ``Line``: found by the first bytes of a line in ``line(_:count:)``,
/// framed as a record there, and taken apart in ``decode(_:into:context:)``, which hands the body it
/// finds to ``WebhookBody``. One whose records are not lines needs a ``Mode`` of its own too.
struct WebhookFormat: EventFormat {
  static let name = InputFormat.fastpix

  /// How the bytes that come next are cut.
  enum Mode: Equatable {
    case lines
    /// So many bytes of a line that could not be read as a whole.
    case pieces(Int)
    /// The elements of a list, up to its end.
    case list
  }

  /// What a line holds.
  enum Line {
    case nothing, comment, object, form, other
  }

  /// What a line of Ant Media Server's own log, or one behind it, is.
  enum LogPart {
    /// It is none.
    case nothing
    /// A line of its own.
    case line
    /// What goes on with the line before, such as a stack trace.
    case rest
    /// A line of the analytics log, whose message begins so many bytes from the start of the line.
    case analytics(Int)
    /// A webhook is called.
    case call(AntMediaHookAnswer)
  }

  /// With what a FastPix body begins as the vendor sends it.
  private static let bodyStart: StaticString = "{\"type\":\"video."

  let body: WebhookBody
  /// The zone of stamps that name none.
  let zone: ZoneRules
  /// The request whose frame was found last, until it is decoded.
  var delivery: WebhookDelivery?
  private let json = JSONFormat()
  private(set) var mode = Mode.lines
  /// What was framed last, for decoding it.
  var logPart = LogPart.nothing
  /// Whether the line before was one of the server's own log, or went on with one.
  var isBehindLog = false
  /// Whether the last record that failed does not follow its syntax: it may be several.
  private var isBroken = false
  /// The longest body on several lines of a line that is no body itself.
  private static let longestLayout = 1 << 20

  /// Creates the format; `only` is the one system whose events are wanted, nil all.
  init(only: EventSystem? = nil, allLines: Bool = false, zone: ZoneRules = .utc) {
    self.zone = zone
    body = WebhookBody(only: only, showsRequests: allLines)
  }

  /// Whether events of all systems are wanted, so that the log may go on in another format.
  var isOpenToAll: Bool { body.only == nil }

  mutating func frame(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    logPart = .nothing
    switch mode {
    case .lines: break
    case .pieces(let count):
      let frame = piece(of: pending.extracting(0..<min(count, pending.count)))
      mode = count > frame.count ? .pieces(count - frame.count) : .lines
      return frame
    case .list: return element(pending, isEnd: isEnd)
    }
    delivery = nil
    guard pending.count > 0 else { return nil }
    if pending[0] == 0 { return zeros(pending, isEnd: isEnd) }
    if Self.mayBeginRequest(pending[0]) {
      var isNone = false
      let frame = request(pending, isEnd: isEnd, isNone: &isNone)
      if !isNone { return frame }
    }
    switch Self.beginsList(pending) {
    case true?:
      mode = .list
      let start = pending.firstOffset(of: UInt8(ascii: "{")) ?? pending.count
      return Frame(part: .separator, count: start)
    case nil where !isEnd: return nil
    default: break
    }
    let lineEnd = pending.firstOffset(of: UInt8(ascii: "\n"))
    if isBehindLog || pending[0].isASCIIDigit, lineEnd != nil || isEnd,
      let frame = logFrame(pending, lineEnd: lineEnd, isEnd: isEnd)
    {
      // Where there is no part, more of the log has to be seen.
      return frame.part.map { Frame(part: $0, count: frame.count, failure: frame.failure) }
    }
    guard let end = lineEnd else {
      guard isEnd else { return nil }
      var frame = line(pending, count: pending.count)
      frame.failure = .tornTail
      return frame
    }
    let first = pending.extracting(0..<end)
    if pending[0] != UInt8(ascii: "{"), pending[0] != UInt8(ascii: "#"),
      let brace = WebhookText.openBrace(in: first), pending.count - brace < Self.longestLayout
    {
      guard let close = pending.endOfLaidOutObject(from: brace) else {
        return isEnd ? line(first, count: end + 1) : nil
      }
      if !close.isBroken { return laidOut(pending, to: close.offset, isEnd: isEnd) }
    }
    return line(first, count: end + 1)
  }

  /// A line with a body that goes on on further lines, up to the end of the line where it ends.
  private func laidOut(_ pending: Span<UInt8>, to close: Int, isEnd: Bool) -> Frame? {
    if let end = pending.firstOffset(of: UInt8(ascii: "\n"), from: close) {
      let content = end > close && pending[end - 1] == 0x0D ? end - 1 : end
      return Frame(part: .record(start: 0, content: content), count: end + 1)
    }
    guard isEnd else { return nil }
    return Frame(
      part: .record(start: 0, content: pending.count), count: pending.count, failure: .tornTail)
  }

  func glance(_ record: Span<UInt8>, context: borrowing DecodingContext) -> EventKind? {
    body.only == nil ? json.glance(record, context: context) : nil
  }

  mutating func decode(
    _ record: Span<UInt8>, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    isBroken = false
    if try decodeLog(record, into: &tree, context: context) { return }
    do {
      if let delivery {
        try decode(delivery, record, into: &tree, context)
      } else if Self.isSinkRecord(record), body.only == nil {
        var json = json
        try json.decode(record, into: &tree, context: context)
        tree.head.format = .json
      } else {
        try decodeLine(record, into: &tree, context)
      }
    } catch {
      isBroken = error.reason == .malformed && delivery == nil
      guard body.showsRequests, error.reason == .malformed || error.reason == .otherLine,
        mode != .lines || delivery != nil || !canDivide(record)
      else { throw error }
      body.decodeText(record, into: &tree)
    }
  }

  /// Decodes a line: a body, or what holds one.
  private func decodeLine(
    _ record: Span<UInt8>, into tree: inout RecordTree, _ context: borrowing DecodingContext
  ) throws(DecodeError) {
    if record[0] == UInt8(ascii: "{") || record[0].isASCIILetter || record[0] == UInt8(ascii: "_") {
      do throws(DecodeError) {
        return try body.decode(record, at: .record(at: 0), depth: 0, into: &tree, context: context)
      } catch {
        guard error.reason == .malformed else { throw error }
        if record[0] == UInt8(ascii: "{") {
          throw DecodeError(reason: SkipReason(unreadable: record), offset: error.offset)
        }
        // What begins like the form of a known action is one that is damaged, and not what stands
        // before one.
        if record.beginsWithKey, WebhookForm.isKnown(record, context) { throw error }
      }
    }
    try body.decode(
      line: record, at: .record(at: 0), WebhookCarriage(), depth: 0, into: &tree, context)
  }

  mutating func divide(_ record: Span<UInt8>, frame count: Int) -> Bool {
    guard mode == .lines, isBroken, canDivide(record) else { return false }
    mode = .pieces(count)
    return true
  }

  /// Whether a request that is more than a line may begin with that byte.
  @inline(__always)
  private static func mayBeginRequest(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "P"), UInt8(ascii: "#"), UInt8(ascii: "-"), UInt8(ascii: "["),
      UInt8(ascii: "G"), UInt8(ascii: "H"):
      true
    default: false
    }
  }

  /// A run of zero bytes at the start of a line: a log that was truncated in place.
  private func zeros(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    var end = 0
    while end < pending.count, pending[end] == 0 { end += 1 }
    guard end < pending.count || isEnd else { return nil }
    return Frame(part: .skipped(.zeros), count: end)
  }
}

// MARK: - Lines

extension WebhookFormat {
  private func line(_ line: Span<UInt8>, count: Int) -> Frame {
    let content = JSONFormat.content(of: line)
    let text = line.extracting(content)
    switch kind(of: text) {
    case .nothing, .comment: return Frame(part: .separator, count: count)
    case .object, .form:
      return Frame(part: .record(start: content.lowerBound, content: content.count), count: count)
    case .other:
      if body.only == nil, count > line.count,
        case .known(let other) = InputFormat.recognition(of: line, isEnd: true), other != .json
      {
        return Frame(part: .format(other), count: 0)
      }
      if text.firstOffset(of: JSONFormat.recordStart) == nil,
        WebhookText.isLikely(in: text) || text.tellsOfRequest
      {
        // A comma may end the last field of a line; the line end is all that may be left out.
        return Frame(part: .record(start: 0, content: line.withoutReturn.count), count: count)
      }
      return json.foreignLine(text, count: count)
    }
  }

  @inline(__always)
  func kind(of text: Span<UInt8>) -> Line {
    guard text.count > 0 else { return .nothing }
    switch text[0] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "#"):
      return W3CFormat.headerLines.contains { text.has($0, at: 0) } ? .other : .comment
    case UInt8(ascii: "["), UInt8(ascii: "]"):
      return text.equals("[") || text.equals("]") || text.equals("[]") ? .nothing : .other
    default: return WebhookForm.isLikely(text) ? .form : .other
    }
  }

  /// Whether a log begins with a line that holds a body; nil when the line is not there yet.
  static func beginsText(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    guard bytes.count > 0 else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "{"), UInt8(ascii: "#"), UInt8(ascii: "<"): return false
    case UInt8(ascii: "P"):
      if bytes.has("POST ", at: 0) { return WebhookRequest.isWebhook(bytes, isEnd: isEnd) }
    default: break
    }
    let text = bytes.extracting(0..<min(bytes.count, 1 << 16))
    if let end = text.firstOffset(of: UInt8(ascii: "\n")) {
      let line = text.extracting(0..<end)
      if WebhookAudit.begins(line) { return true }
      if line.isAccessLine, AntMediaLogLine(line) == nil { return true }
      if case .request = WebhookDump.line(line) { return true }
      if let brace = WebhookText.openBrace(in: line), text.count < 1 << 16 {
        guard let close = text.endOfLaidOutObject(from: brace) else { return isEnd ? false : nil }
        if !close.isBroken { return WebhookText.isCertain(in: text.extracting(0..<close.offset)) }
      }
      return !isForm(line) && WebhookText.isCertain(in: line)
    }
    guard isEnd || text.count == 1 << 16 else { return nil }
    return !isForm(text) && WebhookText.isCertain(in: text)
  }

  /// Whether a record is one of the media server's json sinks.
  @inline(__always)
  static func isSinkRecord(_ record: Span<UInt8>) -> Bool {
    record.has(JSONFormat.recordStart, at: record.has("\u{FEFF}", at: 0) ? 3 : 0)
  }

  /// The format of a log in which an object is found that no json sink writes; nil where it looks
  /// like neither, or like a notification.
  static func format(ofObject text: Span<UInt8>) -> InputFormat? {
    if isSinkRecord(text) { return nil }
    if text.firstOffset(of: "\"payload\":{") != nil {
      // A record that was posted; receivers may call the body its payload too.
      if text.firstOffset(of: "\"type\":\"video.") != nil { return .fastpix }
      let isRecord = text.firstOffset(of: "\"type\":") != nil
      return !isRecord && text.firstOffset(of: "\"action\"") != nil ? .antmedia : nil
    }
    if text.firstOffset(of: "\"video.") != nil { return .fastpix }
    if text.firstOffset(of: "\"action\"") != nil { return .antmedia }
    if text.firstOffset(of: "\"timeMs\":") != nil, text.firstOffset(of: "\"logSource\":") != nil {
      return .antmedia
    }
    if text.firstOffset(of: "\\\"video.") != nil { return .fastpix }
    if text.firstOffset(of: "\\\"action\\\"") != nil { return .antmedia }
    if text.firstOffset(of: "action=") != nil { return .antmedia }
    let others: [StaticString] = [
      "\"isBase64Encoded\":true", "\"request_body\":", "\\\\x22video.", "\"proto\":\"HTTP/",
    ]
    for key in others where text.firstOffset(of: key) != nil { return .fastpix }
    if text.firstOffset(of: "\"mode\"") != nil, text.firstOffset(of: "\"type\"") == nil {
      return .antmedia
    }
    return text.equals("{}") ? .fastpix : nil
  }

  /// Whether a log begins with a form; nil when its first line is not there yet.
  static func beginsForm(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    let start = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
    guard start < bytes.count else { return nil }
    guard bytes[start].isASCIILetter || bytes[start] == UInt8(ascii: "_") else { return false }
    let text = bytes.extracting(start..<min(bytes.count, 1 << 16))
    if let end = text.firstOffset(of: UInt8(ascii: "\n")) {
      return isForm(text.extracting(0..<end))
    }
    if isEnd || text.count == 1 << 16 { return isForm(text) }
    // What no form holds tells early that it is none.
    return text.firstOffset(of: 0x20) == nil ? nil : false
  }

  private static func isForm(_ line: Span<UInt8>) -> Bool {
    WebhookForm.isLikely(line) && line.firstOffset(of: 0x20) == nil
  }
}

// MARK: - Lists and pieces

extension WebhookFormat {
  /// Whether a log begins with a list of objects or with a container; nil when it is not known yet.
  static func begins(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    switch beginsList(bytes) {
    case true?: return true
    case false?: return beginsText(bytes, isEnd: isEnd)
    case nil: return bytes.count > 0 && bytes[0] == UInt8(ascii: "[") ? nil : false
    }
  }

  /// Whether a log begins with a list of objects; nil when that cannot be told yet.
  static func beginsList(_ bytes: Span<UInt8>) -> Bool? {
    var offset = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
    guard offset < bytes.count else { return nil }
    guard bytes[offset] == UInt8(ascii: "[") else { return false }
    offset += 1
    while offset < bytes.count, bytes[offset].isXMLSpace { offset += 1 }
    guard offset < bytes.count else { return nil }
    return bytes[offset] == UInt8(ascii: "{")
  }

  /// What comes next in a list: an element, what separates it from the one before, or the end.
  private mutating func element(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    guard pending.count > 0 else { return nil }
    var offset = 0
    while offset < pending.count, pending[offset].isXMLSpace || pending[offset].isComma {
      offset += 1
    }
    if offset > 0 { return Frame(part: .separator, count: offset) }
    switch pending[0] {
    case UInt8(ascii: "{"):
      if let end = pending.endOfObject {
        guard end.isBroken else {
          return Frame(part: .record(start: 0, content: end.offset), count: end.offset)
        }
        // The next body begins on a line of its own, perhaps with no list around it.
        mode = .lines
        return Frame(part: .skipped(.tornRecord), count: end.offset)
      }
      return isEnd
        ? Frame(part: .skipped(.tornTail), count: pending.count, failure: .tornTail) : nil
    case UInt8(ascii: "]"):
      mode = .lines
      return Frame(part: .separator, count: 1)
    default:
      mode = .lines
      return frame(pending, isEnd: isEnd)
    }
  }

  /// Whether a line that could not be read has, behind its first byte, what begins a body.
  private func canDivide(_ record: Span<UInt8>) -> Bool {
    record.count > 1 && Self.nextStart(in: record) < record.count
      || record.firstOffset(of: "},{") != nil || record.firstOffset(of: "}{") != nil
  }

  /// Where the next body, or record of a sink, begins behind the first byte.
  private static func nextStart(in text: Span<UInt8>) -> Int {
    let next = text.firstOffset(of: bodyStart, from: 1) ?? text.count
    return min(next, text.firstOffset(of: JSONFormat.recordStart, from: 1) ?? text.count)
  }

  /// One piece of a line that was no record as a whole: bodies glued together, the rest of a list, or
  /// one that was cut with another behind it.
  private func piece(of rest: Span<UInt8>) -> Frame {
    var offset = 0
    while offset < rest.count, rest[offset].isXMLSpace || rest[offset].isComma { offset += 1 }
    if offset > 0 { return Frame(part: .separator, count: offset) }
    if rest[0] == UInt8(ascii: "]") { return Frame(part: .separator, count: 1) }
    let next = Self.nextStart(in: rest)
    let front = rest.extracting(0..<next)
    if rest[0] == UInt8(ascii: "{"), let end = front.endOfObject, !end.isBroken {
      return Frame(part: .record(start: 0, content: end.offset), count: end.offset)
    }
    return Frame(part: .skipped(next < rest.count ? .tornRecord : .malformed), count: next)
  }
}

extension Span<UInt8> {
  /// Without one CR at the end.
  fileprivate var withoutReturn: Span<UInt8> {
    @_lifetime(copy self)
    get { count > 0 && self[count - 1] == 0x0D ? extracting(droppingLast: 1) : self }
  }
}

extension UInt8 {
  fileprivate var isComma: Bool { self == UInt8(ascii: ",") }
}

extension Span<UInt8> {
  /// Where the object at the front ends; nil when its end is not among the bytes.
  ///
  /// It is broken where a line begins with an object inside it: an element that was cut, and the
  /// next. Bodies that are laid out on many lines are indented.
  var endOfObject: (offset: Int, isBroken: Bool)? {
    var depth = 0
    var offset = 0
    while offset < count {
      switch self[offset] {
      case UInt8(ascii: "\""):
        offset &+= 1
        while true {
          offset = nextSpecialInString(from: offset)
          guard offset < count else { return nil }
          if self[offset] == UInt8(ascii: "\"") { break }
          if has("\n{\"", at: offset) { return (offset &+ 1, true) }
          offset &+= self[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth &-= 1
        if depth <= 0 { return (offset &+ 1, false) }
      case UInt8(ascii: "\n"):
        if has("\n{\"", at: offset) { return (offset &+ 1, true) }
      default: break
      }
      offset &+= 1
    }
    return nil
  }
}
