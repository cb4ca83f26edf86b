/// The patterns of messages that are events, one function for each; what leads to them has been read
/// (formats.md §9.4).
extension ServerLogPhrase {
  /// ``INR(2) with name `cam1` from protocol IR(8) registered to origin application `live` ``, or as
  /// older releases have it, with the protocol last (quirk 99).
  mutating func streamRegistration() -> ServerLogMessage? {
    guard var stream = streamName(), let name = last("` from protocol ") else { return nil }
    var protocolPart = self
    _ = protocolPart.take(to: name)
    guard protocolPart.take("` from protocol "), protocolPart.numberedTag() != nil else {
      return nil
    }
    if protocolPart.isAtEnd {
      let created = last("` registered to application `", before: name) ?? -1
      let closed = last("` unregistered from application `", before: name) ?? -1
      guard max(created, closed) >= 0 else { return nil }
      stream.name = take(to: max(created, closed))
      _ = take("` registered to application `") || take("` unregistered from application `")
      stream.application = take(to: name)
      return .stream(kind(of: stream.type, isCreated: created > closed), stream)
    }
    stream.name = take(to: name)
    let isCreated = protocolPart.take(" registered to ")
    guard isCreated || protocolPart.take(" unregistered from ") else { return nil }
    _ = protocolPart.take("origin ") || protocolPart.take("edge ")
    guard protocolPart.take("application `"), let close = protocolPart.last("`"),
      close == protocolPart.end - 1
    else { return nil }
    stream.application = protocolPart.take(to: close)
    return .stream(kind(of: stream.type, isCreated: isCreated), stream)
  }

  /// ``INR(2) with name `cam1` from protocol IR(8). Destroy it``.
  mutating func idleStream() -> ServerLogMessage? {
    guard var stream = streamName(), let name = last("` from protocol ") else { return nil }
    stream.name = take(to: name)
    guard take("` from protocol "), numberedTag() != nil, take(". Destroy it"), isAtEnd else {
      return nil
    }
    return .stream(.streamIdle, stream)
  }

  /// ``INR(2) with name ` ``; the name is left to the caller.
  private mutating func streamName() -> ServerLogStream? {
    let type = takeTag()
    guard !type.isEmpty, take("("), let number = takeDigits(), take(") with name `") else {
      return nil
    }
    return ServerLogStream(type: type, number: number, name: offset..<offset)
  }

  /// `IR(8)`, or `(0)` where there is no protocol.
  private mutating func numberedTag() -> Range<Int>? {
    _ = takeTag()
    guard take("("), let number = takeDigits(), take(")") else { return nil }
    return number
  }

  /// The direction is the first letter of the type: `INR` comes in, `ONR` goes out, `NR` is neither.
  private func kind(of type: Range<Int>, isCreated: Bool) -> EventKind {
    switch byte(at: type.lowerBound) {
    case UInt8(ascii: "I"): isCreated ? .inStreamCreated : .inStreamClosed
    case UInt8(ascii: "O"): isCreated ? .outStreamCreated : .outStreamClosed
    default: isCreated ? .streamCreated : .streamClosed
    }
  }

  mutating func connection(_ kind: EventKind) -> ServerLogMessage? {
    takeStack(to: end).map { .connection(kind, $0, application: nil) }
  }

  /// `STACK unregistered from application: live`.
  mutating func connectionDown() -> ServerLogMessage? {
    guard let close = last(" unregistered from application: "), let stack = takeStack(to: close),
      take(" unregistered from application: ")
    else { return nil }
    return .connection(.connectionClosed, stack, application: take(to: end))
  }

  /// `198.51.100.7:50123 -> 192.0.2.10:1935`.
  mutating func refusal() -> ServerLogMessage? {
    guard let arrow = last(" -> "), let far = takeEndpoint(to: arrow), take(" -> "),
      let near = takeEndpoint(to: end)
    else { return nil }
    return .refusal(far: far, near: near)
  }

  /// `publish("cam1","live") called on STACK` or `play("cam1",-2.000,-1.000,true) called on STACK`.
  mutating func request() -> ServerLogMessage? {
    let isPublishing = take("publish(\"")
    guard isPublishing || take("play(\""), let call = last(") called on ") else { return nil }
    var tail = self
    _ = tail.take(to: call)
    guard tail.take(") called on "), let stack = tail.takeStack(to: end) else { return nil }
    if isPublishing {
      guard let comma = last("\",\"", before: call), byte(at: call - 1) == UInt8(ascii: "\"")
      else { return nil }
      let name = take(to: comma)
      guard take("\",\""), offset < call else { return nil }
      return .publish(name: name, mode: take(to: call - 1), stack)
    }
    guard let third = last(",", before: call), let second = last(",", before: third),
      let quote = last("\",", before: second)
    else { return nil }
    let name = take(to: quote)
    guard take("\","), let start = takeDecimal(), take(","), let length = takeDecimal(), take(",")
    else { return nil }
    let reset = offset..<call
    guard take("true)") || take("false)") else { return nil }
    return .play(name: name, start: start, length: length, reset: reset, stack)
  }

