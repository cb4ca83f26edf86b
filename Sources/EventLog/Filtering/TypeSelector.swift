/// Which event types are wanted: what follows `-t`.
///
/// Items are names in any spelling, patterns (`*Closed`), categories (`stream`, `hls`), and each of
/// these with `!` before it to leave it out. Without an item that asks for something, all is asked
/// for. Names that the catalogue does not know are compared with the recorded names.
public struct TypeSelector: Equatable, Sendable {
  /// The kinds that may match.
  ///
  /// ``EventKind/unrecognized`` and families among them may mean: look at the name.
  public private(set) var kinds = EventKindSet.all
  /// The kinds of which the recorded name decides.
  private var namedKinds = EventKindSet()
  /// The kinds of ``namedKinds`` that are wanted unless a name says otherwise.
  private var wholeKinds = EventKindSet()
  private var wantedNames: [Glob] = []
  private var unwantedNames: [Glob] = []

  /// The selector of everything.
  public init() {}

  /// Reads the items of one or more `-t`.
  ///
  /// - Parameter items: items as typed; each may hold several, with commas between them.
  /// - Returns: The selector, and the items that neither name nor match any type of the catalogue.
  public static func parse(_ items: [String]) -> (selector: TypeSelector, unknown: [String]) {
    let table = EventNameTable()
    var selector = TypeSelector()
    var unknown: [String] = []
    var wanted = EventKindSet()
    var unwanted = EventKindSet()
    var asksForSomething = false
    let parts = items.flatMap { $0.split(separator: ",") }.map(Self.trimmed).filter { !$0.isEmpty }
    for part in parts {
      let isNegated = part.hasPrefix("!")
      let name = isNegated ? String(part.dropFirst()) : part
      asksForSomething = asksForSomething || !isNegated
      let kinds = table.kinds(matching: name)
      if kinds.isEmpty { unknown.append(name) }
      let isMember = table.family(of: name) != nil
      if !isMember {
        if isNegated { unwanted.formUnion(kinds) } else { wanted.formUnion(kinds) }
      }
      if EventCategory(named: name) == .other {
        if isNegated { unwanted.insert(.unrecognized) } else { wanted.insert(.unrecognized) }
      } else if isMember || kinds.isEmpty || Glob(name).isPattern {
        let glob = Glob(name, ignoresCase: true)
        if isNegated {
          selector.unwantedNames.append(glob)
        } else {
          selector.wantedNames.append(glob)
        }
      }
    }
    if !asksForSomething { wanted = .all }
    if !selector.wantedNames.isEmpty || !selector.unwantedNames.isEmpty {
      selector.namedKinds = EventKindSet(EventKind.allCases.filter { $0.row.isFamily })
      selector.namedKinds.insert(.unrecognized)
      selector.wholeKinds = wanted
    }
    if !selector.wantedNames.isEmpty { wanted.formUnion(selector.namedKinds) }
    selector.kinds = wanted.subtracting(unwanted)
    return (selector, unknown)
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  /// Whether an event whose kind is among ``kinds`` is wanted.
  @inline(__always)
  func matches(_ event: borrowing Event, _ scratch: inout ByteBuffer) -> Bool {
    guard namedKinds.contains(event.kind) else { return true }
    return matchesName(of: event, &scratch)
  }

  private func matchesName(of event: borrowing Event, _ scratch: inout ByteBuffer) -> Bool {
    scratch.removeAll()
    event.appendRecordedType(to: &scratch)
    for glob in unwantedNames where glob.matches(scratch.span) { return false }
    if wholeKinds.contains(event.kind) { return true }
    for glob in wantedNames where glob.matches(scratch.span) { return true }
    return false
  }
}
