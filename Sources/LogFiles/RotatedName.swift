public import SystemPackage

/// Which rotated set a file belongs to: the files that one log was cut into.
///
/// Sets are ordered by directory and name, with numbers by value.
public struct SetKey: Hashable, Sendable {
  /// The directory as the user reaches it.
  public var directory: FilePath
  /// What all names of the set have in common: the part before the first dot and the extension.
  public var name: ContiguousArray<UInt8>
  /// The server run's random number, only where parts are numbered per run.
  ///
  /// Stamped files sort by stamp instead, over all runs.
  public var instance: UInt64?
}

extension SetKey {
  /// True if both are of one log, which runs of the server may have cut into sets of their own.
  public func isOfOneLog(with other: SetKey) -> Bool {
    directory == other.directory && name == other.name
  }
}

extension SetKey: Comparable {
  /// Whether a set is listed before another.
  public static func < (left: SetKey, right: SetKey) -> Bool {
    if left.directory != right.directory {
      return precedesNaturally(left.directory.bytes, right.directory.bytes)
    }
    if left.name != right.name { return precedesNaturally(left.name, right.name) }
    return left.instance ?? 0 < right.instance ?? 0
  }
}

/// The place of a file in its rotated set; the oldest comes first.
public struct RotationOrder: Hashable, Sendable {
  /// What the logging program put into the name: a local time, a part number or epoch milliseconds.
  ///
  /// The largest number if it put nothing, as in the name of a file that is written now.
  public var creation = UInt64.max
  /// A second number to tell equal ones apart: the instance or the process.
  public var creator: UInt64 = 0
  /// The day `YYYYMMDD` that logrotate put into the name; the largest number if none.
  public var day = UInt64.max
  /// The time within the day, in whichever unit the set uses.
  public var time: UInt64 = 0
  /// logrotate's index; 0 for the file that has none, which is the newest.
  public var index: UInt64 = 0
  /// Whether the name ends in `.gz`.
  public var isNamedGzip = false
}

extension RotationOrder {
  /// When the logging program created the file, if it put that into the name.
  public enum CreationStamp: Equatable, Sendable {
    /// A date and time on the clocks of the server's zone.
    case local(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int)
    /// Milliseconds since 1970-01-01T00:00:00Z.
    case epoch(milliseconds: Int64)
  }

  /// The stamp in the name; nil where it holds a part number or nothing.
  ///
  /// Part numbers begin at 1, so that none is as large as a stamp of our time.
  public var creationStamp: CreationStamp? {
    let (date, time) = (Int(clamping: creation / 1_000_000), Int(creation % 1_000_000))
    switch creation {
    case 100_000_000_000..<19_700_101_000_000: return .epoch(milliseconds: Int64(creation))
    case 19_700_101_000_000..<29_991_232_000_000:
      return .local(
        year: date / 10_000, month: date / 100 % 100, day: date % 100, hour: time / 10_000,
        minute: time / 100 % 100, second: time % 100)
    default: return nil
    }
  }

  /// Whether the name holds a part number, which begins anew with each run of the server.
  public var isPart: Bool { creation != .max && creationStamp == nil }
}

extension RotationOrder: Comparable {
  /// Whether a file is older than another of its set.
  public static func < (left: RotationOrder, right: RotationOrder) -> Bool {
    if left.creation != right.creation { return left.creation < right.creation }
    if left.creator != right.creator { return left.creator < right.creator }
    if left.day != right.day { return left.day < right.day }
    if left.time != right.time { return left.time < right.time }
    if left.index != right.index { return left.index > right.index }
    return !left.isNamedGzip && right.isNamedGzip
  }
}

extension RotationOrder {
  /// Whether logrotate has not renamed the file.
  var isUnrotated: Bool { day == .max && index == 0 }

  /// Whether two files differ in being compressed at most.
  func isSamePlace(as other: RotationOrder) -> Bool {
    var plain = self
    plain.isNamedGzip = other.isNamedGzip
    return plain == other
  }

  /// Whether one file may hold the bytes of the other: a compressed one, or a copy made by rotation.
  func mayReplicate(_ other: RotationOrder) -> Bool {
    guard creation == other.creation, creator == other.creator else { return false }
    if day == other.day, time == other.time, index == other.index {
      return isNamedGzip != other.isNamedGzip
    }
    return isUnrotated || other.isUnrotated
  }
}

/// A file name taken apart by the rules of the programs that rotate logs.
///
///     events_0237_20251217_200640.json.3.gz      the server, then logrotate
///     └base┘ └in┘ └── stamp ────┘ └ext┘ │ └ gzip
///                                       └ index
///
///     base[_instance]_YYYYMMDD_HHMMSS.ext        the server's stamp, local time
///     base[_instance]_NNNN.ext                   the server's part number
///     name.PID.EPOCHMS[.log]                     the server's own log
///     ….N  …-YYYYMMDD[HH|-HHMMSS|-EPOCH]  ….gz   logrotate, behind the name
///     base.N.ext  base-YYYYMMDD.ext              logrotate with its `extension` option
///
/// `base` and `ext` meet at the first dot.
struct RotatedName {
  private(set) var order = RotationOrder()
  private(set) var instance: UInt64?
  private var base: ArraySlice<UInt8> = []
  private var ext: ArraySlice<UInt8> = []

  /// The name of the set.
  var setName: ContiguousArray<UInt8> { ContiguousArray(base + ext) }

