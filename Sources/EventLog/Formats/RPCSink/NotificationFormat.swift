/// What the RPC sink posts: captured requests, or their bodies one after the other (formats.md §7).
///
/// A body is a json object without comma and line end, an xml element, or an XML-RPC call. It ends
/// where it is complete, whatever `Content-Length` says: so it can be read from the middle of a
/// capture, and behind a request that broke off. The server's heads have stray bytes in them
/// (quirk 90), which does no harm.
struct NotificationFormat: EventFormat {
  static let name = InputFormat.notification

  /// So many bytes tell what begins with them, tags of xml records aside.
  private static let longestStart = 11
  private static let longestHead = 1 << 16

  private var json = JSONFormat()
  private var xml = XMLFormat()
  /// Whether the last frame is from `xml`.
  private var isXML = false

  mutating func frame(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    isXML = false
    guard pending.count > 0 else { return nil }
    var blanks = 0
    while blanks < pending.count, pending[blanks].isXMLSpace { blanks += 1 }
    if blanks > 0 { return Frame(part: .separator, count: blanks) }
    guard let start = start(in: pending, at: 0, isEnd: isEnd) else { return nil }
    switch start {
    case .request:
      switch WebhookRequest.isWebhook(pending, isEnd: isEnd) {
      case nil: return nil
      case true?: return Frame(part: .format(.fastpix), count: 0)
      case false?: return head(pending, start, isEnd: isEnd)
      }
    case .answer: return head(pending, start, isEnd: isEnd)
    case .object:
      guard let frame = object(pending, isEnd: isEnd) else { return nil }
      if case .record(_, let content) = frame.part,
        WebhookFormat.format(ofObject: pending.extracting(0..<content)) != nil
      {
        return Frame(part: .format(.fastpix), count: 0)
      }
      return frame
    case .call: return call(pending, isEnd: isEnd)
    case .element:
      isXML = true
      return xml.frame(pending, isEnd: isEnd).map { cut($0, of: pending) }
    case .zeros:
      var end = 0
      while end < pending.count, pending[end] == 0 { end += 1 }
      return end < pending.count || isEnd ? Frame(part: .skipped(.zeros), count: end) : nil
    case .nothing:
      switch WebhookFormat.beginsText(pending, isEnd: isEnd) {
      case nil: return nil
      case true?: return Frame(part: .format(.fastpix), count: 0)
      case false?: return unknown(pending, isEnd: isEnd)
      }
    }
  }

  mutating func divide(_ record: Span<UInt8>, frame count: Int) -> Bool {
    isXML && xml.divide(record, frame: count)
  }

  func resynchronise(_ pending: Span<UInt8>) -> (count: Int, isDone: Bool) {
    let next = nextStart(in: pending, isEnd: false)
    return (next.offset, next.isFound)
  }

  func glance(_ record: Span<UInt8>, context: borrowing DecodingContext) -> EventKind? {
    isXML ? xml.glance(record, context: context) : nil
  }

  mutating func decode(
    _ record: Span<UInt8>, into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    if record.has("{", at: 0) {
      try json.decode(record, into: &tree, context: context)
    } else if record.has("<methodCall", at: 0) {
      try XMLRPCScanner.scan(record, into: &tree)
      guard tree.head.typeNode >= 0 else { throw DecodeError(reason: .noType, offset: 0) }
      tree.settleHead(in: record, context: context)
    } else {
      try xml.decode(record, into: &tree, context: context)
    }
  }
}

// MARK: - What begins where

extension NotificationFormat {
  private enum Start {
    case request, answer, object, call, element, zeros, nothing
  }

  /// What begins at `offset`; nil when the bytes end too early to tell.
  private func start(in text: Span<UInt8>, at offset: Int, isEnd: Bool) -> Start? {
    let isShort = !isEnd && text.count - offset < Self.longestStart
    switch text[offset] {
    case 0: return .zeros
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "\""):
      if text.has("\"V_", at: offset) { return .object }
    case UInt8(ascii: "P"):
      if text.has("POST ", at: offset) { return .request }
    case UInt8(ascii: "H"):
      if text.has("HTTP/1.", at: offset) { return .answer }
    case UInt8(ascii: "<"):
      if text.has("<methodCall", at: offset) { return .call }
      if text.has(XMLFormat.declarationStart, at: offset) { return .element }
      if isShort { return nil }
      guard let isRecord = text.xmlRoot(at: offset) else { return isEnd ? .nothing : nil }
      return isRecord ? .element : .nothing
    default: return .nothing
    }
    return isShort ? nil : .nothing
  }

  /// The next line that begins with something, or how much certainly comes before it.
  private func nextStart(in text: Span<UInt8>, isEnd: Bool) -> (offset: Int, isFound: Bool) {
    var from = 0
    while let lineEnd = text.firstOffset(of: UInt8(ascii: "\n"), from: from) {
      from = lineEnd + 1
      guard from < text.count else { return (isEnd ? from : lineEnd, false) }
      guard let start = start(in: text, at: from, isEnd: isEnd) else { return (lineEnd, false) }
      if start != .nothing, start != .zeros { return (from, true) }
      if start == .nothing {
        let isContainer = WebhookFormat.beginsText(text.extracting(from...), isEnd: isEnd)
        guard let isContainer else { return (lineEnd, false) }
        if isContainer { return (from, true) }
      }
    }
    return (text.count, false)
  }

  /// Lines that are neither a request nor a body: a tool's own words, or the rest of something.
  private func unknown(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    let next = nextStart(in: pending, isEnd: isEnd)
    guard next.isFound || isEnd else { return nil }
    return Frame(
      part: .skipped(.unknownFormat), count: next.isFound ? next.offset : pending.count,
      failure: next.isFound ? nil : .tornTail)
  }
}