  /// `live instantiated` or `` `live` (1) unregistered``.
  mutating func application() -> ServerLogMessage? {
    if let close = last(" instantiated"), close + 13 == end, close > offset {
      return .application(.applicationStart, name: take(to: close), number: nil)
    }
    guard take("`"), let close = last("` (") else { return nil }
    let name = take(to: close)
    guard take("` ("), let number = takeDigits(), take(") unregistered"), isAtEnd else {
      return nil
    }
    return .application(.applicationStop, name: name, number: number)
  }

  mutating func started() -> ServerLogMessage? {
    guard let process = takeDigits(), take(")") else { return nil }
    return .started(process: process)
  }

  /// `Started --> Session Id: (ID)` or `Ended: (ID)`, where the ID begins with the client's address.
  mutating func session() -> ServerLogMessage? {
    let isStart = take("Started --> Session Id: (")
    guard isStart || take("Ended: ("), let close = last(")"), close == end - 1 else { return nil }
    let kind = isStart ? EventKind.streamingSessionStarted : .streamingSessionEnded
    let name = take(to: close)
    var address = name.lowerBound
    while address < close, isInAddress(byte(at: address)) { address += 1 }
    let hasClient = address > name.lowerBound && byte(at: address) == UInt8(ascii: ",")
    return .session(kind, name: name, client: hasClient ? name.lowerBound..<address : nil)
  }

  /// `PATH)` or `PATH) [Timeout=30]`.
  mutating func download() -> ServerLogMessage? {
    guard let close = last(")") else { return nil }
    let file = take(to: close)
    guard take(")") else { return nil }
    if isAtEnd { return .download(file: file, timeout: nil) }
    guard take(" [Timeout="), let timeout = takeDigits(), take("]"), isAtEnd else { return nil }
    return .download(file: file, timeout: timeout)
  }

  /// `ip:port Connected.`, `ip:port: Request Completed.[OK]` or `ip:port Disconnected.`.
  mutating func webAccess() -> ServerLogMessage? {
    guard let blank = next(0x20), blank > offset else { return nil }
    if byte(at: blank - 1) == UInt8(ascii: ":") {
      guard let client = takeEndpoint(to: blank - 1), take(": Request Completed.["),
        let close = last("]"), close == end - 1
      else { return nil }
      return .http(.httpRequestCompleted, client, result: take(to: close))
    }
    guard let client = takeEndpoint(to: blank) else { return nil }
    let isConnected = take(" Connected.")
    guard isConnected || take(" Disconnected."), isAtEnd else { return nil }
    return .http(isConnected ? .httpConnected : .httpDisconnected, client, result: nil)
  }

  /// A dump, on the same line or, after `Event:`, on the next.
  mutating func dump(isRecord: Bool) -> ServerLogMessage? {
    _ = take("\n") || take("\\n") || take("\r\n") || take("\\r\\n")
    let start = offset
    guard take("<MAP name=\"\" ") || take("<TYPED_MAP name=\"\" ") else { return nil }
    return .dump(start: start, isRecord: isRecord)
  }

  /// A dump of the settings of a connection, or `<>` where an event could not be posted.
  ///
  /// Pulls keep their settings in `customParameters.externalStreamConfig`, and these are what
  /// `pullStreamFailed` holds. Failed pushes have no event.
  mutating func failedConnection(in text: Span<UInt8>) -> ServerLogMessage? {
    if take("<>") { return isAtEnd ? .line(.eventPostFailed) : nil }
    guard case .dump? = dump(isRecord: false) else { return nil }
    let element: StaticString = "\n        <MAP name=\"externalStreamConfig\" isArray=\"false\">"
    let flat: StaticString = "\\n        <MAP name=\"externalStreamConfig\" isArray=\"false\">"
    for (pattern, skipped) in [(element, 9), (flat, 10)] {
      if let found = text.firstOffset(of: pattern, from: offset), found < end {
        return .pullFailure(settings: found + skipped)
      }
    }
    return nil
  }
}
