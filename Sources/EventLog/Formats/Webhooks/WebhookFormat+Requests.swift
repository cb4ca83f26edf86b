/// A request that was found whole, from its frame to its decoding.
struct WebhookDelivery {
  /// Where its body is.
  enum Body: Equatable {
    /// It is the record.
    case record
    /// It is the record, in pieces with their lengths.
    case chunks
    /// It is what was put together from lines of the record, and of others.
    case lines
    /// There is none.
    case nothing
  }

  var body: Body
  var carriage: WebhookCarriage
  var isFastPixDelivery: Bool
  /// The body, if it is not in the record.
  var bytes: ContiguousArray<UInt8> = []
}

// MARK: - Requests that are not lines

extension WebhookFormat {
  /// The request at the front, in whichever container; nil when more bytes are needed.
  ///
  /// `isNone` says that none begins here.
  mutating func request(
    _ pending: Span<UInt8>, isEnd: Bool, isNone: inout Bool
  ) -> Frame? {
    switch pending[0] {
    case UInt8(ascii: "P"), UInt8(ascii: "#"): break
    case UInt8(ascii: "G"), UInt8(ascii: "H"):
      if let frame = foreignHead(pending, isEnd: isEnd) { return frame }
    case UInt8(ascii: "-"):
      guard let end = pending.firstOffset(of: UInt8(ascii: "\n")) else { break }
      if WebhookAudit.begins(pending.extracting(0..<end)) { return audit(pending, isEnd: isEnd) }
    case UInt8(ascii: "["):
      guard let end = pending.firstOffset(of: UInt8(ascii: "\n")) else { break }
      switch WebhookDump.line(pending.extracting(0..<end)) {
      case .foreign: break
      case .noise, .piece: return Frame(part: .separator, count: end + 1)
      case .request: return dump(pending, isEnd: isEnd)
      }
    default: break
    }
    switch WebhookRequest.begins(pending, isEnd: isEnd) {
    case nil: return nil
    case false?: break
    case true?:
      let start =
        pending[0] == UInt8(ascii: "#")
        ? pending.firstOffset(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0 : 0
      switch WebhookRequest.isWebhook(pending.extracting(start...), isEnd: isEnd) {
      case nil: return nil
      case true?: return captured(pending, isEnd: isEnd)
      case false? where start == 0 && isOpenToAll:
        return Frame(part: .format(.notification), count: 0)
      case false?: break
      }
    }
    isNone = true
    return nil
  }

  private mutating func captured(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    guard let request = WebhookRequest(pending, isEnd: isEnd, zone: zone) else { return nil }
    let count = request.body.upperBound
    if request.isTorn { return torn(count, of: pending) }
    if request.isMultipart { return Frame(part: .skipped(.noWebhook), count: count) }
    delivery = WebhookDelivery(
      body: request.body.isEmpty ? .nothing : request.isChunked ? .chunks : .record,
      carriage: request.carriage, isFastPixDelivery: request.isFastPixDelivery)
    if request.body.isEmpty {
      return Frame(part: .record(start: 0, content: count), count: count)
    }
    return Frame(
      part: .record(start: request.body.lowerBound, content: request.body.count), count: count)
  }

  private func torn(_ count: Int, of pending: Span<UInt8>) -> Frame {
    let isTail = count == pending.count
    return Frame(
      part: .skipped(isTail ? .tornTail : .tornRecord), count: count,
      failure: isTail ? .tornTail : nil)
  }

  private mutating func audit(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    guard let audit = WebhookAudit(pending, isEnd: isEnd, zone: zone) else { return nil }
    let count = audit.count
    let failure: SkipReason? = audit.isTorn && count == pending.count ? .tornTail : nil
    if audit.isTorn, audit.body.isEmpty { return torn(count, of: pending) }
    delivery = WebhookDelivery(
      body: audit.body.isEmpty ? .nothing : .record, carriage: audit.carriage,
      isFastPixDelivery: audit.isFastPixDelivery)
    let record = audit.body.isEmpty ? 0..<count : audit.body
    return Frame(
      part: .record(start: record.lowerBound, content: record.count), count: count,
      failure: failure)
  }

  private mutating func dump(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    guard let dump = WebhookDump(pending, isEnd: isEnd, zone: zone) else { return nil }
    let count = dump.count
    if dump.isTorn { return torn(count, of: pending) }
    var delivery = WebhookDelivery(
      body: dump.body.isEmpty ? .nothing : .lines, carriage: dump.carriage,
      isFastPixDelivery: dump.isFastPixDelivery)
    if dump.isChunked {
      var plain = ByteBuffer()
      plain.append(chunks: dump.bytes.span.extracting(dump.body))
      delivery.bytes = ContiguousArray(copying: plain.span)
    } else {
      delivery.bytes = ContiguousArray(copying: dump.bytes.span.extracting(dump.body))
    }
    self.delivery = delivery
    return Frame(part: .record(start: 0, content: count), count: count)
  }

  /// The head of an answer, or of a request that delivers nothing; nil if it is none, or not all
  /// there.
  private func foreignHead(_ pending: Span<UInt8>, isEnd: Bool) -> Frame? {
    guard
      pending.has("GET ", at: 0) || pending.has("HEAD ", at: 0) || pending.has("HTTP/1.", at: 0),
      let line = pending.firstOffset(of: UInt8(ascii: "\n")),
      pending.extracting(0..<line).firstOffset(of: "HTTP/1.") != nil
    else { return nil }
    var request = WebhookRequest()
    guard let end = request.readHead(pending, from: 0), end > 0 else { return nil }
    let isAnswer = pending.has("HTTP/", at: 0)
    return Frame(part: isAnswer ? .separator : .skipped(.noWebhook), count: end)
  }

  /// Decodes the body of a request that was found whole.
  func decode(
    _ delivery: WebhookDelivery, _ record: Span<UInt8>, into tree: inout RecordTree,
    _ context: borrowing DecodingContext
  ) throws(DecodeError) {
    switch delivery.body {
    case .record:
      try body.decode(
        record, at: .record(at: 0), delivery.carriage, into: &tree, context: context)
    case .lines:
      try body.decode(
        delivery.bytes.span, at: .copy, delivery.carriage, into: &tree, context: context)
    case .nothing:
      try body.decodeNothing(
        isDelivery: delivery.isFastPixDelivery, delivery.carriage, into: &tree)
    case .chunks:
      var buffer = tree.bodies.take()
      buffer.append(chunks: record)
      do throws(DecodeError) {
        try body.decode(buffer.span, at: .copy, delivery.carriage, into: &tree, context: context)
      } catch {
        tree.bodies.giveBack(buffer)
        throw error
      }
      tree.bodies.giveBack(buffer)
    }
  }
}

extension ContiguousArray<UInt8> {
  /// Copies bytes.
  init(copying bytes: Span<UInt8>) {
    self.init()
    reserveCapacity(bytes.count)
    for index in bytes.indices { append(bytes[index]) }
  }
}
