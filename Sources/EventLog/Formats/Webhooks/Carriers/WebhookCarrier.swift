/// The address of a client, as the log that carried its request has it.
struct ClientAddress {
  /// No address is longer, one of version 6 with one of version 4 in it included.
  private static let longest = 45

  private var bytes = InlineArray<45, UInt8>(repeating: 0)
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// None.
  init() {}

  /// Reads an address of either version, perhaps with a port behind it; nil for anything else.
  init?(_ text: Span<UInt8>) {
    var address = text
    if address.count > 0, address[0] == UInt8(ascii: "["),
      let end = address.firstOffset(of: UInt8(ascii: "]"))
    {
      address = address.extracting(1..<end)
    } else if let colon = address.firstOffset(of: UInt8(ascii: ":")),
      address.firstOffset(of: UInt8(ascii: "."), from: 0).map({ $0 < colon }) ?? false
    {
      address = address.extracting(0..<colon)
    }
    let dots = address.occurrences(of: UInt8(ascii: "."))
    guard address.count <= Self.longest, address.count >= 2,
      dots == 3 || address.occurrences(of: UInt8(ascii: ":")) >= 2
    else { return nil }
    for index in address.indices {
      let byte = address[index]
      guard
        byte.hexadecimalValue != nil || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
      else { return nil }
      bytes[index] = byte
    }
    count = address.count
  }

  fileprivate subscript(index: Int) -> UInt8 { bytes[index] }
}

extension RecordTree {
  /// Appends the address behind the nodes of the record, where the head finds it.
  mutating func append(_ client: ClientAddress) {
    var node = Node(kind: .string)
    node.valueStart = UInt32(truncatingIfNeeded: arena.count)
    node.valueCount = UInt32(truncatingIfNeeded: client.count)
    node.valueStyle = .inArena
    for index in 0..<client.count { arena.append(client[index]) }
    head.clientNode = Int32(truncatingIfNeeded: nodes.count)
    append(node)
  }
}

extension WebhookCarriage {
  /// Takes note of the time and the client's address in the part of a line before its body.
  ///
  /// What is nearer to the body counts for more than what is around it.
  mutating func read(prefix: Span<UInt8>, zone: ZoneRules) {
    let prefix = prefix.extracting(0..<min(prefix.count, 1024))
    if let stamp = prefix.firstStamp(zone) { time = stamp }
    var start = 0
    if let found = prefix.firstOffset(of: "[client ") { start = found + 8 }
    var end = start
    while end < prefix.count, prefix[end] > 0x20, end == start || !prefix.isClosed(at: end) {
      end += 1
    }
    if let address = ClientAddress(prefix.extracting(start..<end)) { client = address }
  }
}

extension Span<UInt8> {
  /// Whether the bracket at `offset` ends a field and not an address inside it.
  fileprivate func isClosed(at offset: Int) -> Bool {
    self[offset] == UInt8(ascii: "]")
      && (offset + 1 == count || self[offset + 1] == 0x20)
  }

  /// The first moment that these bytes tell, in one of the layouts of receivers and web servers.
  fileprivate func firstStamp(_ zone: ZoneRules) -> EventTime? {
    var offset = 0
    while offset + 19 <= count {
      let isStart = offset == 0 || !self[offset - 1].isASCIIDigit && !self[offset - 1].isASCIILetter
      if isStart, let time = EventTime(carried: extracting(offset...), zone: zone) { return time }
      offset += 1
    }
    return nil
  }
}

