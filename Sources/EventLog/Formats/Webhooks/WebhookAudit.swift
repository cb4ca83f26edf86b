/// A request in a serial audit log of ModSecurity: sections between lines with the request's own
/// mark, from `--c7036611-A--` to `--c7036611-Z--`; release 3 writes three dashes (webhooks.md §4).
///
/// A has the time and the client's address, B the head, C the body as it came.
struct WebhookAudit {
  private(set) var carriage = WebhookCarriage()
  /// Where the body is; empty where there is none.
  private(set) var body = 0..<0
  private(set) var isTorn = false
  private(set) var isFastPixDelivery = false
  /// How many bytes of the log the sections take up.
  private(set) var count = 0

  /// The longest request that is read.
  private static let longest = 4 << 20

  /// The section that a line begins, and the request's mark in it; nil for other lines.
  static func section(_ line: Span<UInt8>) -> (name: UInt8, mark: Range<Int>)? {
    var end = line.count
    if end > 0, line[end - 1] == 0x0D { end -= 1 }
    guard end >= 8, line.has("--", at: 0), line.has("--", at: end - 2) else { return nil }
    let name = line[end - 3]
    guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(name), line[end - 4] == UInt8(ascii: "-")
    else { return nil }
    var start = 0
    var markEnd = end - 3
    while start < markEnd, line[start] == UInt8(ascii: "-") { start += 1 }
    while markEnd > start, line[markEnd - 1] == UInt8(ascii: "-") { markEnd -= 1 }
    guard markEnd > start, markEnd - start <= 64 else { return nil }
    for index in start..<markEnd where !line[index].isASCIILetter && !line[index].isASCIIDigit {
      return nil
    }
    return (name, start..<markEnd)
  }

  /// Whether a line begins a request.
  static func begins(_ line: Span<UInt8>) -> Bool {
    section(line)?.name == UInt8(ascii: "A")
  }

  /// Reads the request at the front; nil when more of it is needed.
  init?(_ log: Span<UInt8>, isEnd: Bool, zone: ZoneRules) {
    var start = 0
    var mark = 0..<0
    var section = UInt8(ascii: "A")
    var content = 0
    while start < log.count {
      let end = log.firstOffset(of: UInt8(ascii: "\n"), from: start)
      guard end != nil || isEnd || start > Self.longest else { return nil }
      let line = log.extracting(start..<(end ?? log.count))
      let next = end.map { $0 + 1 } ?? log.count
      if let found = Self.section(line) {
        if start == 0 { mark = found.mark }
        let isOwn = line.extracting(found.mark).equals(log.extracting(mark))
        if !isOwn, found.name == UInt8(ascii: "A") {
          close(section, content..<start, of: log, zone)
          isTorn = true
          count = start
          return
        }
        if isOwn {
          close(section, content..<start, of: log, zone)
          section = found.name
          content = next
          if section == UInt8(ascii: "Z") {
            count = next
            return
          }
        }
      }
      start = next
      if start > Self.longest { break }
    }
    guard isEnd || start > Self.longest else { return nil }
    // What follows the last section that is there may be a part of it that is missing.
    if section != UInt8(ascii: "C") { close(section, content..<start, of: log, zone) }
    isTorn = true
    count = start
  }

  private mutating func close(
    _ section: UInt8, _ range: Range<Int>, of log: Span<UInt8>, _ zone: ZoneRules
  ) {
    guard range.count > 0 else { return }
    let text = log.extracting(range)
    switch section {
    case UInt8(ascii: "A"):
      carriage.read(prefix: text, zone: zone)
      readClient(text)
    case UInt8(ascii: "B"):
      var request = WebhookRequest()
      _ = request.readHead(text, from: 0)
      let (time, client) = (carriage.time, carriage.client)
      carriage = request.carriage
      carriage.hasHeaders = true
      (carriage.time, carriage.client) = (time, client)
      isFastPixDelivery = request.isFastPixDelivery
    case UInt8(ascii: "C"):
      // The line end before the next section is not the body's.
      var end = range.upperBound
      if log[end - 1] == UInt8(ascii: "\n") { end -= 1 }
      if end > range.lowerBound, log[end - 1] == 0x0D { end -= 1 }
      body = range.lowerBound..<end
    default: break
    }
  }

  /// Reads the address behind the stamp and the request's id.
  private mutating func readClient(_ text: Span<UInt8>) {
    var start = text.firstOffset(of: UInt8(ascii: "]")).map { $0 + 1 } ?? 0
    while start < text.count, carriage.client.isEmpty {
      while start < text.count, text[start].isXMLSpace { start += 1 }
      var end = start
      while end < text.count, !text[end].isXMLSpace { end += 1 }
      if let address = ClientAddress(text.extracting(start..<end)) { carriage.client = address }
      start = end + 1
    }
  }
}
