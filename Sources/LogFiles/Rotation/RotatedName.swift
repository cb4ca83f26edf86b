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
  /// Whether the name has an index, which may be 0 for the newest of the rotated files.
  public var isNumbered = false
  /// What rotation put behind the name where that does not tell the order: a date without a year, a
  /// date with an index.
  public var suffix: ContiguousArray<UInt8> = []
  /// The place that the content of the files has given it; 0 where their names tell the order.
  var rank = 0
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
    if left.rank != right.rank, left.rank > 0, right.rank > 0 { return left.rank < right.rank }
    if left.creation != right.creation { return left.creation < right.creation }
    if left.creator != right.creator { return left.creator < right.creator }
    if left.day != right.day { return left.day < right.day }
    if left.time != right.time { return left.time < right.time }
    if left.index != right.index { return left.index > right.index }
    if left.isNumbered != right.isNumbered { return left.isNumbered }
    if left.suffix != right.suffix { return precedesNaturally(left.suffix, right.suffix) }
    return !left.isNamedGzip && right.isNamedGzip
  }
}

extension RotationOrder {
  /// Whether rotation has not renamed the file.
  public var isUnrotated: Bool { day == .max && !isNumbered }

  /// Whether the name does not tell where the file stands among the others of its set.
  public var isUnclear: Bool { !suffix.isEmpty }

  /// Takes the place of a rotated file whose name does not tell which.
  mutating func becomeUnclear(_ suffix: ContiguousArray<UInt8>) {
    (day, time, self.suffix) = (.max - 1, 0, suffix)
  }

  /// Whether two files differ in being compressed at most.
  func isSamePlace(as other: RotationOrder) -> Bool {
    var plain = self
    plain.isNamedGzip = other.isNamedGzip
    plain.rank = other.rank
    return plain == other
  }

  /// Whether one file may hold the bytes of the other: a compressed one, or a copy made by rotation.
  func mayReplicate(_ other: RotationOrder) -> Bool {
    guard creation == other.creation, creator == other.creator else { return false }
    if isSamePlace(as: other) { return isNamedGzip != other.isNamedGzip }
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
///     ….N  …-YYYYMMDD  ….EPOCH  ….old  ….gz      behind the name, see ``RotationStamp``
///     base.N.ext  base-YYYYMMDD.ext              logrotate with its `extension` option
///
/// `base` and `ext` meet at the last dot behind which `base` ends like this; if it never does, at the
/// first.
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
    takeStamp(from: &rest, after: Self.separators)
    if order.isUnrotated {
      takeIndex(&rest)
      if order.isNumbered {
        if takeServerLog(rest) { return }
        takeDate(before: &rest)
      }
    }
    let dots = rest.indices.filter { $0 > rest.startIndex && rest[$0] == UInt8(ascii: ".") }
    for dot in dots.reversed() where split(rest, at: dot) { return }
    let dot = rest.firstIndex(of: UInt8(ascii: ".")) ?? rest.endIndex
    base = rest[..<dot]
    ext = rest[dot...]
    if dot == rest.endIndex { _ = takeServerName() }
  }

  /// What stands between a name and what rotation puts behind it.
  private static let separators: [Unicode.Scalar] = [".", "-", "_"]

  /// Splits a name at a dot, if what stands before it is more than a name; false otherwise.
  private mutating func split(_ name: ArraySlice<UInt8>, at dot: Int) -> Bool {
    base = name[..<dot]
    ext = name[dot...]
    // A number alone is no extension.
    guard ext.dropFirst().contains(where: { !$0.isDigit }) else { return false }
    guard order.isUnrotated else { return takeServerName() }
    if takeIndexBeforeExtension() {
      var rest = base
      takeDate(before: &rest)
      base = rest
      _ = takeServerName()
      return true
    }
    var rest = base
    takeStamp(from: &rest, after: Self.separators)
    base = rest
    return takeServerName() || !order.isUnrotated
  }

  /// What the server put behind the base.
  private mutating func takeServerName() -> Bool { takeServerStamp() || takePart() }

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

  /// `.N`.
  private mutating func takeIndex(_ rest: inout ArraySlice<UInt8>) {
    var shorter = rest
    guard let index = shorter.removeNumber(after: ".", digits: 1...18) else { return }
    rest = shorter
    order.index = index
    order.isNumbered = true
  }

  /// A date before an index: some programs count up within a day, some down.
  private mutating func takeDate(before rest: inout ArraySlice<UInt8>) {
    let index = order.index
    var shorter = rest
    takeStamp(from: &shorter, after: Self.separators)
    guard order.day != .max else { return }
    order.suffix = ContiguousArray(rest[shorter.endIndex...]) + Array(".\(index)".utf8)
    (order.index, order.isNumbered) = (0, false)
    rest = shorter
  }

  /// The longest end of a name that is a date, a time or both.
  private mutating func takeStamp(
    from rest: inout ArraySlice<UInt8>, after separators: [Unicode.Scalar]
  ) {
    var found: (place: Int, stamp: RotationStamp)?
    for place in rest.indices where place > rest.startIndex {
      guard separators.contains(Unicode.Scalar(rest[place])) else { continue }
      let text = rest[(place + 1)...]
      // What the server writes is no date of rotation.
      if rest[place] == UInt8(ascii: "_"), RotationStamp.isServerName(text) { break }
      guard let stamp = RotationStamp(text) else { continue }
      // In `cam-12-2025-12-17` the first number is no part of the date.
      let isWhole = !stamp.isUnclear && stamp.day > 0
      let isLater = found.map { isWhole && rest[$0.place + 1].isDigit } ?? true
      if isLater { found = (place, stamp) }
      if !stamp.isUnclear { break }
    }
    guard let (place, stamp) = found else { return }
    if stamp.isUnclear { order.suffix = ContiguousArray(rest[(place + 1)...]) }
    (order.day, order.time) = (stamp.day, stamp.time)
    rest = rest[..<place]
  }

  /// `base.N.ext`, as logrotate's `extension .ext` makes it.
  private mutating func takeIndexBeforeExtension() -> Bool {
    var rest = base
    guard let index = rest.removeNumber(after: ".", digits: 1...4) else { return false }
    (order.index, order.isNumbered) = (index, true)
    base = rest
    return true
  }

  /// `_YYYYMMDD_HHMMSS` with or without `_instance` before it.
  private mutating func takeServerStamp() -> Bool {
    var rest = base
    guard let time = rest.removeNumber(after: "_", digits: 6...6),
      RotationStamp.isTime(time),
      let day = rest.removeNumber(after: "_", digits: 8...8), RotationStamp.isDay(day)
    else { return false }
    order.creation = day * 1_000_000 + time
    if let instance = rest.removeNumber(after: "_", digits: 4...5) { order.creator = instance }
    base = rest
    return true
  }

  /// `_NNNN` with or without `_instance` before it.
  private mutating func takePart() -> Bool {
    guard let part = base.removeNumber(after: "_", digits: 4...18) else { return false }
    order.creation = part
    instance = base.removeNumber(after: "_", digits: 4...5)
    return true
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
