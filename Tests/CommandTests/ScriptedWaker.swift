import EventLog
import LogFiles
import SystemPackage
import TestSupport

@testable import emslog

/// A waker that plays a script: each sleep does the next step and says what it is woken by.
struct ScriptedWaker: Waker, ~Copyable {
  /// What the script and those who play it share.
  final class Stage {
    /// What happens in each sleep.
    var steps: [() throws -> Wake] = []
    /// How long each sleep was to be, in milliseconds.
    private(set) var sleeps: [Int] = []
    /// The directories that were to be watched last.
    fileprivate(set) var watched: [FilePath] = []
    /// Milliseconds that have passed, all of them in sleep.
    var clock = 0
    /// Whether a signal has arrived.
    var isAskedToEnd = false
    /// What a step could not do.
    private(set) var failure: (any Error)?

    fileprivate func sleep(_ milliseconds: Int) -> Wake {
      sleeps.append(milliseconds)
      guard !steps.isEmpty else {
        isAskedToEnd = true
        return .timeout
      }
      do {
        let wake = try steps.removeFirst()()
        if wake == .timeout { clock += milliseconds }
        return wake
      } catch {
        failure = error
        isAskedToEnd = true
        return .timeout
      }
    }
  }

  let stage: Stage

  mutating func watch(_ directories: [FilePath]) { stage.watched = directories }
  mutating func wait(milliseconds: Int) -> Wake { stage.sleep(milliseconds) }
}

/// `tail -f` in a folder, with a script instead of time.
struct ScriptedTail {
  let folder: TemporaryDirectory
  let stage = ScriptedWaker.Stage()
  var last = 1000
  /// Milliseconds after which it ends.
  var end: Int?
  var stops: Filter?

  struct Result {
    var output: String
    var gaps: [ClosedRange<Int64>]
    var findings: [FollowFinding]
    var isClosedPipe = false
  }

  /// Plays the steps; what a step does is done in a sleep, and its wake is what follows.
  func run(_ name: String, _ steps: [() throws -> Wake]) throws -> Result {
    stage.steps = steps
    let filter = Filter()
    var consumer = FollowConsumer(
      EventReader(), Selection(filter),
      to: FollowConsumer.Destination(stream: try OutputFile(folder.path("out"))), isLive: true,
      isOverdue: { false })
    consumer.lookBack(to: last, Selection(filter, purpose: .count))
    if let stops { consumer.stop(on: Selection(stops, purpose: .findFirst)) }
    var follower = Follower(live: [folder.path(name)])
    let now = secondsNow()
    try follower.skipToEnd(now: now, into: &consumer)
    let stage = stage
    let loop = TailLoop(
      interval: 1000, end: end, clock: { stage.clock }, time: { now + Int64(stage.clock / 1000) },
      isAskedToEnd: { stage.isAskedToEnd })
    var gaps: [ClosedRange<Int64>] = []
    var findings: [FollowFinding] = []
    var waker = ScriptedWaker(stage: stage)
    var isClosedPipe = false
    do throws(FileError) {
      try loop.run(&follower, &consumer, waking: &waker) { follower, consumer in
        gaps += consumer.takeGaps(isEnd: false).map(\.range)
        findings += follower.takeFindings()
      }
    } catch {
      guard error.isClosedPipe else { throw error }
      isClosedPipe = true
    }
    if let failure = stage.failure { throw failure }
    gaps += consumer.takeGaps(isEnd: true).map(\.range)
    return Result(
      output: try text(of: folder.path("out").string), gaps: gaps, findings: findings,
      isClosedPipe: isClosedPipe)
  }
}
