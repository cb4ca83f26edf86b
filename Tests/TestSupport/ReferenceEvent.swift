/// An event as the server hands it to each of its sinks.
public struct ReferenceEvent: Equatable, Sendable {
  /// The name of the event.
  public var type: String
  /// The data of the event, `PID` and `customData` included.
  public var payload: [String: Variant]
  /// The sequence number, from 1, shared by all sinks of an application.
  public var id: UInt64
  /// When it happened, in seconds since 1970.
  public var seconds: UInt64
  /// The process that wrote the record.
  public var processId: Int32
  /// Whether an RPC sink that speaks XML has turned the event into a typed map before.
  public var isTyped = false

  /// An event of which nothing is left out.
  public init(
    type: String, payload: [String: Variant], id: UInt64, seconds: UInt64, processId: Int32
  ) {
    self.type = type
    self.payload = payload
    self.id = id
    self.seconds = seconds
    self.processId = processId
  }
}

/// A moment, taken apart into what a wall clock and a calendar show.
public struct CivilTime: Equatable, Sendable {
  /// The parts; `month` and `day` count from 1.
  public var year, month, day, hour, minute, second: Int

  /// The parts of a number of seconds since 1970, in the proleptic Gregorian calendar.
  ///
  /// - Parameters:
  ///   - seconds: Seconds since 1970-01-01T00:00:00Z.
  ///   - offset: How many seconds the zone is ahead of UTC.
  public init(seconds: UInt64, offset: Int = 0) {
    let local = Int(seconds) + offset
    let ofDay = local % 86_400
    (hour, minute, second) = (ofDay / 3_600, ofDay / 60 % 60, ofDay % 60)
    var rest = local / 86_400
    year = 1970
    while rest >= Self.isLeap(year) + 365 {
      rest -= Self.isLeap(year) + 365
      year += 1
    }
    let lengths = [31, 28 + Self.isLeap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    month = 1
    while rest >= lengths[month - 1] {
      rest -= lengths[month - 1]
      month += 1
    }
    day = rest + 1
  }

  private static func isLeap(_ year: Int) -> Int {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 1 : 0
  }

  /// `YYYY-MM-DDTHH:MM:SS.000`, as the server spells a timestamp; the zeros are literal.
  public var stamp: String {
    "\(two(year / 100))\(two(year % 100))-\(two(month))-\(two(day))"
      + "T\(two(hour)):\(two(minute)):\(two(second)).000"
  }

  /// `YYYY-MM-DDTHH-MM-SS`, as the web server spells a time.
  public var webStamp: String {
    String(stamp.dropLast(4)).split(separator: ":").joined(separator: "-")
  }

  /// `YYYY-Mon-DD HH:MM:SS`, as the w3c format spells a time.
  public var w3cStamp: String {
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return "\(two(year / 100))\(two(year % 100))-\(names[month - 1])-\(two(day))"
      + " \(two(hour)):\(two(minute)):\(two(second))"
  }

  /// `YYYYMMDD_HHMMSS`, as it stands in the name of a file.
  public var fileStamp: String {
    "\(two(year / 100))\(two(year % 100))\(two(month))\(two(day))"
      + "_\(two(hour))\(two(minute))\(two(second))"
  }

  private func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
