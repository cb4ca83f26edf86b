import Foundation

@testable import EventLog

/// A JSON value as Foundation reads it.
enum DecodedValue: Decodable, Equatable {
  case null
  case truth(Bool)
  case number(Double)
  case text(String)
  case list([DecodedValue])
  case object([String: DecodedValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let truth = try? container.decode(Bool.self) {
      self = .truth(truth)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([DecodedValue].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: DecodedValue].self))
    }
  }

  subscript(_ key: String) -> DecodedValue? {
    switch self {
    case .object(let members): members[key]
    case .list(let elements): Int(key).flatMap { $0 < elements.count ? elements[$0] : nil }
    default: nil
    }
  }
}

/// What JSON lines print of a log, decoded by another program.
struct DecodedEvent {
  let root: DecodedValue

  var id: Int64 {
    if case .number(let id)? = root["id"] { Int64(id) } else { -1 }
  }

  /// All events of a log.
  static func all(in log: String) throws -> [DecodedEvent] {
    var selection = FilteredEvents(Filter(), .print(.jsonl))
    var reader = EventReader()
    reader.read(ContiguousArray(log.utf8).span, into: &selection)
    reader.finish(into: &selection)
    return try String(copying: selection.output.span).split(separator: "\n").map {
      DecodedEvent(root: try JSONDecoder().decode(DecodedValue.self, from: Data($0.utf8)))
    }
  }

  /// The rows of a table as JSON lines.
  static func rows(in lines: String) throws -> [DecodedValue] {
    try lines.split(separator: "\n").map {
      try JSONDecoder().decode(DecodedValue.self, from: Data($0.utf8))
    }
  }

  /// The value of a field of the envelope or payload.
  func value(_ path: String) -> DecodedValue? {
    let isEnvelope = ["type", "stream", "id", "logEntry", "time", "system"].contains(path)
    return path.split(separator: ".").reduce(isEnvelope ? root : root["payload"]) {
      $0?[String($1)]
    }
  }
}
