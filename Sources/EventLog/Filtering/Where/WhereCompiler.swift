/// Turns conditions into a program: settles where fields are, what values mean and which kinds of
/// events can pass at all.
struct WhereCompiler {
  /// What a part of a condition became.
  struct Part {
    var entry: Int32
    /// The kinds for which it may hold, and for which it may not.
    var mayHold: EventKindSet
    var mayFail: EventKindSet
  }

  private(set) var program = WhereProgram()
  var remarks: [QueryRemark] = []
  let reading: WhereReading
  private let index: FieldIndex
  private let names = EventNameTable()
  /// The condition that is being compiled.
  private var text = ""

  init(_ reading: WhereReading) {
    self.reading = reading
    index = FieldIndex()
  }

  /// Compiles conditions all of which have to hold.
  ///
  /// - Returns: The kinds of events that may pass.
  mutating func compile(_ conditions: [(text: String, tree: WhereTree)]) throws(QueryRemark)
    -> EventKindSet
  {
    var kinds = EventKindSet.all
    for condition in conditions.reversed() {
      text = condition.text
      let part = try emit(
        condition.tree, onTrue: program.start, onFalse: WhereProgram.reject)
      program.start = part.entry
      kinds.formIntersection(part.mayHold)
    }
    return kinds
  }

  /// Appends the steps of a tree, last ones first, since each has to know where to go on.
  private mutating func emit(
    _ tree: WhereTree, onTrue: Int32, onFalse: Int32
  ) throws(QueryRemark) -> Part {
    switch tree {
    case .not(let inner):
      let part = try emit(inner, onTrue: onFalse, onFalse: onTrue)
      return Part(entry: part.entry, mayHold: part.mayFail, mayFail: part.mayHold)
    case .all(let trees):
      var whole = Part(entry: onTrue, mayHold: .all, mayFail: EventKindSet())
      for tree in trees.reversed() {
        let part = try emit(tree, onTrue: whole.entry, onFalse: onFalse)
        whole.entry = part.entry
        whole.mayHold.formIntersection(part.mayHold)
        whole.mayFail.formUnion(part.mayFail)
      }
      return whole
    case .any(let trees):
      var whole = Part(entry: onFalse, mayHold: EventKindSet(), mayFail: .all)
      for tree in trees.reversed() {
        let part = try emit(tree, onTrue: onTrue, onFalse: whole.entry)
        whole.entry = part.entry
        whole.mayHold.formUnion(part.mayHold)
        whole.mayFail.formIntersection(part.mayFail)
      }
      return whole
    case .test(let test):
      return try emit(test, onTrue: onTrue, onFalse: onFalse)
    }
  }

  private mutating func emit(
    _ test: WhereTest, onTrue: Int32, onFalse: Int32
  ) throws(QueryRemark) -> Part {
    var test = test
    var (onTrue, onFalse) = (onTrue, onFalse)
    // `x = null` asks whether x is not there.
    if test.relation != .exists, test.values.contains(where: \.isNull) {
      guard test.values.count == 1, test.relation == .equal || test.relation == .notEqual else {
        throw remark(
          "null can only be compared with `=` and `!=`", at: test.values[0].place,
          hint: "text in quotes is only text")
      }
      if test.relation == .equal { swap(&onTrue, &onFalse) }
      test.relation = .exists
      test.values = []
    }
    let (home, keys) = try resolve(test.field)
    var step = WhereProgram.Step(
      field: Int32(program.fields.count), relation: test.relation, values: 0..<0,
      onTrue: onTrue, onFalse: onFalse)
    let isField = home == .anywhere || home == .payload || home.derived != nil
    let entry = isField ? index.entry(for: keys) : nil
    if home == .anywhere, entry == nil, index.lacks(keys) { noteUnknown(test.field) }
    var field = WhereProgram.Field(home: home, keys: add(keys))
    if home == .type,
      test.relation == .equal || test.relation == .notEqual
        || test.relation == .among || test.relation == .notAmong
    {
      canonicalise(&test)
    }
    try add(test, to: &step, field: &field, home, entry)
    program.fields.append(field)
    var part = Part(entry: Int32(program.steps.count), mayHold: .all, mayFail: .all)
    if home == .type { settle(&step, test, &part) }
    program.steps.append(step)
    return part
  }

