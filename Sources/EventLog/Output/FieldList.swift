/// A column of a table, or a part of a line.
public enum Column: Hashable, Sendable {
  /// What stands at a path.
  case field(FieldPath)
  /// The few values that matter for an event of that kind, in words.
  case details

  /// The heading.
  var title: String {
    switch self {
    case .field(let path): path.text
    case .details: "details"
    }
  }
}

/// What `--fields` asks for: `a,b.c` to be shown and `-d` not to be.
public struct FieldList: Hashable, Sendable {
  /// What is shown, in that order; none: all, or the columns that the format has by itself.
  public private(set) var wanted: [Column] = []
  /// What is left out, also of what is shown.
  public private(set) var dropped: [FieldPath] = []

  /// The list that leaves everything as it is.
  public init() {}

  /// Columns of those paths.
  init(_ columns: [Column]) { wanted = columns }

  /// Whether it changes nothing.
  public var isEmpty: Bool { wanted.isEmpty && dropped.isEmpty }

  /// Reads the items of one or more `-F`, each with commas between its fields.
  ///
  /// - Throws: ``FieldPath/ParseError`` for a path that is none, with the offset in its own item.
  public static func parse(_ items: [String]) throws(FieldPath.ParseError) -> FieldList {
    var list = FieldList()
    for item in items {
      var offset = 0
      for part in item.split(separator: ",", omittingEmptySubsequences: false) {
        let isDropped = part.hasPrefix("-")
        let name = String(isDropped ? part.dropFirst() : part)
        do throws(FieldPath.ParseError) {
          if !isDropped, name.lowercased() == "details" {
            list.wanted.append(.details)
          } else if isDropped {
            list.dropped.append(try FieldPath.parse(name))
          } else {
            list.wanted.append(.field(try FieldPath.parse(name)))
          }
        } catch {
          throw FieldPath.ParseError(
            problem: error.problem, offset: offset + error.offset + (isDropped ? 1 : 0))
        }
        offset += part.utf8.count + 1
      }
    }
    return list
  }

  /// The columns of a format that shows `defaults` where no others are asked for.
  func columns(defaults: [Column]) -> [Column] {
    let columns = wanted.isEmpty ? defaults : wanted
    return columns.filter { column in
      guard case .field(let path) = column else {
        return !dropped.contains { $0.text.lowercased() == "details" }
      }
      return !dropped.contains { $0.leadsToSame(as: path) }
    }
  }

  /// Finds the nodes of an event that are shown.
  func find(in event: borrowing Event, _ shown: inout ShownNodes) {
    shown.wanted.removeAll(keepingCapacity: true)
    shown.dropped.removeAll(keepingCapacity: true)
    shown.isEverything = wanted.isEmpty
    for column in wanted {
      guard case .field(let path) = column, path.isOfRecord else { continue }
      if case .node(let number) = path.find(in: event) { shown.wanted.append(number) }
    }
    findDropped(in: event, &shown)
  }

  /// Finds the nodes of an event that are left out of what is shown.
  func findDropped(in event: borrowing Event, _ shown: inout ShownNodes) {
    shown.dropped.removeAll(keepingCapacity: true)
    for path in dropped where path.isOfRecord {
      if case .node(let number) = path.find(in: event) { shown.dropped.append(number) }
    }
  }

  /// Whether a key of the output that is no node of the record is shown.
  func shows(_ root: FieldPath.Root) -> Bool {
    if dropped.contains(where: { $0.root == root && $0.isRoot }) { return false }
    return wanted.isEmpty || asksFor(root)
  }

  /// Whether a key of the output is asked for by name.
  func asksFor(_ root: FieldPath.Root) -> Bool {
    wanted.contains { column in
      guard case .field(let path) = column else { return false }
      return path.root == root && path.isRoot
    }
  }
}

extension FieldPath {
  /// Whether it leads to a node that stands in the JSON object where it stands in the record.
  fileprivate var isOfRecord: Bool {
    switch root {
    case .id, .timestamp, .processId, .payload, .anywhere: true
    case .bytes, .droppedBytes, .bitrate, .seconds: true
    case .extra: !isRoot
    default: false
    }
  }

  /// Whether it is another spelling of the same path.
  func leadsToSame(as other: FieldPath) -> Bool {
    if root == other.root, isRoot, other.isRoot { return true }
    return equalIgnoringASCIICase(text.utf8, other.text.utf8)
  }
}
