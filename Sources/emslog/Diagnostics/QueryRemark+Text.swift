import EventLog

extension QueryRemark {
  /// The mistake, the text with a mark below it, and what to do.
  ///
  ///     --where: an operator is expected here
  ///       upTime 5
  ///              ^
  ///       hint: the operators are = != < <= > >= ~ !~ in like
  ///
  /// - Parameter option: what the text was given to.
  /// - Returns: Lines without an end of the last one.
  func explanation(of option: String) -> String {
    quotation(of: option) + (hint.map { "\n  hint: " + shown($0) } ?? "")
  }

  /// The same without what to do.
  func quotation(of option: String) -> String {
    let bytes = ContiguousArray(text.utf8)
    let start = min(place.lowerBound, bytes.count)
    let end = min(max(place.upperBound, start), bytes.count)
    func column(_ offset: Int) -> Int {
      shown(String(decoding: bytes[..<offset], as: UTF8.self)).count
    }
    let mark =
      String(repeating: " ", count: column(start))
      + String(repeating: "^", count: max(column(end) - column(start), 1))
    return "\(option): \(shown(problem))\n  \(shown(text))\n  \(mark)"
  }
}

/// What was typed, harmless on a terminal, its backslashes as they were: patterns are full of them.
private func shown(_ text: String) -> String {
  text.split(separator: "\\", omittingEmptySubsequences: false)
    .map { printable(String($0)) }.joined(separator: "\\")
}
