/// Names that a person typed.
extension EventNameTable {
  /// The kind of that name or alias, ASCII case ignored, for command lines.
  ///
  /// A name in its exact spelling wins over one that differs in case.
  ///
  /// - Returns: `nil` when no kind has that name.
  /// - Complexity: O(*n*) in the size of the catalogue.
  public func kind(named name: String) -> EventKind? {
    let exact = EventKind.allCases.first { $0.row.name == name || $0.row.aliases.contains(name) }
    return exact
      ?? EventKind.allCases.first { kind in
        ([kind.row.name] + kind.row.aliases).contains {
          equalIgnoringASCIICase($0.utf8, name.utf8)
        }
      }
  }

  /// Every kind that a name, an alias, a category or a ``Glob`` stands for, ASCII case ignored.
  ///
  /// A pattern is matched against names and aliases, and never means ``EventKind/unrecognized``. The
  /// name of a member stands for its family, such as `video.playback_id.created` for
  /// `video.playback_id.*`.
  ///
  /// - Returns: The empty set when nothing has that name.
  public func kinds(matching pattern: String) -> EventKindSet {
    let glob = Glob(pattern, ignoresCase: true)
    guard glob.isPattern else {
      if let kind = kind(named: pattern) ?? family(of: pattern) { return EventKindSet(kind) }
      return EventCategory(named: pattern).map { EventKindSet($0.kinds) } ?? EventKindSet()
    }
    return EventKindSet(
      EventKind.allCases.filter { kind in
        kind != .unrecognized
          && (glob.matches(kind.row.name) || kind.row.aliases.contains(where: glob.matches))
      })
  }

  /// The family to which a name belongs that has no row of its own; nil without one.
  func family(of name: String) -> EventKind? {
    EventKind.allCases.first { kind in
      let family = kind.row.name.utf8.dropLast()
      return kind.row.isFamily && name.utf8.count > family.count && !Glob(name).isPattern
        && equalIgnoringASCIICase(name.utf8.prefix(family.count), family)
    }
  }

  /// The names of kinds and categories that are nearest to a mistyped one, nearest first.
  ///
  /// Names count as near when less than a third of their letters differ, or when one begins with
  /// the other. An alias suggests the canonical name.
  ///
  /// - Complexity: O(*n*·*m*²) for *n* names of *m* letters: for messages, not for records.
  public func suggestions(for name: String, limit: Int) -> [String] {
    var near = NearNames(to: name)
    for category in EventCategory.allCases {
      for candidate in [category.rawValue] + category.aliases {
        near.consider(candidate, suggesting: category.rawValue)
      }
    }
    for kind in EventKind.allCases {
      for candidate in [kind.row.name] + kind.row.aliases {
        near.consider(candidate, suggesting: kind.row.name)
      }
    }
    return near.nearest(limit)
  }
}

/// The names that are nearest to a mistyped one.
///
/// Names count as near when less than a third of their letters differ, or when one begins with the
/// other; upper and lower case are alike.
public struct NearNames {
  private let typed: [UInt8]
  private var found: [(distance: Int, name: String)] = []

  /// Begins to look for names like this one; nothing is like a single letter.
  public init(to name: String) { typed = Array(name.utf8.lazy.map(foldedASCII)) }

  /// Takes note of `name` if `candidate`, which is the name itself or another for it, is near.
  public mutating func consider(_ candidate: String, suggesting name: String) {
    guard typed.count > 1 else { return }
    let other = Array(candidate.utf8.lazy.map(foldedASCII))
    var distance = editDistance(typed, other)
    if typed.count >= 3, other.starts(with: typed) { distance = min(distance, 1) }
    guard distance <= max(typed.count, other.count) / 3 else { return }
    if let known = found.firstIndex(where: { $0.name == name }) {
      found[known].distance = min(found[known].distance, distance)
    } else {
      found.append((distance, name))
    }
  }

  /// The nearest names, nearest first.
  public func nearest(_ limit: Int) -> [String] {
    found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
  }
}

/// How many letters have to be added, taken away, replaced or swapped with their neighbour.
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for i in left.indices {
    var row = [i + 1]
    for j in right.indices {
      let replaced = last[j] + (left[i] == right[j] ? 0 : 1)
      var best = min(replaced, last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        best = min(best, beforeLast[j - 1] + 1)
      }
      row.append(best)
    }
    beforeLast = last
    last = row
  }
  return last[right.count]
}
