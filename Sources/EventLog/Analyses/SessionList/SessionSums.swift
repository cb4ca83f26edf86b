/// Sums of sessions that have the same values in some columns: the answer to `sessions --by`.
///
/// Memory is bounded: ``groupLimit`` groups are told apart, and ``addressLimit`` addresses.
struct SessionSums: Sendable {
  /// The sums of one group.
  private struct Group {
    var keys: [RowValue]
    var sessions: Int64 = 0
    var unfinished: Int64 = 0
    var milliseconds: Int128 = 0
    var bytesIn: Int128 = 0
    var bytesOut: Int128 = 0
    var addresses: Set<Int64> = []
  }

  /// Other groups than these are one, called `(other)`.
  static let standardGroupLimit = 1_000_000
  /// So many addresses are told apart, each once in each of its groups.
  static let standardAddressLimit = 4_000_000

  private let keys: [SessionColumn]
  private let groupLimit: Int
  private let addressLimit: Int
  private var places: [[String]: Int] = [:]
  private var groups: ContiguousArray<Group> = []
  private var others: Group?
  private var addresses = 0
  /// How many sessions are in `(other)`.
  private var inOthers = 0
  private var losesAddresses = false

  /// Begins with nothing; without keys there is one group, which is there in any case.
  init(
    _ keys: [SessionColumn], groupLimit: Int = SessionSums.standardGroupLimit,
    addressLimit: Int = SessionSums.standardAddressLimit
  ) {
    self.keys = keys
    self.groupLimit = groupLimit
    self.addressLimit = addressLimit
    if keys.isEmpty {
      places[[]] = 0
      groups.append(Group(keys: []))
    }
  }

  /// Adds a session.
  mutating func add(_ session: Session) {
    let values = keys.map { $0.key(of: session) }
    let place = place(of: values)
    var group = place.map { groups[$0] } ?? others ?? Group(keys: [])
    // A copy of the set would be made if the group in the list kept its own.
    if let place { groups[place].addresses = [] } else { others?.addresses = [] }
    group.sessions += 1
    if session.status.leavesBytesUnknown { group.unfinished += 1 }
    group.milliseconds += Int128(session.duration ?? 0)
    if session.kind == .stream, let bytes = session.bytes {
      if session.direction == .in {
        group.bytesIn += bytes
      } else {
        group.bytesOut += bytes
      }
    }
    let host = session.addressWithoutPort
    if !host.isEmpty {
      let hash = host.span.hashes().0
      if addresses < addressLimit {
        if group.addresses.insert(hash).inserted { addresses += 1 }
      } else if !group.addresses.contains(hash) {
        losesAddresses = true
      }
    }
    if let place {
      groups[place] = group
    } else {
      others = group
      inOthers += 1
    }
  }

  /// The group that has these values, which may be a new one; nil if there are too many.
  private mutating func place(of values: [RowValue]) -> Int? {
    let key = values.map(\.asText)
    if let place = places[key] { return place }
    guard groups.count < groupLimit else { return nil }
    places[key] = groups.count
    groups.append(Group(keys: values))
    return groups.count - 1
  }

  /// The rows in order: by default those with the most sessions first.
  func rows(_ order: SessionsPlan.Order?, limit: Int?) -> [[RowValue]] {
    let order = order ?? SessionsPlan.Order(sum: .sessions, isDescending: true)
    var ranked = groups.map { group in
      (rank: rank(of: group, order.column), names: group.keys.map(\.asText), group: group)
    }
    ranked.sort { left, right in
      if left.rank.stands(before: right.rank, isDescending: order.isDescending) { return true }
      if right.rank.stands(before: left.rank, isDescending: order.isDescending) { return false }
      return left.names.lexicographicallyPrecedes(right.names)
    }
    var rows = ranked.prefix(limit ?? .max).map { row($0.group.keys, $0.group) }
    if let others {
      rows.append(
        row([.word("(other)")] + keys.dropFirst().map { _ in .nothing }, others))
    }
    return rows
  }

  private func row(_ keys: [RowValue], _ group: Group) -> [RowValue] {
    keys
      + SessionSum.allCases.map { sum in
        switch sum {
        case .sessions: .number(group.sessions)
        case .unfinished: .number(group.unfinished)
        case .seconds: .seconds(group.milliseconds)
        case .bytesIn: .megabytes(group.bytesIn)
        case .bytesOut: .megabytes(group.bytesOut)
        case .addresses: .number(Int64(group.addresses.count))
        }
      }
  }

  private func rank(of group: Group, _ column: SessionsPlan.Order.Column) -> SessionRank {
    switch column {
    case .session(let column):
      guard let place = keys.firstIndex(of: column) else { return .nothing }
      return SessionRank(group.keys[place])
    case .sum(.sessions): return .number(Int128(group.sessions))
    case .sum(.unfinished): return .number(Int128(group.unfinished))
    case .sum(.seconds): return .number(group.milliseconds)
    case .sum(.bytesIn): return .number(group.bytesIn)
    case .sum(.bytesOut): return .number(group.bytesOut)
    case .sum(.addresses): return .number(Int128(group.addresses.count))
    }
  }

  /// What has to be said of the sums besides.
  var notes: [String] {
    var notes: [String] = []
    if inOthers > 0 {
      notes.append(
        "there are more than \(groupLimit) groups: \(inOthers) sessions are in (other)")
    }
    if losesAddresses {
      notes.append(
        "there are more than \(addressLimit) addresses: the column addresses shows too few")
    }
    return notes
  }
}

/// A figure of several sessions together; the raw value is the column's name.
public enum SessionSum: String, CaseIterable, Sendable {
  /// How many.
  case sessions
  /// How many of them have no end in the log, so that nobody knows what they carried.
  case unfinished
  /// How long they lived, all together.
  case seconds
  /// Bytes of sound and picture of inbound streams.
  case bytesIn
  /// Bytes of sound and picture of all other streams.
  case bytesOut
  /// How many different addresses they have, without their ports.
  case addresses

  /// Its name and its heading.
  var column: RowColumn {
    switch self {
    case .seconds: RowColumn(rawValue, heading: "DURATION")
    case .bytesIn: RowColumn(rawValue, heading: "MBYTES IN")
    case .bytesOut: RowColumn(rawValue, heading: "MBYTES OUT")
    case .sessions, .unfinished, .addresses: RowColumn(rawValue)
    }
  }
}

extension SessionStatus {
  /// True if the log has no record of the end, which alone tells the bytes.
  fileprivate var leavesBytesUnknown: Bool {
    switch self {
    case .closed, .unopened: false
    case .restart, .stop, .open, .replaced: true
    }
  }
}

extension SessionColumn {
  /// What sessions are grouped by: their value, but an address without the port.
  fileprivate func key(of session: Session) -> RowValue {
    self == .address ? .free(session.addressWithoutPort) : value(of: session)
  }
}

extension Session {
  /// The address of the other side without a port, and without the brackets of version 6.
  fileprivate var addressWithoutPort: ContiguousArray<UInt8> {
    if address.first == UInt8(ascii: "["), let end = address.lastIndex(of: UInt8(ascii: "]")) {
      return ContiguousArray(address[1..<end])
    }
    return ContiguousArray(address.prefix { $0 != UInt8(ascii: ":") })
  }
}
