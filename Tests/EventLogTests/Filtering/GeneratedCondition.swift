import TestSupport

/// A condition that chance has made, and what it means, told without the program's own code.
indirect enum GeneratedCondition {
  case all([GeneratedCondition])
  case any([GeneratedCondition])
  case not(GeneratedCondition)
  case exists(String)
  case compare(String, String, Literal)
  case among(String, [Literal], isNegated: Bool)
  case contains(String, String, isNegated: Bool)

  /// A value as it is written and as it is meant.
  enum Literal {
    case number(String)
    case text(String)
    case truth(Bool)

    var source: String {
      switch self {
      case .number(let digits): digits
      case .text(let text): "\"\(text)\""
      case .truth(let truth): "\(truth)"
      }
    }
  }

  static let fields = [
    "a", "b", "c", "d", "e", "o.x", "o.y", "l.0", "l.1", "missing", "id", "type", "name",
    "logEntry",
  ]

  /// A condition of at most so many levels.
  static func random(depth: Int, _ random: inout SeededGenerator) -> Self {
    if depth > 0, Int.random(in: 0..<3, using: &random) > 0 {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: return .not(.random(depth: depth - 1, &random))
      case 1, 2:
        return .all((0..<2).map { _ in .random(depth: depth - 1, &random) })
      default:
        return .any((0..<3).map { _ in .random(depth: depth - 1, &random) })
      }
    }
    let field = fields[Int.random(in: 0..<fields.count, using: &random)]
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return .exists(field)
    case 1:
      return .among(
        field, (0..<3).map { _ in literal(&random) }, isNegated: Bool.random(using: &random))
    case 2:
      let text = ["a", "1", "am", "."][Int.random(in: 0..<4, using: &random)]
      return .contains(field, text, isNegated: Bool.random(using: &random))
    default:
      let operators = ["=", "!=", "<", "<=", ">", ">="]
      return .compare(
        field, operators[Int.random(in: 0..<6, using: &random)], literal(&random))
    }
  }

  private static func literal(_ random: inout SeededGenerator) -> Literal {
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1: .number(String(Int.random(in: -3...12, using: &random)))
    case 2: .number(["2.5", "2.50", "1e1", "-0.25", "0.0"][Int.random(in: 0..<5, using: &random)])
    case 3: .truth(Bool.random(using: &random))
    default:
      .text(
        ["cam1", "cam2", "10", "2.5", "inStreamClosed", "", "z"][
          Int.random(in: 0..<7, using: &random)])
    }
  }

  /// As it is typed.
  var source: String {
    switch self {
    case .all(let parts): parts.map { "(\($0.source))" }.joined(separator: " and ")
    case .any(let parts): parts.map { "(\($0.source))" }.joined(separator: " || ")
    case .not(let part): "not (\(part.source))"
    case .exists(let field): "exists(\(field))"
    case .compare(let field, let sign, let literal): "\(field) \(sign) \(literal.source)"
    case .among(let field, let literals, let isNegated):
      "\(field) \(isNegated ? "not in" : "in") (\(literals.map(\.source).joined(separator: ",")))"
    case .contains(let field, let text, let isNegated):
      "\(field) \(isNegated ? "not like" : "like") '*\(text)*'"
    }
  }

  /// Whether it holds for an event.
  func holds(for event: DecodedEvent) -> Bool {
    switch self {
    case .all(let parts): return parts.allSatisfy { $0.holds(for: event) }
    case .any(let parts): return parts.contains { $0.holds(for: event) }
    case .not(let part): return !part.holds(for: event)
    case .exists(let field): return (event.value(field) ?? .null) != .null
    case .compare(let field, let sign, let literal):
      return Self.compare(event.value(field), sign, literal)
    case .among(let field, let literals, false):
      return literals.contains { Self.compare(event.value(field), "=", $0) }
    case .among(let field, let literals, true):
      return literals.allSatisfy { Self.compare(event.value(field), "!=", $0) }
    case .contains(let field, let text, let isNegated):
      switch event.value(field) {
      case .text(let value)?:
        return (value.contains(text) || text.isEmpty) != isNegated
      case .truth(let value)?: return "\(value)".contains(text) != isNegated
      case .number(let value)?:
        // All numbers of these logs are written as shortly as this.
        let digits = value == value.rounded() ? "\(Int(value))" : "\(value)"
        return digits.contains(text) != isNegated
      default: return false
      }
    }
  }

  private static func compare(_ value: DecodedValue?, _ sign: String, _ literal: Literal) -> Bool {
    func order<T: Comparable>(_ left: T, _ right: T) -> Bool {
      switch sign {
      case "=": left == right
      case "!=": left != right
      case "<": left < right
      case "<=": left <= right
      case ">": left > right
      default: left >= right
      }
    }
    func number(_ text: String) -> Double? { Double(text) }
    switch (value, literal) {
    case (.truth(let left)?, .truth(let right)):
      return sign == "=" ? left == right : sign == "!=" ? left != right : false
    case (.text(let left)?, .text(let right)):
      return order(Bytes(left), Bytes(right))
    case (.text(let left)?, .number(let right)):
      guard let left = number(left), let right = number(right) else { return false }
      return order(left, right)
    case (.number(let left)?, .number(let right)), (.number(let left)?, .text(let right)):
      guard let right = number(right) else { return false }
      return order(left, right)
    default: return false
    }
  }

  /// Text in the order of its bytes, which is not that of strings.
  private struct Bytes: Comparable {
    var bytes: [UInt8]
    init(_ text: String) { bytes = Array(text.utf8) }
    static func < (left: Self, right: Self) -> Bool {
      left.bytes.lexicographicallyPrecedes(right.bytes)
    }
  }
}
