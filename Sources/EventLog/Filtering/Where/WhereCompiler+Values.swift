/// What the values of a condition mean.
extension WhereCompiler {
  /// What text is tested with.
  func pattern(
    _ value: WhereValue, _ relation: WhereRelation
  ) throws(QueryRemark) -> any TextPattern {
    if relation == .like || relation == .notLike { return Glob(value.text) }
    do throws(TextPatternError) {
      return try reading.pattern(value.text)
    } catch {
      let end = value.place.upperBound
      let start =
        value.offsets.indices.contains(error.offset)
        ? value.offsets[error.offset] : max(end - 1, value.place.lowerBound)
      throw remark(error.problem, at: start..<end)
    }
  }

  /// What a value means for a field: a time, a number, a number with a unit, a truth value or text.
  mutating func value(
    _ value: WhereValue, of test: WhereTest, _ entry: FieldIndex.Entry?, isTime: Bool
  ) throws(QueryRemark) -> WhereProgram.Value {
    let text = add(text: value.text)
    if isTime || entry?.units.contains(.epochMilliseconds) == true {
      if let time = reading.times(value.text) {
        return WhereProgram.Value(
          kind: .integer, text: text, number: ExactDecimal(time.milliseconds))
      }
      guard !isTime else {
        throw remark(
          "this is no time", at: value.place, hint: "write 2026-11-20T23:12:33Z or @1795216353")
      }
    }
    let number = ExactDecimal(ContiguousArray(value.text.utf8).span)
    if value.isQuoted { return WhereProgram.Value(kind: .string, text: text, number: number) }
    if let number { return WhereProgram.Value(kind: .integer, text: text, number: number) }
    if value.text == "true" { return WhereProgram.Value(kind: .true, text: text) }
    if value.text == "false" { return WhereProgram.Value(kind: .false, text: text) }
    if let quantity = WhereQuantity(value.text), test.field.mayHaveUnit(entry) {
      let number = try self.number(quantity, value, of: test, entry)
      noteFraction(number, value, of: test, entry)
      return WhereProgram.Value(kind: .integer, text: text, number: number)
    }
    noteTrouble(value, of: test, entry)
    return WhereProgram.Value(kind: .string, text: text)
  }

  private func number(
    _ quantity: WhereQuantity, _ value: WhereValue, of test: WhereTest, _ entry: FieldIndex.Entry?
  ) throws(QueryRemark) -> ExactDecimal {
    let path = test.field.path
    let numbers = entry?.units.map { quantity.number(in: $0) } ?? []
    guard let unit = entry?.units.first, let number = numbers.first else {
      throw remark(
        "it is not known in which unit `\(path)` counts", at: value.place,
        hint: "write a number without a unit, or text in quotes")
    }
    guard let number else {
      throw remark(
        "`\(path)` counts in \(unit.rawValue), which is no \(quantity.kind)", at: value.place)
    }
    guard numbers.allSatisfy({ $0 == number }) else {
      throw remark(
        "not all events count `\(path)` in the same unit", at: value.place,
        hint: "write a number without a unit")
    }
    return number
  }

  /// Words about a whole number that is compared with a fraction for being equal.
  private mutating func noteFraction(
    _ number: ExactDecimal, _ value: WhereValue, of test: WhereTest, _ entry: FieldIndex.Entry?
  ) {
    guard let entry, let unit = entry.units.first, !entry.types.contains(.decimal),
      number.magnitude < number.digits.count
    else { return }
    switch test.relation {
    case .equal, .notEqual, .among, .notAmong:
      remarks.append(
        remark(
          "`\(entry.path)` is a whole number of \(unit.rawValue), which `\(value.text)` is not",
          at: value.place, hint: "compare with < or >, or write a number without a unit"))
    default: break
    }
  }

  /// Words about values that are probably not what was meant.
  private mutating func noteTrouble(
    _ value: WhereValue, of test: WhereTest, _ entry: FieldIndex.Entry?
  ) {
    if let entry, entry.types.contains(.integer) || entry.types.contains(.decimal),
      !entry.types.contains(.string)
    {
      remarks.append(
        remark("`\(entry.path)` is a number and `\(value.text)` is none", at: value.place))
    } else if value.text.contains("*"), test.relation == .equal || test.relation == .notEqual,
      !value.text.contains("/"), test.field.path.lowercased() != "type"
    {
      remarks.append(
        remark(
          "`\(value.text)` is compared as it stands", at: value.place,
          hint: "write `like` for a pattern, or quotes if that is what you want"))
    }
  }
}

extension WhereValue {
  /// Whether it is the word that stands for no value.
  var isNull: Bool { !isQuoted && text == "null" }
}

extension WhereName {
  /// Whether a number with a unit makes sense for the field: not where the catalogue knows text only,
  /// and not in the envelope.
  fileprivate func mayHaveUnit(_ entry: FieldIndex.Entry?) -> Bool {
    guard let entry else {
      return isQuoted
        || !WhereHome.allCases.contains {
          !$0.hasPath && equalIgnoringASCIICase($0.rawValue.utf8, path.utf8)
        }
    }
    return entry.types.contains(.integer) || entry.types.contains(.decimal)
  }
}
