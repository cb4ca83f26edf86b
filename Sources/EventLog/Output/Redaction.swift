/// What is secret in an event, and what is shown instead: the one place that knows.
///
/// Secret are the values of keys such as `password` and `fullUriWithAuth`, all parameters of the
/// command `setAuthentication`, the stream key at the end of an RTMP push target, and in any text
/// the password of `user:password@` and the values of `password=` and its like. Of these `***` is
/// shown. Null and empty text stay what they are: that there is no password is no secret.
enum Redaction {
  /// What is shown instead of a secret.
  static let mask: StaticString = "***"

  /// True if values of that key are secret, however deep they are.
  ///
  /// Servers spell names in several ways: `srtSecret`, `srt_secret`, and FastPix `srtSecert`.
  static func isSecret(key: Span<UInt8>) -> Bool {
    if key.begins(with: "secret") || key.begins(with: "srtSec") || key.begins(with: "srt_sec")
      || key.ends(with: "secret")
    {
      return true
    }
    return switch key.count {
    case 3: key.isName("pwd") || key.isName("jwt")
    case 4: key.isName("pass") || key.isName("auth") || key.isName("sign")
    case 5: key.isName("token")
    case 6: key.isName("passwd") || key.isName("sslKey") || key.isName("apiKey")
    case 7: key.isName("api_key")
    case 8: key.isName("password")
    case 9: key.isName("streamKey") || key.isName("signature")
    case 10:
      key.isName("stream_key") || key.isName("passphrase") || key.isName("privateKey")
    case 12: key.isName("passwordHash")
    case 13: key.isName("authorization")
    case 14: key.isName("subscriberCode")
    case 15: key.isName("fullUriWithAuth")
    case 16: key.isName("targetStreamName")
    default: false
    }
  }

  /// True if the values of that key are addresses that end in a stream key.
  static func isTarget(key: Span<UInt8>) -> Bool {
    key.isName("targetUri") || key.isName("pushUri") || key.isName("rtmp-url")
  }

  /// True if the values of that parameter of an address are secret: those of secret keys, and
  /// signatures such as `X-Amz-Signature`.
  static func isSecret(parameter name: Span<UInt8>) -> Bool {
    isSecret(key: name) || name.isName("key") || name.isName("sig") || name.ends(with: "signature")
  }

  /// Where in the event everything is secret: the parameters of `setAuthentication`, the address to
  /// which a file is uploaded or a live stream is sent on, or nil.
  static func secretObject(of event: borrowing Event) -> Int? {
    switch event.kind {
    case .videoMediaUpload, .videoUploadCreated, .videoLiveStreamSimulcastTargetCreated,
      .videoLiveStreamSimulcastTargetUpdated, .videoLiveStreamSimulcastTargetDeleted,
      .videoLiveStreamSimulcastTargetStarting, .videoLiveStreamSimulcastTargetBroadcasting:
      return event.child(named: "url", of: event.head.payloadNode)
    // What cannot be read may hold anything.
    case .malformedBody: return event.child(named: "text", of: event.head.payloadNode)
    default: break
    }
    guard event.kind == .cliRequest,
      let command = event.child(named: "command", of: event.head.payloadNode),
      event.valueBytes(event.nodes[command]).equalsIgnoringASCIICase("setAuthentication")
    else { return nil }
    return event.child(named: "parameters", of: event.head.payloadNode)
  }
}

extension Node {
  /// Whether there is something to hide in it: null, empty text and containers hide nothing.
  var canBeSecret: Bool { kind != .null && !kind.isContainer && valueCount > 0 }
}

extension Event {
  /// Appends a node's value as text without the credentials in it.
  ///
  /// Whether its key is secret is for the caller to know. `plain` is room for the text as it was.
  func appendRedacted(
    _ node: Node, to output: inout ByteBuffer, plain: inout ByteBuffer
  ) {
    plain.removeAll()
    appendText(of: node, to: &plain)
    if Redaction.isTarget(key: keyBytes(node)) {
      output.append(redactingTarget: plain.span)
    } else {
      output.append(redacting: plain.span)
    }
  }
}

