/// What the catalogue says about a field, whichever events have it.
struct FieldIndex {
  /// All that the rows say about one path.
  struct Entry {
    /// In the spelling of the catalogue.
    var path: String
    var types: FieldTypes
    /// What it counts; more than one where events differ.
    var units: [FieldUnit]
  }

  /// By path in small letters.
  private var entries: [String: Entry] = [:]
  /// The objects within which fields are described, in small letters.
  private var objects: Set<String> = [""]

  /// Collects the fields of all payloads.
  init() {
    for shape in PayloadShape.allCases {
      for field in shape.fields { add(field) }
    }
    for field in DerivedField.allCases { add(field.description) }
  }

  private mutating func add(_ field: FieldDescription) {
    let key = field.path.lowercased()
    var entry = entries[key] ?? Entry(path: field.path, types: [], units: [])
    entry.types.formUnion(field.types)
    if let unit = field.unit, !entry.units.contains(unit) { entry.units.append(unit) }
    entries[key] = entry
    if let dot = key.lastIndex(of: ".") { objects.insert(String(key[..<dot])) }
  }

  /// What is known about the field; numbers among the keys, which lead into lists, are passed over.
  func entry(for keys: [String]) -> Entry? { entries[Self.path(keys)] }

  /// Whether the catalogue describes the place where the field would be, and the field not.
  func lacks(_ keys: [String]) -> Bool {
    let path = Self.path(keys)
    guard entries[path] == nil else { return false }
    let parent = path.lastIndex(of: ".").map { String(path[..<$0]) } ?? ""
    let key = path.dropFirst(parent.isEmpty ? 0 : parent.count + 1)
    let hasPattern = entries.contains { other, entry in
      other.hasSuffix("*") && path.hasPrefix(other.dropLast())
    }
    guard !hasPattern, !key.isEmpty else { return false }
    // Within an object that is not described anything may be.
    return objects.contains(parent) || entries[parent] == nil
  }

  /// The paths that are nearest to a mistyped one, nearest first, the envelope's own among them; those
  /// that end in just that name count as near.
  func suggestions(for keys: [String], limit: Int = 3) -> [String] {
    let path = Self.path(keys)
    let typed = Array(path.utf8)
    guard typed.count > 1 else { return [] }
    let roots = FieldPath.Root.allCases.filter { $0 != .anywhere && $0.derived == nil }
    var names = entries.mapValues(\.path)
    for root in roots { names[root.rawValue.lowercased()] = root.rawValue }
    let near = names.compactMap { other, name -> (distance: Int, path: String)? in
      if other.hasSuffix("*") { return nil }
      if other.hasSuffix("." + path) { return (0, name) }
      let distance = editDistance(typed, Array(other.utf8))
      let isNear = distance <= max(typed.count, other.utf8.count) / 3
      return isNear ? (distance, name) : nil
    }
    return near.sorted { ($0.distance, $0.path) < ($1.distance, $1.path) }
      .prefix(limit).map(\.path)
  }

  private static func path(_ keys: [String]) -> String {
    keys.filter { !$0.utf8.allSatisfy(\.isASCIIDigit) }.joined(separator: ".").lowercased()
  }
}
