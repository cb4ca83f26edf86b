/// Notifications that wait for those of earlier events.
///
/// The RPC sink opens a connection for each event, and they may arrive in any order (quirk 91). Within
/// a process the number of each event tells the order; one that is more than ``size`` behind is taken
/// as it comes.
struct NotificationWindow: ~Copyable {
  /// What a notification tells.
  final class Held {
    var passage = LogPassage()
    var hasFact = false
    var fact: SessionFact

    init(readsDetails: Bool) { fact = SessionFact(readsDetails: readsDetails) }
  }

  /// In the order of their numbers.
  private var held: ContiguousArray<Held> = []
  /// What may be used again.
  private var spare: ContiguousArray<Held> = []
  /// The greatest number of each process.
  private var greatest: [Int64?: Int64] = [:]
  private let readsDetails: Bool

  /// No notification waits for one whose number is smaller by more than that.
  static let size: Int64 = 64
  /// So many wait at most, of all processes.
  private static let limit = 4096
  private static let processLimit = 1024

  init(readsDetails: Bool) { self.readsDetails = readsDetails }

  /// True if nothing waits.
  var isEmpty: Bool { held.isEmpty }

  /// Takes note of a number.
  mutating func pass(_ number: Int64, of process: Int64?) {
    if greatest[process] == nil, greatest.count >= Self.processLimit { greatest.removeAll() }
    greatest[process] = max(greatest[process] ?? number, number)
  }

  /// Keeps what a notification tells; its fact is swapped for another one.
  mutating func hold(_ passage: LogPassage, _ fact: inout SessionFact, hasFact: Bool) {
    let notification = spare.popLast() ?? Held(readsDetails: readsDetails)
    notification.passage = passage
    notification.hasFact = hasFact
    if hasFact { swap(&notification.fact, &fact) }
    var place = held.count
    while place > 0, held[place - 1].passage.number ?? 0 > passage.number ?? 0 { place -= 1 }
    held.insert(notification, at: place)
  }

  /// The next one that waits for nothing any longer, or, at the end of a log, the next one.
  mutating func next(isEnd: Bool) -> Held? {
    let isFull = held.count > Self.limit
    let place = held.firstIndex { notification in
      let (number, process) = (notification.passage.number ?? 0, notification.passage.writer)
      return isEnd || isFull || number < (greatest[process] ?? .max) - Self.size
    }
    guard let place else { return nil }
    return held.remove(at: place)
  }

  /// Gives back what ``next(isEnd:)`` returned.
  mutating func finish(_ notification: Held) { spare.append(notification) }
}