extension ByteBuffer {
  /// Appends decoded text without the credentials in it.
  mutating func append(redacting text: Span<UInt8>) {
    if text.firstOffset(of: UInt8(ascii: "@")) == nil,
      text.firstOffset(of: UInt8(ascii: "=")) == nil
    {
      append(text)
      return
    }
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, !text[end].endsAddress { end += 1 }
      append(redactingWord: text.extracting(start..<end))
      if end < text.count { append(text[end]) }
      start = end + 1
    }
  }

  /// Appends the address of a push without credentials and without the stream key: of an `rtmp`
  /// address, what follows the application.
  mutating func append(redactingTarget text: Span<UInt8>) {
    guard text.has("rtmp", at: 0), let scheme = text.firstOffset(of: "://"),
      let host = text.firstOffset(of: UInt8(ascii: "/"), from: scheme + 3),
      let application = text.firstOffset(of: UInt8(ascii: "/"), from: host + 1),
      application + 1 < text.count
    else {
      append(redacting: text)
      return
    }
    append(redacting: text.extracting(0...application))
    append(Redaction.mask)
  }

  /// Redacts text without spaces or quotes in it: an address, several glued together, or none.
  private mutating func append(redactingWord word: Span<UInt8>) {
    var start = 0
    var scheme = word.firstOffset(of: "://")
    while let found = scheme {
      let next = word.firstOffset(of: "://", from: found + 3)
      append(redactingParameters: word.extracting(start..<(found + 3)))
      // The next address begins with its scheme, which cannot hold a secret's end before an `@`.
      append(redactingAuthority: word.extracting((found + 3)..<(next ?? word.count)))
      start = next ?? word.count
      scheme = next
    }
    if start == 0 {
      append(redactingAuthority: word, hasScheme: false)
    } else {
      append(word.extracting(start...))
    }
  }

  /// Redacts what stands behind `//`: `user:password@host:port/path?password=…`.
  ///
  /// Without a scheme before it, only text with a colon in it can be credentials: mail addresses
  /// have none.
  private mutating func append(redactingAuthority text: Span<UInt8>, hasScheme: Bool = true) {
    var end = 0
    while end < text.count, text[end] != UInt8(ascii: "/"), text[end] != UInt8(ascii: "?"),
      text[end] != UInt8(ascii: "#")
    {
      end += 1
    }
    var at = text.extracting(0..<end).lastOffset(of: UInt8(ascii: "@"))
    let colon = text.extracting(0..<end).firstOffset(of: UInt8(ascii: ":"))
    if at == nil, let colon, end < text.count, text[0] != UInt8(ascii: "["),
      end > colon + 1, !text.extracting((colon + 1)..<end).isDigits
    {
      // What follows the colon is no port: it is a password with a slash in it.
      at = text.lastOffset(of: UInt8(ascii: "@"))
    }
    guard let at, hasScheme || colon.map({ 0 < $0 && $0 < at }) == true else {
      append(redactingParameters: text)
      return
    }
    if let colon, colon < at { append(text.extracting(0...colon)) }
    append(Redaction.mask)
    append(redactingParameters: text.extracting(at...))
  }

  /// Redacts the values of secret names: `?a=1&token=***`.
  private mutating func append(redactingParameters text: Span<UInt8>) {
    var start = 0
    while let equals = text.firstOffset(of: UInt8(ascii: "="), from: start) {
      var name = equals
      while name > start, !text[name - 1].separatesParameters, text[name - 1] != UInt8(ascii: "{") {
        name -= 1
      }
      append(text.extracting(start...equals))
      start = equals + 1
      guard Redaction.isSecret(parameter: text.extracting(name..<equals)) else { continue }
      var end = start
      while end < text.count, !text[end].separatesParameters { end += 1 }
      if end > start { append(Redaction.mask) }
      start = end
    }
    append(text.extracting(start...))
  }
}

extension UInt8 {
  /// Whether an address in a text cannot go on behind it.
  fileprivate var endsAddress: Bool {
    self <= 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "'")
      || self == UInt8(ascii: "<") || self == UInt8(ascii: ">")
  }

  fileprivate var separatesParameters: Bool {
    self == UInt8(ascii: "&") || self == UInt8(ascii: "?") || self == UInt8(ascii: ";")
      || self == UInt8(ascii: ",") || self == UInt8(ascii: "#")
  }
}

extension Span<UInt8> {
  /// The offset of the last `byte`.
  func lastOffset(of byte: UInt8) -> Int? {
    var offset = count
    while offset > 0 {
      offset -= 1
      if self[offset] == byte { return offset }
    }
    return nil
  }

  /// True if these are the bytes of a name, upper and lower case alike.
  fileprivate func isName(_ name: StaticString) -> Bool { equalsIgnoringASCIICase(name) }

  /// True if these begin with a name, upper and lower case alike.
  fileprivate func begins(with name: StaticString) -> Bool {
    count >= name.utf8CodeUnitCount && extracting(first: name.utf8CodeUnitCount).isName(name)
  }

  /// True if these end with a name, upper and lower case alike.
  fileprivate func ends(with name: StaticString) -> Bool {
    count >= name.utf8CodeUnitCount && extracting(last: name.utf8CodeUnitCount).isName(name)
  }
}
