/// What can be told about the format of bytes from how they begin.
enum Recognition {
  /// More bytes are needed.
  case undecided
  /// No format begins like this.
  case unknown
  case known(InputFormat)
}

extension InputFormat {
  /// What the bytes at the front of a log are written in; nil while that cannot be told.
  ///
  /// The extension proves nothing: the server's own sample configuration calls logs of every format
  /// `events.txt`. Zero bytes and empty lines are passed over (quirk 18), and so are lines that are
  /// in no format: the log may begin in the middle of a record. Source: formats.md §10.
  static func recognise(_ bytes: Span<UInt8>, isEnd: Bool) -> InputFormat? {
    var line = 0
    while line < bytes.count {
      if bytes[line] == 0 {
        line += 1
        continue
      }
      switch recognition(of: bytes.extracting(line...), isEnd: isEnd, isStart: true) {
      case .undecided: return nil
      case .known(.json):
        let rest = bytes.extracting(line...)
        let end = rest.firstOffset(of: UInt8(ascii: "\n"))
        if end == nil, !isEnd, !WebhookFormat.isSinkRecord(rest), rest.count < 1 << 16 {
          return nil
        }
        return WebhookFormat.format(ofObject: rest.extracting(0..<(end ?? rest.count))) ?? .json
      case .known(let format): return format
      case .unknown: break
      }
      guard let end = bytes.firstOffset(of: UInt8(ascii: "\n"), from: line) else { return nil }
      line = end + 1
    }
    return nil
  }

  /// The format whose record, header or footer begins at the front of `bytes`.
  ///
  /// No bytes are the beginning of two formats, so that the order of asking makes no difference.
  ///
  /// Server logs do not follow another format in one file, and their lines are too much like plain
  /// text to be looked for in the values of others; so are the lists and forms of webhooks.
  ///
  /// - Complexity: each format looks at no more than it needs, and at no more than one row.
  static func recognition(
    of bytes: Span<UInt8>, isEnd: Bool, isStart: Bool = false
  ) -> Recognition {
    var isUndecided = false
    for format in allCases where isStart || !format.isLikeText {
      switch format.recognises(bytes, isEnd: isEnd) {
      case true?: return .known(format)
      case nil: isUndecided = true
      case false?: break
      }
    }
    return isUndecided && !isEnd ? .undecided : .unknown
  }

  /// Whether text in the values of other formats may look like it.
  private var isLikeText: Bool {
    switch self {
    case .server, .fastpix, .antmedia: true
    default: false
    }
  }

  /// Whether `bytes` begin like this format; nil while that cannot be told.
  private func recognises(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    switch self {
    case .json: JSONFormat.recognises(bytes)
    case .text: TextFormat.recognises(bytes, isEnd: isEnd)
    case .w3c: W3CFormat.recognises(bytes, isEnd: isEnd)
    case .xml: XMLFormat.recognises(bytes)
    case .notification: NotificationFormat.recognises(bytes, isEnd: isEnd)
    case .server: ServerLogFormat.recognises(bytes, isEnd: isEnd)
    case .fastpix: WebhookFormat.begins(bytes, isEnd: isEnd)
    case .antmedia:
      switch AntMediaLogLine.begins(log: bytes, isEnd: isEnd) {
      case true?: true
      case nil: nil
      case false?: WebhookFormat.beginsForm(bytes, isEnd: isEnd)
      }
    }
  }
}

extension JSONFormat {
  /// An object whose first key follows, an empty one, or the sentence for a record that is none.
  fileprivate static func recognises(_ bytes: Span<UInt8>) -> Bool? {
    var offset = 0
    if bytes.begins("\u{FEFF}", at: 0) {
      guard bytes.count >= 3 else { return nil }
      offset = 3
    }
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
    guard offset < bytes.count else { return nil }
    if bytes[offset] == UInt8(ascii: "\"") {
      if bytes.has(placeholder, at: offset) { return true }
      return bytes.begins(placeholder, at: offset) ? nil : false
    }
    guard bytes[offset] == UInt8(ascii: "{") else { return false }
    offset += 1
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
    guard offset < bytes.count else { return nil }
    return bytes[offset] == UInt8(ascii: "\"") || bytes[offset] == UInt8(ascii: "}")
  }
}

extension TextFormat {
  /// A header line; a w3c row begins alike when its process has five digits, but goes on with cells.
  fileprivate static func recognises(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    switch TextHeader.find(in: bytes, at: 0, isEnd: isEnd) {
    case .header: true
    case .incomplete: nil
    case .nothing: false
    }
  }
}

extension W3CFormat {
  /// A line of the header, the footer, or the cells with which a row begins.
  fileprivate static func recognises(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    guard bytes.count > 0 else { return nil }
    if bytes[0] == UInt8(ascii: "#") {
      var isPossible = false
      for start in headerLines {
        if bytes.has(start, at: 0) { return true }
        isPossible = isPossible || bytes.begins(start, at: 0)
      }
      return isPossible ? nil : false
    }
    return W3CRow.begins(bytes, isEnd: isEnd)
  }
}

extension XMLFormat {
  /// The declaration, or the start tag of a record; maps with a name are parts of one.
  fileprivate static func recognises(_ bytes: Span<UInt8>) -> Bool? {
    guard bytes.count > 0 else { return nil }
    guard bytes[0] == UInt8(ascii: "<") else { return false }
    if bytes.has(declarationStart, at: 0) { return true }
    return bytes.begins(declarationStart, at: 0) ? nil : bytes.xmlRoot(at: 0)
  }
}

extension NotificationFormat {
  /// A request that is no webhook, or an XML-RPC call: bodies in json and xml are read as logs in
  /// these formats.
  fileprivate static func recognises(_ bytes: Span<UInt8>, isEnd: Bool) -> Bool? {
    if bytes.has("POST ", at: 0) {
      return WebhookRequest.isWebhook(bytes, isEnd: isEnd).map { !$0 }
    }
    if bytes.has("<methodCall", at: 0) { return true }
    return bytes.begins("POST ", at: 0) || bytes.begins("<methodCall", at: 0) ? nil : false
  }
}
