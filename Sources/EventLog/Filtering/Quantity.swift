/// Numbers with units, as they are typed for options; none is negative.
public enum Quantity {
  /// The greatest length of time that is taken: 100 years of 366 days.
  private static let longest: Int64 = 36_600 * 86_400_000

  /// A length of time such as `30s` or `1.5h`, in milliseconds; nil for anything else.
  public static func milliseconds(_ text: String) -> Int64? {
    guard let number = WhereQuantity(text)?.number(in: .milliseconds)?.integer,
      (0...longest).contains(number)
    else { return nil }
    return number
  }

  /// A size such as `500kB` or `1MiB`, or a plain number, in bytes; nil for anything else.
  public static func bytes(_ text: String) -> Int64? {
    let plain = ExactDecimal(ContiguousArray(text.utf8).span)
    guard let number = (plain ?? WhereQuantity(text)?.number(in: .bytes))?.integer, number >= 0
    else { return nil }
    return number
  }

  /// A plain number such as `1.5`, in thousandths; nil for anything else, such as finer ones.
  public static func thousandths(_ text: String) -> Int64? {
    guard var number = ExactDecimal(ContiguousArray(text.utf8).span) else { return nil }
    number.multiply(by: 1000)
    guard let thousandths = number.integer, (0...1_000_000_000).contains(thousandths) else {
      return nil
    }
    return thousandths
  }
}