extension EventTime {
  /// Reads the stamp at the front of `text`: RFC 3339 and what resembles it, the date of access
  /// logs (`18/Nov/2026:09:30:54 +0000`) or that of Apache's error log
  /// (`Wed Nov 18 09:30:12.345678 2026`).
  ///
  /// What names no zone is in `zone`; finer digits than milliseconds are cut. Nil for anything else.
  init?(carried text: Span<UInt8>, zone: ZoneRules) {
    guard text.count >= 19 else { return nil }
    var date: (year: Int, month: Int, day: Int)
    var clock: Int
    var yearBehind = false
    if let year = text.number(at: 0, digits: 4), let month = text.number(at: 5, digits: 2),
      let day = text.number(at: 8, digits: 2), text[4] == text[7],
      text[4] == UInt8(ascii: "-") || text[4] == UInt8(ascii: "/"),
      text[10] == UInt8(ascii: "T") || text[10] == 0x20
    {
      date = (year, month, day)
      clock = 11
    } else if let day = text.number(at: 0, digits: 2), let month = text.monthName(at: 3),
      let year = text.number(at: 7, digits: 4), text[2] == UInt8(ascii: "/"),
      text[11] == UInt8(ascii: ":")
    {
      date = (year, month, day)
      clock = 12
    } else if let month = text.monthName(at: 4), let day = text.number(at: 8, digits: 2),
      text[3] == 0x20, text[7] == 0x20, text[10] == 0x20
    {
      date = (0, month, day)
      clock = 11
      yearBehind = true
    } else {
      return nil
    }
    guard let hour = text.number(at: clock, digits: 2), text.count > clock + 7,
      let minute = text.number(at: clock + 3, digits: 2), text[clock + 2] == UInt8(ascii: ":"),
      let second = text.number(at: clock + 6, digits: 2), text[clock + 5] == UInt8(ascii: ":")
    else { return nil }
    var offset = clock + 8
    var millisecond = 0
    if offset < text.count, text[offset] == UInt8(ascii: ".") || text[offset] == UInt8(ascii: ",") {
      offset += 1
      var digits = 0
      while offset < text.count, text[offset].isASCIIDigit {
        if digits < 3 { millisecond = millisecond * 10 + Int(text[offset] - UInt8(ascii: "0")) }
        digits += 1
        offset += 1
      }
      while digits < 3 {
        millisecond *= 10
        digits += 1
      }
    }
    if yearBehind {
      guard let year = text.number(at: offset + 1, digits: 4) else { return nil }
      date.year = year
    }
    guard
      let civil = CivilTime(
        year: Int64(date.year), month: date.month, day: date.day, hour: hour, minute: minute,
        second: second, millisecond: millisecond)
    else { return nil }
    guard !yearBehind, let east = text.minutesEast(at: offset) else {
      self = zone.moment(of: civil)
      return
    }
    self.init(milliseconds: civil.utc.milliseconds - Int64(east) * 60_000)
  }

  /// Reads seconds, milliseconds, microseconds or nanoseconds since 1970, whichever gives a date of
  /// this time.
  init?(sinceEpoch text: Span<UInt8>) {
    guard let whole = text.wholePart, whole >= 0 else { return nil }
    switch whole {
    case 100_000_000_000_000_000...: self.init(milliseconds: whole / 1_000_000)
    case 100_000_000_000_000...: self.init(milliseconds: whole / 1000)
    case 100_000_000_000...: self.init(milliseconds: whole)
    default:
      var milliseconds = whole * 1000
      if let point = text.firstOffset(of: UInt8(ascii: ".")) {
        var unit: Int64 = 100
        for index in (point + 1)..<text.count where unit > 0 && text[index].isASCIIDigit {
          milliseconds += Int64(text[index] - UInt8(ascii: "0")) * unit
          unit /= 10
        }
      }
      self.init(milliseconds: milliseconds)
    }
  }
}

extension Span<UInt8> {
  /// How far east of UTC the zone at `offset` is, `Z`, `+0100`, `+01:00` or one of these behind a
  /// blank; nil where no zone stands.
  fileprivate func minutesEast(at offset: Int) -> Int? {
    var start = offset
    if start < count, self[start] == 0x20 { start += 1 }
    guard start < count else { return nil }
    if self[start] == UInt8(ascii: "Z") || self[start] == UInt8(ascii: "z") { return 0 }
    let isEast = self[start] == UInt8(ascii: "+")
    guard isEast || self[start] == UInt8(ascii: "-"), let hours = number(at: start + 1, digits: 2)
    else { return nil }
    let colon = start + 3 < count && self[start + 3] == UInt8(ascii: ":") ? 1 : 0
    guard let minutes = number(at: start + 3 + colon, digits: 2) else { return nil }
    return (hours * 60 + minutes) * (isEast ? 1 : -1)
  }
}
