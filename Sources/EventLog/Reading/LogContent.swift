/// What a log held, for others to recognise it: its length, and digests of how it begins.
///
/// Two runs that read the same log, or one that had grown in between, are told apart from two that read
/// different logs, whatever the files were called and however they were compressed.
public struct LogContent: Hashable, Sendable {
  /// How many bytes there were after decompression, without what all logs of a kind begin with.
  public var size: Int
  /// Digests of the first ``firstLength`` bytes, of twice as many and so on, as far as there were more.
  public var beginnings: [UInt64]
  /// The digest of all bytes.
  public var whole: UInt64

  /// How many bytes the first digest is of.
  public static let firstLength = 256

  /// Creates a description from what was found.
  public init(size: Int, beginnings: [UInt64], whole: UInt64) {
    (self.size, self.beginnings, self.whole) = (size, beginnings, whole)
  }

  /// True if the other one holds the same, or begins with it.
  ///
  /// Of a log that has grown the longest common digest is compared, which is of more than half of the
  /// shorter one.
  public func isHeld(by other: LogContent) -> Bool {
    if size == other.size { return self == other }
    guard size < other.size, let last = beginnings.last else { return false }
    return other.beginnings.count >= beginnings.count
      && other.beginnings[beginnings.count - 1] == last
  }

  /// One word: `1234:00f3…,9ac0…`.
  var text: String {
    "\(size):" + (beginnings + [whole]).map { StateCheck.digits(of: $0) }.joined(separator: ",")
  }

  /// Reads what ``text`` writes; nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let size = Int(parts[0]), "\(size)" == parts[0], size >= 0 else {
      return nil
    }
    let words = parts[1].split(separator: ",", omittingEmptySubsequences: false)
    var digests: [UInt64] = []
    for word in words where word.utf8.count == 16 {
      guard let digest = UInt64(word, radix: 16) else { return nil }
      digests.append(digest)
    }
    guard digests.count == words.count, digests.count - 1 == Self.beginnings(of: size) else {
      return nil
    }
    self.init(size: size, beginnings: digests.dropLast(), whole: digests[digests.count - 1])
  }

  /// How many beginnings of a log of that size have a digest.
  private static func beginnings(of size: Int) -> Int {
    var count = 0
    var length = firstLength
    while length < size {
      count += 1
      length *= 2
    }
    return count
  }
}

/// A log that a state of `stats` adds up, and how much of it counts.
public struct TalliedLog: Hashable, Sendable {
  /// As the run knew it that read it, and safe to print.
  public var name: String
  /// What it held.
  public var content: LogContent
  /// How many of its events count.
  public var events = 0
  /// The least and the greatest time of these.
  public var times: ClosedRange<EventTime>?
  /// A digest of what was asked for but for the window.
  public var selection: UInt64 = 0

  /// A digest of the words that say which events were asked for.
  public static func digest(of selection: String) -> UInt64 {
    var check = StateCheck()
    check.add(ContiguousArray(selection.utf8).span)
    return check.value
  }

  /// True if events may count here as well as there.
  func overlaps(_ other: TalliedLog) -> Bool {
    guard events > 0, other.events > 0,
      content.isHeld(by: other.content) || other.content.isHeld(by: content)
    else { return false }
    guard let times, let others = other.times else { return true }
    return times.overlaps(others)
  }

  /// True if all of its events that count here count there as well.
  func isCovered(by other: TalliedLog) -> Bool {
    guard selection == other.selection, content.isHeld(by: other.content), events <= other.events
    else { return false }
    guard let times, let others = other.times else { return self.times == nil }
    return others.contains(times.lowerBound) && others.contains(times.upperBound)
  }

  /// In the order of names, for states to be the same text however they came about.
  static func precedes(_ left: TalliedLog, _ right: TalliedLog) -> Bool {
    left.name != right.name ? left.name < right.name : left.content.text < right.content.text
  }
}

/// A state that was read, and the logs that it is made of.
public struct ReadState: Sendable {
  /// The file that it stands in, printable.
  public var file: String
  /// Of a state of `stats`.
  public var logs: [TalliedLog] = []
  /// True if nothing was read where it was written.
  public var isEmpty = false
}

/// What states of `stats` have in common: logs that would count twice.
public struct StateOverlap: Equatable, Sendable {
  /// A state that is left out, since another one holds all that it holds.
  public struct LeftOut: Equatable, Sendable {
    /// Its number in the order of reading.
    public var state: Int
    /// The number of the one that counts.
    public var other: Int
  }

  /// Two states that cannot be added up, for they share a log and either has others.
  public struct Conflict: Equatable, Sendable {
    /// Their numbers.
    public var states: [Int]
    /// The name of the log in the first of them.
    public var log: String
  }

  /// States that may be left out.
  public private(set) var leftOut: [LeftOut] = []
  /// The first states that share a log all the same.
  public private(set) var conflict: Conflict?

  /// Compares states.
  ///
  /// - Complexity: O(*n*²) in the number of logs.
  public init(_ states: [ReadState]) {
    var isKept = states.map { _ in true }
    // Of equals the first stays.
    for (number, state) in states.enumerated().reversed() where !state.logs.isEmpty {
      let others = states.indices.filter { $0 != number && isKept[$0] }
      let holder = others.first { other in
        state.logs.allSatisfy { log in states[other].logs.contains { log.isCovered(by: $0) } }
      }
      guard let holder else { continue }
      isKept[number] = false
      leftOut.append(LeftOut(state: number, other: holder))
    }
    let kept = states.indices.filter { isKept[$0] }
    for (place, number) in kept.enumerated() {
      for other in kept[..<place] {
        let shared = states[other].logs.first { log in
          states[number].logs.contains { log.overlaps($0) }
        }
        if let shared {
          conflict = Conflict(states: [other, number], log: shared.name)
          return
        }
      }
    }
  }
}
