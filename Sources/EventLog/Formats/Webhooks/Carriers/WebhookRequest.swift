/// A captured request that delivers a webhook: its head, an empty line, and its body.
///
/// A line that begins with `###` may stand before it, with the time and the address of the client
/// (webhooks.md §4). Requests of the media server's own sink are those of ``NotificationFormat``.
struct WebhookRequest {
  /// What the head says of the body.
  private(set) var carriage = WebhookCarriage()
  /// Where the body is among the bytes; pieces and their lengths included where it is `isChunked`.
  private(set) var body = 0..<0
  /// Whether the body is written in pieces, each with its length before it.
  private(set) var isChunked = false
  /// Whether another request, or nothing, follows before the body has come to its end.
  private(set) var isTorn = false
  /// Whether the head says that it delivers something to a path named after FastPix.
  private(set) var isFastPixDelivery = false
  /// Whether the body is in parts, as messages of a data channel are.
  private(set) var isMultipart = false

  private static let longestHead = 1 << 16

  /// A request of which nothing is known yet.
  init() {}

  // What the head says.
  private var length: Int?
  private var isForm = false

  /// Whether a request, or the line before one, begins at the front; nil when it cannot be told yet.
  static func begins(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    var start = 0
    if bytes.has("###", at: 0) {
      guard let end = bytes.firstOffset(of: UInt8(ascii: "\n")) else {
        return isEnd || bytes.count > 1024 ? false : nil
      }
      start = end + 1
    } else if bytes.begins("###", at: 0), bytes.count < 3 {
      return isEnd ? false : nil
    }
    let rest = bytes.extracting(start...)
    if rest.has("POST ", at: 0) { return true }
    return rest.begins("POST ", at: 0) && !isEnd ? nil : false
  }

  /// Whether a request that begins with `POST ` delivers a webhook and not a record of the media
  /// server; nil when more bytes are needed to tell.
  static func isWebhook(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    var request = WebhookRequest()
    guard let head = request.readHead(bytes, from: 0) else {
      return isEnd || bytes.count > longestHead ? false : nil
    }
    guard head > 0 else { return false }
    if request.carriage.signature != nil || request.carriage.hasMuxSignature || request.isForm
      || request.isMultipart || request.isChunked
    {
      return true
    }
    if request.length == 0 { return request.isFastPixDelivery }
    var text = bytes.extracting(min(head, bytes.count)...)
    if let length = request.length, length < text.count { text = text.extracting(0..<length) }
    guard text.count > 0 else { return isEnd ? false : nil }
    guard text[0] == UInt8(ascii: "{") else { return false }
    if WebhookFormat.isSinkRecord(text) { return false }
    let start = JSONFormat.recordStart
    if text.begins(start, at: 0), text.count < start.utf8CodeUnitCount, !isEnd { return nil }
    guard let end = text.endOfLaidOutObject(from: 0) else {
      guard isEnd || text.count > longestHead else { return nil }
      return WebhookFormat.format(ofObject: text) != nil
    }
    return WebhookFormat.format(ofObject: text.extracting(0..<end.offset)) != nil
  }

  /// Reads the request at the front of `bytes`; nil when more of it is needed.
  init?(_ bytes: Span<UInt8>, isEnd: Bool, zone: ZoneRules) {
    var start = 0
    if bytes.has("###", at: 0), let end = bytes.firstOffset(of: UInt8(ascii: "\n")) {
      readNote(bytes.extracting(3..<end), zone: zone)
      start = end + 1
    }
    guard let head = readHead(bytes, from: start) else {
      guard isEnd || bytes.count - start > Self.longestHead else { return nil }
      isTorn = true
      body = bytes.count..<bytes.count
      return
    }
    guard head > 0 else {
      // It broke off where something else begins.
      isTorn = true
      let end = bytes.firstOffset(of: UInt8(ascii: "\n"), from: start) ?? (bytes.count - 1)
      body = (end + 1)..<(end + 1)
      return
    }
    carriage.hasHeaders = true
    let rest = bytes.extracting(head...)
    guard let end = bodyEnd(in: rest, isEnd: isEnd) else { return nil }
    body = head..<(head + end)
  }

  /// Reads a head made of lines: a request, or those parts of one that another container has.
  ///
  /// - Returns: the offset behind its empty line; 0 if it broke off; nil if its end is not there.
  mutating func readHead(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var line = start
    while let end = bytes.firstOffset(of: UInt8(ascii: "\n"), from: line) {
      var field = bytes.extracting(line..<end)
      if field.count > 0, field[field.count - 1] == 0x0D {
        field = field.extracting(droppingLast: 1)
      }
      if field.count == 0 { return end + 1 }
      if line == start {
        isFastPixDelivery = field.tellsOfFastPixDelivery
      } else if field[0] == UInt8(ascii: "{") || field[0] == UInt8(ascii: "<")
        || field.has("POST ", at: 0) || field.has("###", at: 0)
      {
        return 0
      } else {
        read(field)
      }
      line = end + 1
      if line - start > Self.longestHead { return 0 }
    }
    return nil
  }

