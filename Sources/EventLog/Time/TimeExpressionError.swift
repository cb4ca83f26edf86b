/// Why a text is no point in time.
public struct TimeExpressionError: Error, Equatable, Sendable {
  /// What is wrong with it.
  public enum Reason: Error, Equatable, Sendable {
    /// There is no text.
    case empty
    /// A word that means nothing here.
    case unknownWord(String)
    /// A number without a unit.
    case noUnit(String)
    /// A word behind a number that is no unit of time.
    case unknownUnit(String)
    /// Digits that are neither an epoch nor a date.
    case unclearNumber(String)
    /// A part that is outside its range, such as `month` and `13`.
    case noSuch(part: String, value: String)
    /// A date that the calendar does not have.
    case noSuchDate(year: Int?, month: Int, day: Int)
    /// Something is missing behind what could be read.
    case missing(part: String, behind: String)
    /// Text that does not belong behind what could be read.
    case unexpected(String)
    /// There is no such time zone.
    case unknownZone(String)
    /// `+30m` without a start to count from.
    case noStart
    /// The moment is outside the years 0 to 9999.
    case tooFar
  }

  /// The whole text.
  public var text: String
  /// What is wrong with it.
  public var reason: Reason

  /// Creates an error from its facts.
  public init(text: String, reason: Reason) {
    self.text = text
    self.reason = reason
  }

  /// Three ways to say it right.
  public static let examples = ["2026-11-20T23:12:33Z", "2h", "yesterday"]
}

extension TimeExpressionError: CustomStringConvertible {
  /// The text, the part that is wrong, and examples; text of the user's is not made printable.
  public var description: String {
    let examples = Self.examples
    return "'\(text)' is no time: \(reason). "
      + "Write it as in \(examples[0]), \(examples[1]) or \(examples[2])."
  }
}

extension TimeExpressionError.Reason: CustomStringConvertible {
  /// The part that is wrong, in lower case and without a full stop.
  public var description: String {
    switch self {
    case .empty: "it is empty"
    case .unknownWord(let word): "'\(word)' means nothing here"
    case .noUnit(let number): "\(number) has no unit; there are s, m, h, d and w"
    case .unknownUnit(let unit): "'\(unit)' is no unit; there are s, m, h, d and w"
    case .unclearNumber(let digits):
      "\(digits) has \(digits.utf8.count) digits; an epoch has 10, or 13 in milliseconds,"
        + " or @ before it"
    case .noSuch(let part, let value): "there is no \(part) \(value)"
    case .noSuchDate(let year, let month, let day):
      "month \(month)\(year.map { " of \($0)" } ?? "") has no day \(day)"
    case .missing(let part, let text): "the \(part) is missing behind '\(text)'"
    case .unexpected(let text): "'\(text)' does not belong there"
    case .unknownZone(let name): "there is no time zone '\(name)'"
    case .noStart: "there is no start that it could be counted from"
    case .tooFar: "it lies outside the years 0 to 9999"
    }
  }
}
