@testable import EventLog

/// Runs a filter over records and tells which events pass.
struct SelectedEvents: EventConsumer, ~Copyable {
  private var filter: Filter
  private var scratch = ByteBuffer()
  private(set) var ids: [Int64] = []

  /// The ids of the events of `log` that pass, in its order.
  static func ids(_ filter: Filter, in log: String, source: String = "log") -> [Int64] {
    var selection = SelectedEvents(filter, source: source)
    var reader = EventReader()
    reader.read(ContiguousArray(log.utf8).span, into: &selection)
    reader.finish(into: &selection)
    return selection.ids
  }

  /// The ids of the events for which the condition holds.
  static func ids(
    where condition: String, in log: String, source: String = "log"
  ) throws -> [Int64] {
    var filter = Filter()
    filter.condition = try WhereExpression([condition], reading: .forTests)
    return ids(filter, in: log, source: source)
  }

  private init(_ filter: Filter, source: String) {
    self.filter = filter
    self.filter.condition.beginSource(source)
  }

  var wantedKinds: EventKindSet { filter.kinds }
  var sievesRecords: Bool { filter.search.sieves }

  func mayMatch(
    _ record: Range<Int>, of bytes: Span<UInt8>, kind: EventKind, _ ahead: inout BytesAhead
  ) -> Bool {
    filter.search.mayMatch(record, of: bytes, kind: kind, &ahead)
  }

  mutating func consume(_ event: borrowing Event) -> ReadingFlow {
    if filter.matches(event, &scratch), event.head.idNode >= 0,
      let id = event.valueBytes(event.nodes[Int(event.head.idNode)]).integer
    {
      ids.append(id)
    }
    return .proceed
  }

  func skip(_ bytes: Span<UInt8>) {}
  func skipped(_ piece: SkippedPiece) {}
}

extension WhereReading {
  /// Times as the library reads them, and the standard library's regular expressions.
  static var forTests: WhereReading { WhereReading(patterns: SwiftPattern.compile) }
}

/// A regular expression of the standard library.
struct SwiftPattern: TextPattern {
  /// The pattern; `Regex` is not sendable, so that it is made anew for each text.
  let pattern: String
  let ignoresCase: Bool

  static func compile(
    _ pattern: String, ignoresCase: Bool
  ) throws(TextPatternError) -> any TextPattern {
    do {
      _ = try Regex(pattern)
    } catch {
      throw TextPatternError(problem: "no regular expression", offset: 1)
    }
    return SwiftPattern(pattern: pattern, ignoresCase: ignoresCase)
  }

  func matches(_ text: Span<UInt8>) -> Bool {
    guard let regex = try? Regex(pattern).ignoresCase(ignoresCase) else { return false }
    return String(copying: text).contains(regex)
  }
}

/// One line of a json log.
func record(id: Int, type: String = "inStreamClosed", _ payload: String) -> String {
  let number = String(repeating: "0", count: 5 - String(id - 1).count) + String(id - 1)
  return
    "{\"_logEntry\":\"\(number)\",\"id\":\(id),\"payload\":{\(payload)},\"processId\":4242,\"timestamp\":1795216353,\"type\":\"\(type)\"},\n"
}
