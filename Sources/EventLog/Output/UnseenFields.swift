/// A field that was asked for by name, and that no event had.
public struct UnseenField: Equatable, Sendable {
  /// As it was written.
  public let name: String
  /// Known fields of similar names, the most similar first.
  public let suggestions: [String]
}

/// The fields that were asked for by name, that the catalogue does not know, and that no event has had
/// so far.
struct UnseenFields {
  private var paths: [FieldPath] = []

  /// Watches for those of the fields that the catalogue does not know.
  init(_ paths: [FieldPath]) {
    for path in paths where !path.isDescribed && !self.paths.contains(path) {
      self.paths.append(path)
    }
  }

  /// Whether nothing is left to look for.
  @inline(__always)
  var isEmpty: Bool { paths.isEmpty }

  /// Crosses off the fields that an event has.
  mutating func look(in event: borrowing Event) {
    for index in paths.indices.reversed() where paths[index].find(in: event) != .missing {
      paths.remove(at: index)
    }
  }

  /// The fields that are left.
  var fields: [UnseenField] {
    guard !paths.isEmpty else { return [] }
    let known = KnownFields()
    return paths.map { UnseenField(name: $0.text, suggestions: known.suggestions(for: $0)) }
  }
}

extension FieldPath {
  /// Whether the catalogue knows the field, or it is one of those that all events may have.
  ///
  /// This builds no index of the catalogue, which would take longer than the rest of the start.
  fileprivate var isDescribed: Bool {
    switch root {
    case .anywhere: break
    case .payload where !isRoot: break
    case .extra: return isRoot
    default: return true
    }
    let name = keys.filter { !$0.utf8.allSatisfy(\.isASCIIDigit) }.joined(separator: ".")
    return PayloadShape.allCases.contains { shape in
      shape.fields.contains { equalIgnoringASCIICase($0.path.utf8, name.utf8) }
    }
  }
}

extension FieldList {
  /// The fields that it names, shown or left out.
  var paths: [FieldPath] {
    wanted.compactMap { if case .field(let path) = $0 { path } else { nil } } + dropped
  }
}

extension Template {
  /// The fields that it names.
  var paths: [FieldPath] {
    parts.compactMap { part in
      guard case .field(let field) = part, case .field(let path) = field.column else { return nil }
      return path
    }
  }
}
