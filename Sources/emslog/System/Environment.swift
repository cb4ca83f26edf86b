// The one place of the program that calls the C library: environment, clock, time zones. `getenv` and
// `localtime_r` hand out C strings and fill structures; a lock keeps two from changing `TZ` at once.

import EventLog
import Synchronization
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Variables of the environment.
enum Environment {
  /// The value of a variable; nil if it is not set or empty.
  static subscript(name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The directory that relative paths start at.
  static var currentDirectory: FilePath {
    guard let name = unsafe getcwd(nil, 0) else { return FilePath("/") }
    defer { unsafe free(name) }
    return FilePath(unsafe String(cString: name))
  }
}

extension EventTime {
  /// The present, as the system's clock has it.
  static var present: EventTime {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return EventTime(
      milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}

extension ZoneRules {
  /// The zone that the system's clocks show.
  static let system = known.withLock { _ in probed(name: "local time") }

  /// The zone of that name: `UTC`, `+02:00`, or one of the system's, such as `America/New_York`.
  ///
  /// Nil if there is none.
  static func named(_ name: String) -> ZoneRules? {
    if ["UTC", "utc", "Z", "GMT"].contains(name) { return .utc }
    if name == "local" { return .system }
    if let offset = fixedOffset(name) { return ZoneRules(name: name, fixedOffset: offset) }
    guard isInDatabase(name) else { return nil }
    return known.withLock { zones in
      if let zone = zones[name] { return zone }
      let zone = probedInDatabase(name)
      zones[name] = zone
      return zone
    }
  }

  /// The zones of the database that were asked for so far; whoever has it may change `TZ` for a while.
  private static let known = Mutex<[String: ZoneRules]>([:])

  private static func probedInDatabase(_ name: String) -> ZoneRules {
    let before = Environment["TZ"]
    unsafe setenv("TZ", ":" + name, 1)
    tzset()
    defer {
      if let before { unsafe setenv("TZ", before, 1) } else { unsafe unsetenv("TZ") }
      tzset()
    }
    return probed(name: name)
  }

  /// Seconds east of UTC of `+02:00`, `-0500` and `+9`.
  private static func fixedOffset(_ name: String) -> Int? {
    guard let sign = name.first, sign == "+" || sign == "-" else { return nil }
    let digits = name.dropFirst().filter { $0 != ":" }
    guard (1...4).contains(digits.utf8.count), digits.allSatisfy(\.isNumber),
      let number = Int(digits)
    else { return nil }
    let (hours, minutes) = digits.utf8.count <= 2 ? (number, 0) : (number / 100, number % 100)
    guard hours <= 18, minutes < 60 else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// Whether the system's zone database has a file of that name.
  private static func isInDatabase(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "+"), UInt8(ascii: "/"):
        true
      default: false
      }
    }
    guard isPlain, !name.hasPrefix("/"), !name.hasSuffix("/"), !name.isEmpty else { return false }
    let folders = [Environment["TZDIR"], "/usr/share/zoneinfo", "/usr/lib/zoneinfo"]
    return folders.compactMap { $0 }.contains { unsafe access("\($0)/\(name)", R_OK) == 0 }
  }

  private static let week: Int64 = 7 * 86_400

  /// Asks the C library for the offset of each week from 1970 to 2100, and where two weeks differ,
  /// for the second of the change.
  ///
  /// There are zones that change twice within eight days. The library reads the rule anew for each
  /// question about the years that no table lists, so that as few as can be are asked.
  private static func probed(name: String) -> ZoneRules {
    let end: Int64 = 4_102_444_800
    var periods = [Period(start: .min, offset: offset(at: 0))]
    var time: Int64 = 0
    while time < end {
      let next = time + week
      let offset = offset(at: next)
      if offset != periods[periods.count - 1].offset {
        let start = change(between: time, and: next, behind: periods)
        periods.append(Period(start: start, offset: Self.offset(at: start)))
      }
      time = next
    }
    return ZoneRules(name: name, periods: periods)
  }

  /// The first second that has another offset than the last period.
  private static func change(
    between start: Int64, and end: Int64, behind periods: [Period]
  ) -> Int64 {
    let offset = periods[periods.count - 1].offset
    // From year to year a rule moves a change by whole weeks.
    if periods.count > 2 {
      for weeks: Int64 in 52...53 {
        let second = periods[periods.count - 2].start + weeks * week
        if second > start, second <= end, Self.offset(at: second) != offset,
          Self.offset(at: second - 1) == offset
        {
          return second
        }
      }
    }
    var low = start
    var high = end
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if Self.offset(at: middle) == offset { low = middle } else { high = middle }
    }
    return high
  }

  private static func offset(at seconds: Int64) -> Int {
    var time = time_t(seconds)
    var parts = unsafe tm()
    let isKnown = unsafe localtime_r(&time, &parts) != nil
    return isKnown ? unsafe parts.tm_gmtoff : 0
  }
}
