import EventLog
import LogFiles
import SystemPackage

/// The logs that journals tell of, in the order in which one run reads logs: sets by name, and within a
/// set the oldest first.
///
/// Logs of the same name are put in order by their times: `events.json` of Monday comes before that of
/// Tuesday. Where times of such logs overlap they are of several servers, each of which is a log of its
/// own. What is told twice of a set, as of a log and its copy, counts once.
struct JournalOrder {
  /// A log, and whether it goes on with that of the step before.
  struct Step: Equatable {
    var section: JournalSection
    var isContinuation: Bool
    /// The number of the server's run in its name.
    var instance: UInt64?
  }

  /// A log that is left out, since another one holds all that it holds.
  struct Copy: Equatable {
    var section: JournalSection
    var original: JournalSection
  }

  /// All logs.
  private(set) var steps: [Step] = []
  /// Logs that are left out.
  private(set) var copies: [Copy] = []

  /// Stamps of one log may go back by so much: some records bear whole seconds only.
  private static let slack: Int64 = 5_000

  /// Puts logs in order.
  init(_ sections: [JournalSection]) {
    let placed = leavingOutHeld(sections).map { (section: $0, place: LogPlace(FilePath($0.name))) }
    let sets = Dictionary(grouping: placed, by: \.place.set)
    var last: SetKey?
    for key in sets.keys.sorted() {
      var logs: [(section: JournalSection, place: LogPlace)] = []
      for log in sets[key] ?? [] {
        if let original = logs.first(where: { $0.section.isCopy(of: log.section) }) {
          copies.append(Copy(section: log.section, original: original.section))
        } else {
          logs.append(log)
        }
      }
      let isOneLog = Set(logs.map(\.place)).count == logs.count
      let chains =
        isOneLog
        ? [logs.sorted { $0.place < $1.place }.map(\.section)] : Self.chains(logs.map(\.section))
      for (index, chain) in chains.enumerated() {
        let goesOn = index == 0 && last.map { key.isOfOneLog(with: $0) } ?? false
        steps += chain.enumerated().map { number, section in
          Step(
            section: section, isContinuation: number > 0 || goesOn,
            instance: LogPlace(FilePath(section.name)).instance)
        }
      }
      last = key
    }
  }

  /// The logs without those of which another one holds all: copies, and what a log was before it grew.
  private mutating func leavingOutHeld(_ sections: [JournalSection]) -> [JournalSection] {
    var kept: [JournalSection] = []
    for section in sections.sorted(by: { $0.source?.size ?? 0 > $1.source?.size ?? 0 }) {
      if let original = kept.first(where: { section.isHeld(by: $0) }) {
        copies.append(Copy(section: section, original: original))
      } else {
        kept.append(section)
      }
    }
    return sections.filter { section in !copies.contains { $0.section == section } }
  }

  /// The logs of each server, in order of time.
  private static func chains(_ sections: [JournalSection]) -> [[JournalSection]] {
    var chains: [[JournalSection]] = []
    for section in sections.sorted(by: precedes) {
      let fits = chains.indices.map { (chain: $0, fit: fit(section, behind: chains[$0])) }
      if let best = fits.filter({ $0.fit != nil }).max(by: { $0.fit ?? 0 < $1.fit ?? 0 }) {
        chains[best.chain].append(section)
      } else {
        chains.append([section])
      }
    }
    return chains
  }

  private static func precedes(_ left: JournalSection, _ right: JournalSection) -> Bool {
    let (one, other) = (left.extent.times?.lowerBound, right.extent.times?.lowerBound)
    guard one == other else {
      guard let one, let other else { return one == nil }
      return one < other
    }
    return left.extent.first?.record ?? -1 < right.extent.first?.record ?? -1
  }

  /// How well a log goes on where others ended; nil if it cannot be the same server.
  private static func fit(_ section: JournalSection, behind chain: [JournalSection]) -> Int? {
    if let first = section.extent.first, let last = chain.last(where: { $0.extent.last != nil }),
      let mark = last.extent.last, mark.writer == first.writer
    {
      if first.record == mark.record + 1 { return 3 }
      if first.writer != nil, first.record > mark.record { return 2 }
    }
    guard let start = section.extent.times?.lowerBound,
      let end = chain.compactMap(\.extent.times?.upperBound).max()
    else { return 1 }
    return start.milliseconds >= end.milliseconds - slack ? 1 : nil
  }
}
