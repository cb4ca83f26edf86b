/// Reads a condition into a tree, after the grammar of ``WhereSyntax/reference``.
struct WhereParser {
  private var scanner: WhereScanner
  private var depth = 0

  /// How deep brackets and `not` may be nested.
  private static let depthLimit = 64

  /// Reads one condition.
  static func parse(_ text: String) throws(QueryRemark) -> WhereTree {
    var parser = WhereParser(scanner: WhereScanner(text))
    let tree = try parser.disjunction()
    guard parser.scanner.isAtEnd() else {
      throw parser.scanner.remark("`and`, `or` or the end is expected here")
    }
    return tree
  }

  private init(scanner: WhereScanner) { self.scanner = scanner }

  private mutating func disjunction() throws(QueryRemark) -> WhereTree {
    var parts = [try conjunction()]
    while scanner.take("||") || scanner.take(word: "or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(QueryRemark) -> WhereTree {
    var parts = [try negation()]
    while scanner.take("&&") || scanner.take(word: "and") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws(QueryRemark) -> WhereTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw scanner.remark("this is nested too deeply") }
    if scanner.take("!") || scanner.take(word: "not") { return .not(try negation()) }
    guard scanner.take("(") else { return .test(try test()) }
    let start = scanner.offset - 1
    let tree = try disjunction()
    guard scanner.take(")") else {
      if scanner.isAtEnd() { throw scanner.remark("this bracket is never closed", at: start) }
      throw scanner.remark("`and`, `or` or `)` is expected here")
    }
    return tree
  }

  private mutating func test() throws(QueryRemark) -> WhereTest {
    guard !scanner.isAtEnd() else { throw scanner.remark("a field is expected here") }
    let name = try scanner.name()
    let isCall = !name.isQuoted && name.keys.count == 1 && name.keys[0].lowercased() == "exists"
    if isCall, scanner.take("(") {
      let field = try scanner.name()
      guard scanner.take(")") else { throw scanner.remark("`)` is expected here") }
      return WhereTest(field: field, relation: .exists, values: [])
    }
    guard let relation = scanner.comparison() else {
      let isEnd = scanner.isAtEnd()
      throw scanner.remark(
        "an operator is expected here",
        hint: isEnd
          ? "write exists(\(name.path)) to ask whether the field is there"
          : "the operators are = != < <= > >= ~ !~ in like")
    }
    guard relation == .among || relation == .notAmong else {
      return WhereTest(
        field: name, relation: relation, values: [try scanner.value(isInList: false)])
    }
    return WhereTest(field: name, relation: relation, values: try list())
  }

  private mutating func list() throws(QueryRemark) -> [WhereValue] {
    guard scanner.take("(") else {
      throw scanner.remark("a list is expected here", hint: #"write in ("a", "b")"#)
    }
    var values = [try scanner.value(isInList: true)]
    while scanner.take(",") { values.append(try scanner.value(isInList: true)) }
    guard scanner.take(")") else { throw scanner.remark("`,` or `)` is expected here") }
    return values
  }
}
