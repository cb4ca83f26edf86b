/// A condition, made ready to be asked of many events.
///
/// It is a list of steps. Each asks one question and tells where to go on for either answer, so that
/// `and`, `or` and `not` are nothing but the order of the steps:
///
///     type = inStreamClosed and not upTime > 5    0 type = inStreamClosed   1    reject
///                                                 1 upTime > 5         reject    accept
///
/// Steps, fields and values are plain numbers that point into shared arrays; asking allocates
/// nothing and counts no references but those of a pattern.
struct WhereProgram: Sendable {
  /// One question.
  struct Step {
    var field: Int32
    var relation: WhereRelation
    /// The values, or patterns, that the field is compared with.
    var values: Range<Int32>
    /// The kinds whose name fulfils the question; -1: the question is not about the type.
    var kinds: Int32 = -1
    var onTrue: Int32
    var onFalse: Int32
  }

  /// Where the value of a field is to be found.
  struct Field {
    var home: WhereHome
    var keys: Range<Int32>
    /// Whether the text is a stamp in UTC that is compared as milliseconds.
    var isStamp = false
  }

  /// One key on the way to a field.
  struct Key {
    var text: Range<Int32>
    /// Which element of a list it may be; -1: none.
    var index: Int32
  }

  /// What a field is compared with.
  struct Value {
    /// What it was written as; `null` for none of these.
    var kind: NodeKind
    var text: Range<Int32>
    /// The number that it is, or that its text spells.
    var number: ExactDecimal?
  }

  /// Goes on nowhere: the event passes.
  static let accept: Int32 = -1
  /// Goes on nowhere: the event does not pass.
  static let reject: Int32 = -2

  var start = Self.accept
  var steps: ContiguousArray<Step> = []
  var fields: ContiguousArray<Field> = []
  var keys: ContiguousArray<Key> = []
  var values: ContiguousArray<Value> = []
  var kindSets: ContiguousArray<EventKindSet> = []
  var patterns: ContiguousArray<any TextPattern> = []
  /// Text of keys and values.
  var arena: ContiguousArray<UInt8> = []
  /// The name of the log that is being read.
  var sourceName: ContiguousArray<UInt8> = []

  /// Whether the event passes; `scratch` is room for text that has to be decoded first.
  @inline(__always)
  func accepts(_ event: borrowing Event, _ scratch: inout ByteBuffer) -> Bool {
    var at = start
    while at >= 0 { at = next(after: Int(at), event, &scratch) }
    return at == Self.accept
  }

  private func next(
    after number: Int, _ event: borrowing Event, _ scratch: inout ByteBuffer
  ) -> Int32 {
    let steps = steps.span
    let answer =
      steps[number].kinds >= 0 && event.kind != .unrecognized
      ? kindSets.span[Int(steps[number].kinds)].contains(event.kind)
      : ask(steps[number], event, &scratch)
    return answer ? steps[number].onTrue : steps[number].onFalse
  }

  /// How a field that is text, a number or a truth value answers.
  func answer(_ step: Step, _ kind: NodeKind, _ text: Span<UInt8>) -> Bool {
    let relation = step.relation
    if relation == .exists { return true }
    if relation.isAboutText {
      return patterns[Int(step.values.lowerBound)].matches(text) != relation.isNegated
    }
    let values = values.span
    for index in step.values {
      let holds = compare(kind, text, values[Int(index)], relation)
      if relation == .notAmong {
        if !holds { return false }
      } else if holds {
        return true
      }
    }
    return relation == .notAmong
  }

  private func compare(
    _ kind: NodeKind, _ text: Span<UInt8>, _ value: borrowing Value, _ relation: WhereRelation
  ) -> Bool {
    let order: Int?
    switch (kind, value.kind) {
    case (.true, .true), (.false, .false): return relation == .equal || relation == .among
    case (.true, .false), (.false, .true): return relation.isNegated
    case (.string, .string): order = text.order(to: bytes(value.text))
    case (.string, .integer), (.integer, .string), (.integer, .integer):
      order = value.number?.order(of: text)
    default: return false
    }
    guard let order else { return false }
    switch relation {
    case .equal, .among: return order == 0
    case .notEqual, .notAmong: return order != 0
    case .less: return order < 0
    case .lessOrEqual: return order <= 0
    case .greater: return order > 0
    case .greaterOrEqual: return order >= 0
    case .exists, .matches, .matchesNot, .like, .notLike: return false
    }
  }

  /// Some of the shared text.
  @_lifetime(borrow self)
  func bytes(_ range: Range<Int32>) -> Span<UInt8> {
    arena.span.extracting(Int(range.lowerBound)..<Int(range.upperBound))
  }
}

extension Span<UInt8> {
  /// Below 0 if these bytes come before those of `other`, 0 if they are the same.
  fileprivate func order(to other: Span<UInt8>) -> Int {
    for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
      return self[index] < other[index] ? -1 : 1
    }
    return count - other.count
  }
}
