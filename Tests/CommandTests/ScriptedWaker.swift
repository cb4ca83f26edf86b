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
    var steps: [Step] = []
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
        let step = steps.removeFirst()
        try step.change()
        if step.wake == .timeout { clock += milliseconds }
        return step.wake
      } catch {
        failure = error
        isAskedToEnd = true
        return .timeout
      }
    }
  }

  /// What happens in one sleep, and by what it ends.
  struct Step {
    let wake: Wake
    let change: () throws -> Void

    /// Nothing happens for as long as the sleep was to be.
    static var timeout: Step { unseen {} }
    /// The reader of the output goes away.
    static var outputClosed: Step { Step(wake: .outputClosed) {} }

    /// Something happens of which nothing tells.
    static func unseen(_ change: @escaping () throws -> Void) -> Step {
      Step(wake: .timeout, change: change)
    }

    /// Something is written to a file.
    static func content(_ change: @escaping () throws -> Void) -> Step {
      Step(wake: .content, change: change)
    }

    /// Files come, go, or get other names.
    static func names(_ change: @escaping () throws -> Void) -> Step {
      Step(wake: .names, change: change)
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
  /// What happens once behind the look that was to be the last.
  var afterEnd: (() -> Void)?

  struct Result {
    var output: String
    var gaps: [ClosedRange<Int64>]
    var findings: [FollowFinding]
    var isClosedPipe = false
  }

  /// Writes so many records to the log `e.json`, and then plays the steps.
  func run(after count: Int = 5, _ steps: ScriptedWaker.Step...) throws -> Result {
    try folder.append(records(0..<count), to: "e.json")
    return try follow("e.json", steps)
  }

  /// Plays the steps while a log or a directory of logs is followed.
  func follow(_ name: String, _ steps: [ScriptedWaker.Step]) throws -> Result {
    stage.steps = steps
    let filter = Filter()
    var consumer = FollowConsumer(
      EventReader(), FilteredEvents(filter),
      to: FollowConsumer.Destination(stream: try OutputFile(folder.path("out"))), isLive: true,
      isOverdue: { false })
    consumer.lookBack(to: last, FilteredEvents(filter, .count))
    if let stops { consumer.stop(on: FilteredEvents(stops, .any)) }
    var follower = Follower(live: [folder.path(name)])
    follower.goesOn = true
    let now = secondsNow()
    try follower.skipToEnd(now: now, into: &consumer)
    let stage = stage
    var hasEnded = false
    var rest = afterEnd
    let loop = TailLoop(
      interval: 1000, end: end, clock: { stage.clock },
      time: {
        if hasEnded {
          rest?()
          rest = nil
        }
        hasEnded = stage.isAskedToEnd
        return now + Int64(stage.clock / 1000)
      },
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
