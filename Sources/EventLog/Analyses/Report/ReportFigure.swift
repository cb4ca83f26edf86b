/// Figures as people read them: with their unit, and never more than there was.
enum ReportFigure {
  /// Bytes in powers of 1000: `0 B`, `999 B`, `1.97 GB`; cut to three digits.
  static func bytes(_ number: Int128) -> String {
    scaled(number, ["B", "kB", "MB", "GB", "TB", "PB"])
  }

  /// Bytes of streams, of which it may not be known yet how many they are.
  static func bytes(_ sum: ByteSum) -> String {
    sum.value.map { bytes($0) } ?? (sum.isOpen ? "not yet known" : "not known")
  }

  /// Bits each second in powers of 1000: `812 kbit/s`, `1.62 Mbit/s`; cut to three digits.
  static func bitsPerSecond(_ number: Int128) -> String {
    scaled(number, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "Pbit/s"])
  }

  /// A number with the unit that leaves one to three digits before the point.
  private static func scaled(_ number: Int128, _ units: [String]) -> String {
    var scale: Int128 = 1
    var index = 0
    while index < units.count - 1, number.magnitude >= UInt128(scale) * 1000 {
      scale *= 1000
      index += 1
    }
    guard index > 0 else { return "\(number) \(units[0])" }
    let hundredths = number.magnitude * 100 / UInt128(scale)
    let digits = threeDigits(hundredths: hundredths)
    return "\(number < 0 ? "-" : "")\(digits) \(units[index])"
  }

  /// `1.23`, `12.3`, `123`.
  private static func threeDigits(hundredths: UInt128) -> String {
    let whole = hundredths / 100
    let rest = hundredths % 100
    if whole >= 100 { return "\(whole)" }
    if whole >= 10 { return "\(whole).\(rest / 10)" }
    return "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Hours that milliseconds are, with two digits behind the point: `2.61 h`.
  static func hours(_ milliseconds: Int128) -> String {
    "\(hundredths(Int64(clamping: milliseconds / 36_000))) h"
  }

  /// A length of time by its two greatest units: `2 d 3 h`, `1 h 42 min`, `14 min 58 s`, `9.6 s`.
  static func duration(_ milliseconds: Int64) -> String {
    if milliseconds < 0 { return "-" + duration(Int64(clamping: milliseconds.magnitude)) }
    let seconds = milliseconds / 1000
    if seconds < 10 { return "\(seconds).\(milliseconds / 100 % 10) s" }
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min \(seconds % 60) s" }
    if seconds < 86_400 { return "\(seconds / 3600) h \(seconds / 60 % 60) min" }
    return "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
  }

  /// Hundredths as a number with two digits behind the point.
  static func hundredths(_ number: Int64) -> String {
    let magnitude = number.magnitude
    let fraction = String(100 + magnitude % 100).dropFirst()
    return "\(number < 0 ? "-" : "")\(magnitude / 100).\(fraction)"
  }

  /// How a figure has changed: `+12 %`, `-3 %`, `±0 %`, `was 0`; nil if there is nothing to say.
  ///
  /// Percent are rounded to the nearest; a change that would round to nothing is `+<1 %`.
  static func change(from before: Int128, to now: Int128) -> String? {
    guard before != now else { return before == 0 ? nil : "±0 %" }
    guard before != 0 else { return "was 0" }
    let (difference, base) = (now - before, Int128(before.magnitude))
    let percent = (difference.magnitude * 200 + UInt128(base)) / (2 * UInt128(base))
    return "\(difference < 0 ? "-" : "+")\(percent == 0 ? "<1" : "\(percent)") %"
  }

  /// A number with its noun: `1 viewer`, `2 viewers`.
  static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
  }
}

/// How precisely a moment is told.
enum MomentStyle {
  /// `2025-12-17 19:41:03`.
  case second
  /// `2025-12-17 19:41`.
  case minute
  /// `19:41:03`.
  case clock
}

extension ZoneRules {
  /// A moment as clocks of the zone show it; fractions are cut.
  func text(_ time: EventTime, _ style: MomentStyle = .second) -> String {
    guard EventTime.printable.contains(time.milliseconds) else { return "?" }
    let civil = civil(at: time)
    let date = "\(padded(civil.year, 4))-\(padded(civil.month))-\(padded(civil.day))"
    let clock = "\(padded(civil.hour)):\(padded(civil.minute))"
    return switch style {
    case .second: "\(date) \(clock):\(padded(civil.second))"
    case .minute: "\(date) \(clock)"
    case .clock: "\(clock):\(padded(civil.second))"
    }
  }

  /// A number with zeros in front.
  private func padded(_ number: some BinaryInteger, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
