/// What the first records of a log show of its place among others.
public struct FirstRecord: Equatable, Sendable {
  /// The first time in it, in milliseconds since 1970.
  public var time: Int64
  /// The counter of its first record, if that has one.
  public var number: Int64?
  /// Who counts.
  public var writer: Int64?

  /// Creates a record from its facts.
  public init(time: Int64, number: Int64?, writer: Int64?) {
    (self.time, self.number, self.writer) = (time, number, writer)
  }
}

extension FirstRecord: Comparable {
  /// Whether a log is older than another.
  public static func < (left: FirstRecord, right: FirstRecord) -> Bool {
    if left.time != right.time { return left.time < right.time }
    return left.number ?? -1 < right.number ?? -1
  }

  /// Whether one writer has counted on from one record to another.
  fileprivate func counts(before other: FirstRecord) -> Bool {
    guard let number, let next = other.number else { return false }
    return writer == other.writer && number < next
  }
}

/// The order of the files of a rotated set where their names do not tell it.
struct ContentOrder {
  /// The places of files in the order of the names, those of one log and its compression together.
  private var groups: [[Int]] = []
  private let orders: [RotationOrder]

  /// Indexes count up, against the custom, if that fits at least this number of files.
  private static let samples = 8

  /// Looks at the places of a set, in the order of its names.
  init(_ orders: [RotationOrder]) {
    self.orders = orders
    for (place, order) in orders.enumerated() {
      if let last = groups.last?.last, orders[last].isSamePlace(as: order) {
        groups[groups.count - 1].append(place)
      } else {
        groups.append([place])
      }
    }
  }

  /// Whether only the content tells the order.
  var isUnclear: Bool { groups.count > 1 && orders.contains(where: \.isUnclear) }

  /// The places in the order that the first records of the files tell.
  ///
  /// - Parameter first: the first record of the file at a place; nil if it has none with a time.
  ///   It is asked for no more files than needed.
  /// - Returns: All places, those of one log together, the oldest first; nil if the names tell it.
  func groups(by first: (Int) -> FirstRecord?) -> [[Int]]? {
    if isUnclear { return sorted(by: first) }
    return countsUp(first) ? reversed : nil
  }

  private func sorted(by first: (Int) -> FirstRecord?) -> [[Int]] {
    let records = groups.map { group in group.lazy.compactMap(first).first }
    let known = groups.indices.filter { records[$0] != nil }
    let sorted = known.sorted { left, right in
      guard let one = records[left], let other = records[right], one != other else {
        return left < right
      }
      return one < other
    }
    var result = groups
    for (place, group) in zip(known, sorted) { result[place] = groups[group] }
    return result
  }

  /// The groups with nothing but an index in their names.
  private var numbered: [Int] {
    groups.indices.filter { place in
      let order = orders[groups[place][0]]
      return order.isNumbered && order.day == .max && order.creation == .max
    }
  }

  private var reversed: [[Int]] {
    var result = groups
    for (place, other) in zip(numbered, numbered.reversed()) { result[place] = groups[other] }
    return result
  }

  /// Whether the files have the indexes in the order in which they were written.
  private func countsUp(_ first: (Int) -> FirstRecord?) -> Bool {
    let numbered = numbered
    guard numbered.count > 1 else { return false }
    let step = max(1, (numbered.count - 1) / (Self.samples - 1))
    var chosen = stride(from: 0, to: numbered.count, by: step).map { numbered[$0] }
    if let last = numbered.last, chosen.last != last { chosen.append(last) }
    let records = chosen.compactMap { group in groups[group].lazy.compactMap(first).first }
    guard records.count > 1 else { return false }
    return zip(records, records.dropFirst()).allSatisfy { older, newer in
      newer.time < older.time && !older.counts(before: newer)
    }
  }
}

extension InputListing {
  /// Puts the files of sets in order where their names do not tell it, by their first records.
  ///
  /// - Parameter first: the first record of a file; nil if it has none with a time.
  /// - Complexity: O(*n*) questions for a set of *n* files whose names tell no order, a few for one
  ///   with indexes, none for others.
  public mutating func order(by first: (InputFile) -> FirstRecord?) {
    let regular = files.indices.filter { files[$0].status?.kind == .regular }
    for places in Dictionary(grouping: regular, by: { files[$0].setKey }).values {
      let members = places.map { files[$0] }
      guard let groups = ContentOrder(members.map(\.order)).groups(by: { first(members[$0]) })
      else { continue }
      let sorted = groups.enumerated().flatMap { rank, group in
        group.map { members[$0].ranked(rank + 1) }
      }
      for (place, file) in zip(places, sorted) { files[place] = file }
    }
  }
}
