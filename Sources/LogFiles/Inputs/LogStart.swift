/// The first bytes of a log, as far as they tell it from other logs.
///
/// Headers tell nothing: `#` lines and the XML declaration stand at the front of many logs.
enum LogStart {
  /// A name that depends on the first record alone, so that it is the same whenever it is made and
  /// however much of the log is there by then.
  ///
  /// - Parameter bytes: the first bytes after leading NULs. Lines with a TAB at the front go on with
  ///   the record before them; a record of xml ends with the line that closes its first element.
  /// - Returns: nil if the first record is not there.
  static func name(of bytes: ArraySlice<UInt8>) -> UInt64? {
    let content = withoutHeaders(bytes)
    guard let first = content.first, first != UInt8(ascii: "#") else { return nil }
    let isXML = first == UInt8(ascii: "<")
    let limit = isXML ? longNameLength : nameLength
    var record: ArraySlice<UInt8>? = content.count >= limit ? content : nil
    var start = content.startIndex
    while let end = content[start...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = content[start..<end]
      start = end + 1
      let isLast = isXML ? closesRecord(line) : endsRecord(line, before: content[start...])
      if isLast {
        record = content[..<start]
        break
      }
    }
    return record.map { digits(of: $0.prefix(limit)) }
  }

  /// The name, and the one that was made of the same log where the declaration of xml was not yet
  /// known for a header.
  static func names(of head: ArraySlice<UInt8>) -> [UInt64] {
    guard let name = name(of: head) else { return [] }
    guard head.starts(with: "<?".utf8), let end = head.firstIndex(of: UInt8(ascii: "\n")) else {
      return [name]
    }
    return [name, digits(of: head[...end].prefix(nameLength))]
  }

  private static func digits(of record: ArraySlice<UInt8>) -> UInt64 {
    Fingerprint(of: record).digest.high
  }

  /// So many bytes of the first record make the name.
  private static let nameLength = 256
  /// In xml, where what tells two records apart comes late.
  private static let longNameLength = 2048

  /// Whether no line of the same record follows; one of the text format may have more.
  private static func endsRecord(_ line: ArraySlice<UInt8>, before next: ArraySlice<UInt8>) -> Bool
  {
    guard next.isEmpty else { return next.first != UInt8(ascii: "\t") }
    let number = line.prefix { isDigit($0) }
    return number.count < 5 || line.dropFirst(number.count).first != UInt8(ascii: "\t")
  }

  /// Whether a line of xml is the last one of a record.
  private static func closesRecord(_ line: ArraySlice<UInt8>) -> Bool {
    if line.starts(with: "</".utf8) { return true }
    guard line.first == UInt8(ascii: "<") else { return false }
    return zip(line, line.dropFirst()).contains {
      $0 == UInt8(ascii: "<") && $1 == UInt8(ascii: "/")
    }
  }

  /// Whether a record that is cut off at the end of one log may go on at the start of another: that
  /// begins with neither a header nor a record, as far as their first bytes show.
  static func goesOn(_ record: ContiguousArray<UInt8>, in log: ArraySlice<UInt8>) -> Bool {
    guard let first = log.first, first != UInt8(ascii: "#"), !log.starts(with: "<?".utf8) else {
      return false
    }
    let start = record.drop { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.prefix(4)
    guard !start.isEmpty, log.count >= start.count else { return false }
    return !zip(start, log).allSatisfy { byte, other in
      byte == other || isDigit(byte) && isDigit(other)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// What follows the headers; nothing if the last one has no end.
  static func withoutHeaders(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while let first = rest.first {
      switch first {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): rest.removeFirst()
      case UInt8(ascii: "#"):
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
          return rest[rest.endIndex...]
        }
        rest = rest[(end + 1)...]
      case UInt8(ascii: "<") where rest.starts(with: "<?".utf8):
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
          return rest[rest.endIndex...]
        }
        rest = rest[(end + 1)...]
      default: return rest
      }
    }
    return rest
  }
}

/// A search for something that only one log holds: a record with a time or with what happened.
///
/// Headers are no such thing, nor are the records of a starting server in the text format: they
/// have no time, and in a container the same bytes are written at each start.
struct DistinctionSearch {
  /// Whether a whole record was found that tells the log from others.
  private(set) var hasFound = false
  /// The first bytes of the line at hand.
  private var line: ContiguousArray<UInt8> = []
  private var previous: UInt8 = 0
  /// Whether the line holds the end of an element of xml.
  private var closesElement = false
  /// Whether the record at hand tells its log from others, once it is whole.
  private var isInRecord = false

  /// So much of a line tells what it is.
  private static let lineLength = 64

  /// Takes the bytes that follow, from the first ones on after leading NULs.
  mutating func take(_ bytes: some Sequence<UInt8>) {
    for byte in bytes where !hasFound {
      if byte == UInt8(ascii: "\n") {
        endLine()
      } else if line.count < Self.lineLength {
        line.append(byte)
      }
      if previous == UInt8(ascii: "<"), byte == UInt8(ascii: "/") { closesElement = true }
      previous = byte
    }
  }

  private mutating func endLine() {
    defer {
      line.removeAll(keepingCapacity: true)
      closesElement = false
    }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    switch line.first {
    case nil: hasFound = isInRecord
    case UInt8(ascii: "#"), UInt8(ascii: "\t"), UInt8(ascii: " "): break
    case UInt8(ascii: "<"): hasFound = closesElement
    default: judgeRecord()
    }
  }

  /// Judges the first line of a record; those of the other formats have no other line.
  private mutating func judgeRecord() {
    let words = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    let isText = words[0].count >= 5 && words[0].allSatisfy { (0x30...0x39).contains($0) }
    guard isText, words.count > 1 else {
      hasFound = true
      return
    }
    let hasTime = words.count > 2 && !words[2].isEmpty
    hasFound = isInRecord || hasTime
    isInRecord = !Self.startRecords.contains { words[1].elementsEqual($0.utf8) }
  }

  /// The records that each start and each stop of a server writes alike.
  private static let startRecords = [
    "applicationStart", "applicationStop", "protocolRegisteredToApp",
    "protocolUnregisteredFromApp", "serverStarted", "serverStopping", "serverStopped",
  ]
}

extension LogPlace {
  /// Whether rotation may have given this name to a file that had another name.
  func isRotation(of other: LogPlace) -> Bool {
    set == other.set && order.creation == .max && other.order.creation == .max
      && other.order.isUnrotated && order < other.order
  }

  /// Whether two names say that the server wrote two logs: they have different times, parts or runs.
  func isOtherLog(than other: LogPlace) -> Bool {
    guard set.name == other.set.name else { return false }
    if order.creation != .max, other.order.creation != .max {
      return order.creation != other.order.creation || order.creator != other.order.creator
        || set.instance != other.set.instance
    }
    return false
  }

  /// Whether rotation may have given this name to a copy of a log with another name.
  ///
  /// Copies get the names of older logs; who writes keeps the newest name.
  func mayBeCopy(of other: LogPlace) -> Bool {
    set == other.set && order.creation == other.order.creation
      && order.creator == other.order.creator
      && (order < other.order
        || order.isNamedGzip != other.order.isNamedGzip && order.isSamePlace(as: other.order))
  }
}