  /// Appends what the field is compared with.
  private mutating func add(
    _ test: WhereTest, to step: inout WhereProgram.Step, field: inout WhereProgram.Field,
    _ home: WhereHome, _ entry: FieldIndex.Entry?
  ) throws(QueryRemark) {
    if test.relation.isAboutText {
      let start = Int32(program.patterns.count)
      program.patterns.append(try pattern(test.values[0], test.relation))
      step.values = start..<(start + 1)
      return
    }
    let start = Int32(program.values.count)
    let stampUnits: [FieldUnit] = [.utcTime, .hyphenatedUTCTime]
    let isStamp =
      entry.map { !$0.units.isEmpty && $0.units.allSatisfy(stampUnits.contains) } == true
      && !test.values.isEmpty && test.values.allSatisfy { reading.times($0.text) != nil }
    field.isStamp = isStamp
    for value in test.values {
      let isTime = isStamp || home == .time || home == .sourceTime
      program.values.append(try self.value(value, of: test, entry, isTime: isTime))
    }
    step.values = start..<Int32(program.values.count)
  }

  /// Asks a question about the type of all kinds now, so that events need not be asked.
  private mutating func settle(
    _ step: inout WhereProgram.Step, _ test: WhereTest, _ part: inout Part
  ) {
    var holding = EventKindSet()
    for kind in EventKind.allCases where kind != .unrecognized {
      let name = ContiguousArray(kind.row.name.utf8)
      if program.answer(step, .string, name.span) { holding.insert(kind) }
    }
    step.kinds = Int32(program.kindSets.count)
    program.kindSets.append(holding)
    part.mayHold = holding
    part.mayFail = holding.inverted
    // An event that the catalogue does not know is never called like one that it knows.
    let isKnown = test.values.allSatisfy { names.kind(named: $0.text) != nil }
    switch test.relation {
    case .equal where isKnown, .among where isKnown: break
    default: part.mayHold.insert(.unrecognized)
    }
    part.mayFail.insert(.unrecognized)
  }

  /// Replaces names of types by the canonical ones.
  private mutating func canonicalise(_ test: inout WhereTest) {
    for index in test.values.indices {
      let value = test.values[index]
      if let kind = names.kind(named: value.text), kind != .unrecognized {
        test.values[index].text = kind.row.name
      } else {
        let near = names.suggestions(for: value.text, limit: 3)
        remarks.append(
          remark(
            "no known event type is called `\(value.text)`", at: value.place,
            hint: value.text.contains("*")
              ? "`=` compares exactly; write `like` for a pattern"
              : near.isEmpty ? nil : "did you mean \(near.joined(separator: ", "))?"))
      }
    }
  }

  private mutating func noteUnknown(_ field: WhereName) {
    let near = index.suggestions(for: field.keys)
    remarks.append(
      remark(
        "no known event has a field called `\(field.path)`", at: field.place,
        hint: near.isEmpty
          ? "emslog types NAME lists the fields of an event"
          : "did you mean \(near.joined(separator: ", "))?"))
  }

  /// Where the field is, and the keys below that.
  private func resolve(_ name: WhereName) throws(QueryRemark) -> (WhereHome, [String]) {
    let path = name.path
    guard !name.isQuoted else { return (.anywhere, name.keys) }
    if let home = WhereHome.allCases.first(where: {
      !$0.hasPath && equalIgnoringASCIICase($0.rawValue.utf8, path.utf8)
    }) {
      return (home, home.derived == nil ? [] : name.keys)
    }
    let first = name.keys[0].lowercased()
    let home = WhereHome.allCases.first { $0.hasPath && $0 != .anywhere && $0.rawValue == first }
    guard let home else { return (.anywhere, name.keys) }
    guard name.keys.count > 1 else {
      throw remark(
        "`\(path)` holds fields and has no value of its own", at: name.place,
        hint: "write \(path).NAME")
    }
    return (home, Array(name.keys.dropFirst()))
  }

  private mutating func add(_ keys: [String]) -> Range<Int32> {
    let start = Int32(program.keys.count)
    for key in keys {
      program.keys.append(
        WhereProgram.Key(text: add(text: key), index: Int32(key).map { max($0, -1) } ?? -1))
    }
    return start..<Int32(program.keys.count)
  }

  mutating func add(text: String) -> Range<Int32> {
    let start = Int32(program.arena.count)
    program.arena.append(contentsOf: text.utf8)
    return start..<Int32(program.arena.count)
  }

  func remark(_ problem: String, at place: Range<Int>, hint: String? = nil) -> QueryRemark {
    QueryRemark(problem: problem, hint: hint, text: text, place: place)
  }
}