  private mutating func read(_ field: Span<UInt8>) {
    guard let colon = field.firstOffset(of: UInt8(ascii: ":")) else { return }
    let name = field.extracting(0..<colon)
    var start = colon + 1
    var end = field.count
    while start < end, field[start].isXMLSpace { start += 1 }
    while end > start, field[end - 1].isXMLSpace { end -= 1 }
    let value = field.extracting(start..<end)
    switch colon {
    case 12 where name.equalsIgnoringASCIICase("content-type"):
      isForm = value.has("application/x-www-form-urlencoded", at: 0)
      isMultipart = value.has("multipart/", at: 0)
    case 13 where name.equalsIgnoringASCIICase("mux-signature"): carriage.hasMuxSignature = true
    case 14 where name.equalsIgnoringASCIICase("content-length"):
      length = value.isDigits ? value.integer.flatMap { Int(exactly: $0) } : nil
    case 17 where name.equalsIgnoringASCIICase("transfer-encoding"):
      isChunked = value.equalsIgnoringASCIICase("chunked")
    case 17 where name.equalsIgnoringASCIICase("fastpix-signature"):
      carriage.signature = ContiguousArray(copying: value)
    default: break
    }
  }

  /// Reads `### 2026-11-18T09:29:31Z 198.51.100.7`.
  private mutating func readNote(_ note: Span<UInt8>, zone: ZoneRules) {
    var start = 0
    carriage.read(prefix: note, zone: zone)
    while start < note.count {
      var end = start
      while end < note.count, note[end] > 0x20 { end += 1 }
      if let address = ClientAddress(note.extracting(start..<end)) {
        if carriage.client.isEmpty, end > start { carriage.client = address }
      }
      start = end + 1
    }
  }

  /// How long the body is that begins at the front; nil when more of it is needed.
  private mutating func bodyEnd(in rest: Span<UInt8>, isEnd: Bool) -> Int? {
    if isChunked {
      guard let end = rest.endOfChunks else {
        // Who wrote the capture may have put the pieces together.
        isChunked = false
        return unmeasured(rest, isEnd: isEnd)
      }
      if end >= 0 { return end }
      if isEnd || rest.nextRequest(before: rest.count) != nil {
        isTorn = true
        return rest.nextRequest(before: rest.count) ?? rest.count
      }
      return nil
    }
    guard let length else { return unmeasured(rest, isEnd: isEnd) }
    // A length that is wrong must not swallow what comes after.
    if let next = rest.nextRequest(before: min(length, rest.count)) {
      isTorn = true
      return next
    }
    if length <= rest.count { return length }
    guard isEnd else { return nil }
    isTorn = true
    return rest.count
  }

  /// A body without a length: an object to its end, anything else to the end of its line.
  private mutating func unmeasured(_ rest: Span<UInt8>, isEnd: Bool) -> Int? {
    guard rest.count > 0 else { return isEnd ? 0 : nil }
    if rest[0] == UInt8(ascii: "{") {
      if let end = rest.endOfLaidOutObject(from: 0) {
        isTorn = end.isBroken
        return end.offset
      }
      guard isEnd else { return nil }
      isTorn = true
      return rest.count
    }
    guard isForm else { return 0 }
    if let end = rest.firstOffset(of: UInt8(ascii: "\n")) {
      return end > 0 && rest[end - 1] == 0x0D ? end - 1 : end
    }
    return isEnd ? rest.count : nil
  }
}

extension ByteBuffer {
  /// Appends a body without the lengths of its pieces.
  mutating func append(chunks text: Span<UInt8>) {
    var offset = 0
    while let chunk = text.chunk(at: offset), !chunk.isEmpty, chunk.upperBound <= text.count {
      append(text.extracting(chunk))
      offset = chunk.upperBound
      while offset < text.count, text[offset] == 0x0D || text[offset] == 0x0A { offset += 1 }
    }
  }
}

extension Span<UInt8> {
  /// The bytes of the piece whose length stands at `offset`; empty for the last, nil if it is none.
  fileprivate func chunk(at offset: Int) -> Range<Int>? {
    var end = offset
    var length = 0
    while end < count, let digit = self[end].hexadecimalValue, end - offset < 8 {
      length = length << 4 | Int(digit)
      end += 1
    }
    guard end > offset, end < count,
      self[end] == 0x0D || self[end] == 0x0A || self[end] == UInt8(ascii: ";"),
      let line = firstOffset(of: UInt8(ascii: "\n"), from: end)
    else { return nil }
    return (line + 1)..<(line + 1 + length)
  }

  /// Where a body in pieces ends, its last line included; -1 where it is not all there, nil if it is
  /// not in pieces.
  fileprivate var endOfChunks: Int? {
    var offset = 0
    while true {
      guard let chunk = chunk(at: offset) else {
        let isOpen = offset == count || extracting(offset...).firstOffset(of: 0x0A) == nil
        return isOpen && (offset > 0 || count < 10) ? -1 : nil
      }
      if chunk.isEmpty { return chunk.upperBound }
      guard chunk.upperBound < count else { return -1 }
      offset = chunk.upperBound
      if self[offset] == 0x0D { offset += 1 }
      if offset < count, self[offset] == 0x0A { offset += 1 }
    }
  }

  /// Where another request, or the line before one, begins a line in front of `end`.
  fileprivate func nextRequest(before end: Int) -> Int? {
    let text = extracting(0..<end)
    var from = 0
    while let line = text.firstOffset(of: UInt8(ascii: "\n"), from: from) {
      from = line + 1
      if has("### ", at: from) { return from }
      if has("POST /", at: from) {
        let lineEnd = firstOffset(of: UInt8(ascii: "\n"), from: from) ?? count
        if extracting(from..<lineEnd).firstOffset(of: " HTTP/") != nil { return from }
      }
    }
    return nil
  }
}
