import ArgumentParser
import EventLog

/// A length of time as it is typed: `30s`, `1.5m`, `2h`.
struct TimeLength: ExpressibleByArgument, CustomStringConvertible {
  let milliseconds: Int64

  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  init?(argument: String) {
    guard let number = Quantity.milliseconds(argument) else { return nil }
    milliseconds = number
  }

  /// With the greatest unit that leaves a whole number.
  var description: String {
    let unit = [("h", 3_600_000), ("m", 60_000), ("s", Int64(1000))].first {
      milliseconds % $0.1 == 0
    }
    return unit.map { "\(milliseconds / $0.1)\($0.0)" } ?? "\(milliseconds)ms"
  }
}

/// A number of bytes as it is typed: `500kB`, `1MB`, `2GiB`.
struct ByteSize: ExpressibleByArgument, CustomStringConvertible {
  let bytes: Int64

  init(bytes: Int64) { self.bytes = bytes }

  init?(argument: String) {
    guard let number = Quantity.bytes(argument) else { return nil }
    bytes = number
  }

  var description: String { bytes % 1_000_000 == 0 ? "\(bytes / 1_000_000)MB" : "\(bytes)" }
}

/// A number with up to three digits behind the point, as it is typed.
struct Thousandths: ExpressibleByArgument, CustomStringConvertible {
  /// A thousand times the number.
  let number: Int64
  let description: String

  /// A number of ours.
  init(_ text: String) {
    number = Quantity.thousandths(text) ?? 0
    description = text
  }

  init?(argument: String) {
    guard let number = Quantity.thousandths(argument) else { return nil }
    self.number = number
    description = argument
  }
}