  init(_ name: ContiguousArray<UInt8>) {
    var rest = Array(name)[...]
    order.isNamedGzip = rest.removeSuffix(".gz")
    if takeServerLog(rest) { return }
    takeIndex(&rest)
    if order.index > 0, takeServerLog(rest) { return }
    takeDate(&rest)
    let dot = rest.firstIndex(of: UInt8(ascii: ".")) ?? rest.endIndex
    base = rest[..<dot]
    ext = rest[dot...]
    if order.isUnrotated { takeIndexBeforeExtension() }
    if !takeStamp() {
      if order.isUnrotated {
        var rest = base
        takeDate(&rest)
        base = rest
      }
      takePart()
    }
  }

  /// `name.PID.EPOCHMS[.log]`, the milliseconds with 12 to 14 digits.
  private mutating func takeServerLog(_ name: ArraySlice<UInt8>) -> Bool {
    var rest = name
    let hasExtension = rest.removeSuffix(".log")
    guard let milliseconds = rest.removeNumber(after: ".", digits: 12...14),
      let process = rest.removeNumber(after: ".", digits: 1...10)
    else { return false }
    order.creation = milliseconds
    order.creator = process
    base = rest
    ext = hasExtension ? name.suffix(4) : []
    return true
  }

  /// `.N`, unless it reads as a date.
  private mutating func takeIndex(_ rest: inout ArraySlice<UInt8>) {
    var shorter = rest
    guard let index = shorter.removeNumber(after: ".", digits: 1...18) else { return }
    rest = shorter
    if isDay(index) { order.day = index } else { order.index = index }
  }

  /// `-YYYYMMDD`, `-YYYYMMDDHH`, `-YYYYMMDD-HHMMSS`, `-YYYYMMDD-EPOCH`, `-EPOCH` or `-YYYY-MM-DD`,
  /// with the epoch in seconds or milliseconds.
  private mutating func takeDate(_ rest: inout ArraySlice<UInt8>) {
    var shorter = rest
    guard let last = shorter.removeNumber(after: "-", digits: 2...13) else { return }
    switch rest.count - shorter.count - 1 {
    case 8 where isDay(last):
      (order.day, order.time) = (last, 0)
    case 10 where last >= 2_000_010_100 && isDay(last / 100) && last % 100 < 24:
      (order.day, order.time) = (last / 100, last % 100)
    case 6, 10, 13:
      order.time = last
      let day = shorter
      if let value = shorter.removeNumber(after: "-", digits: 8...8), isDay(value) {
        order.day = value
      } else if rest.count - day.count >= 11, last >= 1_000_000_000 {
        shorter = day
        order.day = 0
      } else {
        order.time = 0
        return
      }
    case 2:
      guard let month = shorter.removeNumber(after: "-", digits: 2...2),
        let year = shorter.removeNumber(after: "-", digits: 4...4),
        case let day = (year * 100 + month) * 100 + last, isDay(day)
      else { return }
      (order.day, order.time) = (day, 0)
    default:
      return
    }
    rest = shorter
  }

  /// `base.N.ext`, as logrotate's `extension .ext` makes it.
  private mutating func takeIndexBeforeExtension() {
    let digits = ext.digits(from: min(ext.startIndex + 1, ext.endIndex))
    guard (1...4).contains(digits.count), digits.upperBound < ext.endIndex,
      ext[digits.upperBound] == UInt8(ascii: "."), let index = ext.number(in: digits), index > 0
    else { return }
    order.index = index
    ext = ext[digits.upperBound...]
  }

  /// `_YYYYMMDD_HHMMSS` with or without `_instance` before it.
  private mutating func takeStamp() -> Bool {
    var rest = base
    guard let time = rest.removeNumber(after: "_", digits: 6...6), isTime(time),
      let day = rest.removeNumber(after: "_", digits: 8...8), isDay(day)
    else { return false }
    order.creation = day * 1_000_000 + time
    if let instance = rest.removeNumber(after: "_", digits: 4...5) { order.creator = instance }
    base = rest
    return true
  }

  /// `_NNNN` with or without `_instance` before it.
  private mutating func takePart() {
    guard let part = base.removeNumber(after: "_", digits: 4...18) else { return }
    order.creation = part
    instance = base.removeNumber(after: "_", digits: 4...5)
  }

  /// Whether the digits read as `YYYYMMDD`; epoch seconds of our time do not.
  private func isDay(_ number: UInt64) -> Bool {
    (19_700_101...29_991_231).contains(number) && (1...12).contains(number / 100 % 100)
      && (1...31).contains(number % 100)
  }

  /// Whether the digits read as `HHMMSS`.
  private func isTime(_ number: UInt64) -> Bool {
    number / 10_000 < 24 && number / 100 % 100 < 60 && number % 100 < 61
  }
}

extension ArraySlice<UInt8> {
  /// Removes a suffix if something stays before it.
  fileprivate mutating func removeSuffix(_ suffix: StaticString) -> Bool {
    let text = String(describing: suffix).utf8
    guard count > text.count, self.suffix(text.count).elementsEqual(text) else { return false }
    removeLast(text.count)
    return true
  }

  /// Removes a separator and the number behind it from the end.
  fileprivate mutating func removeNumber(
    after separator: Unicode.Scalar, digits: ClosedRange<Int>
  ) -> UInt64? {
    let range = self.digits(before: endIndex)
    guard digits.contains(range.count), range.lowerBound > startIndex,
      self[range.lowerBound - 1] == UInt8(ascii: separator), let value = number(in: range)
    else { return nil }
    self = self[..<(range.lowerBound - 1)]
    return value
  }
}