// MARK: - Requests

extension NotificationFormat {
  /// The head of a request, up to and with its empty line; of an answer, its body too.
  private func head(_ pending: Span<UInt8>, _ start: Start, isEnd: Bool) -> Frame? {
    let text = pending.extracting(0..<min(pending.count, Self.longestHead))
    var line = 0
    var length = 0
    while let lineEnd = text.firstOffset(of: UInt8(ascii: "\n"), from: line) {
      var field = text.extracting(line..<lineEnd)
      if field.count > 0, field[field.count - 1] == 0x0D {
        field = field.extracting(droppingLast: 1)
      }
      if line > 0, isBody(field) { return Frame(part: .header, count: line) }
      line = lineEnd + 1
      if field.count == 0 {
        if start == .request { return Frame(part: .header, count: line) }
        let end = line + length
        if end <= pending.count { return Frame(part: .separator, count: end) }
        return isEnd
          ? Frame(part: .separator, count: pending.count, failure: .tornTail) : nil
      }
      length = Self.answerLength(field) ?? length
    }
    // Not a head after all: passed over up to whatever else begins with a line.
    if pending.count > text.count { return unknown(pending, isEnd: isEnd) }
    return isEnd ? Frame(part: .skipped(.tornTail), count: text.count, failure: .tornTail) : nil
  }

  /// Whether a line within a head shows that the head broke off before it.
  private func isBody(_ line: Span<UInt8>) -> Bool {
    line.has("{", at: 0) || line.has("<", at: 0) || line.has("POST ", at: 0)
  }

  /// The number of a `Content-Length` field; nil for other fields, and for lengths that no answer to
  /// a notification has.
  private static func answerLength(_ field: Span<UInt8>) -> Int? {
    let name: StaticString = "content-length:"
    var start = name.utf8CodeUnitCount
    guard field.count > start, field.extracting(0..<start).equalsIgnoringASCIICase(name) else {
      return nil
    }
    while start < field.count, field[start] == 0x20 { start += 1 }
    return field.extracting(start...).integer.flatMap {
      (0...longestHead).contains(Int($0)) ? Int($0) : nil
    }
  }
}

// MARK: - Bodies

extension NotificationFormat {
  /// A json object: to its closing brace, so that objects without anything between them are told
  /// apart, and a comma and line end behind it.
  private func object(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    guard var end = Self.endOfObject(pending) else { return nil }
    let content = end.offset
    if end.isBroken { return Frame(part: .skipped(.tornRecord), count: content) }
    let separators: StaticString = ",\r\n"
    for index in 0..<separators.utf8CodeUnitCount {
      guard end.offset < pending.count else {
        if isEnd { break }
        return nil
      }
      if pending[end.offset] == separators.byte(at: index) { end.offset += 1 }
    }
    let text = pending.extracting(0..<content)
    if text.equals(JSONFormat.placeholder) {
      return Frame(part: .skipped(.placeholder), count: end.offset)
    }
    return Frame(part: .record(start: 0, content: content), count: end.offset)
  }

  /// Where the object, or the string, at the front ends; nil when that is not among the bytes.
  ///
  /// A line end within it breaks it: the server never writes one.
  private static func endOfObject(_ text: Span<UInt8>) -> (offset: Int, isBroken: Bool)? {
    var depth = 0
    var isInString = false
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\n"): return (offset, true)
      case UInt8(ascii: "\""):
        isInString.toggle()
        if !isInString, depth == 0 { return (offset, false) }
      case UInt8(ascii: "\\") where isInString: offset += 1
      case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString: depth += 1
      case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString:
        depth -= 1
        if depth <= 0 { return (offset, false) }
      default: break
      }
    }
    return nil
  }

  /// An XML-RPC call, to its end tag; cut off where another body begins before that.
  private func call(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    var from = 1
    while let tag = pending.firstOffset(of: UInt8(ascii: "<"), from: from) {
      if pending.has("</methodCall>", at: tag) {
        var end = tag + 13
        guard end < pending.count || isEnd else { return nil }
        if end < pending.count, pending[end] == UInt8(ascii: "\n") { end += 1 }
        return Frame(part: .record(start: 0, content: tag + 13), count: end)
      }
      if pending.has("<?xml ", at: tag) || pending.has("<methodCall>", at: tag) {
        return cut(Frame(part: .skipped(.tornRecord), count: tag), of: pending)
      }
      from = tag + 1
    }
    return nil
  }

  /// Lets a body that broke off end where the next request begins.
  private func cut(_ frame: Frame, of pending: Span<UInt8>) -> Frame {
    guard case .skipped = frame.part else { return frame }
    let piece = pending.extracting(0..<frame.count)
    var from = 1
    while let request = piece.firstOffset(of: "POST /", from: from) {
      let end = piece.firstOffset(of: UInt8(ascii: "\n"), from: request) ?? piece.count
      if piece.extracting(request..<end).firstOffset(of: " HTTP/1.") != nil {
        return Frame(part: .skipped(.tornRecord), count: request)
      }
      from = request + 6
    }
    return frame
  }
}
