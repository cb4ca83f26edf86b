/// Which paths of fields the catalogue knows.
public struct KnownFields {
  private let index = FieldIndex()

  /// Reads the catalogue.
  public init() {}

  /// Whether some event may have the field, as far as is known.
  ///
  /// Of what a path names `payload` or `extra` itself, that is taken to be known.
  public func contains(_ path: FieldPath) -> Bool {
    path.root != .anywhere || index.entry(for: path.keys) != nil
  }

  /// The known paths that are nearest to one that is not known, nearest first.
  public func suggestions(for path: FieldPath) -> [String] { index.suggestions(for: path.keys) }

  /// What the numbers of a field count, such as `ms`; nil if that is not known.
  ///
  /// Where that differs from event to event, all of these with `or` between them.
  func unit(of path: FieldPath) -> String? {
    guard path.root == .anywhere || path.root == .payload || path.root.derived != nil,
      let units = index.entry(for: path.keys)?.units, !units.isEmpty
    else { return nil }
    return units.map(\.rawValue).joined(separator: " or ")
  }
}
