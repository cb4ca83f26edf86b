/// What `check` looks for; the raw value is the name on the command line and in output.
public enum Check: String, CaseIterable, Hashable, Sendable {
  /// Inbound streams that keep coming and going.
  case flaps
  /// Inbound streams without sound or picture.
  case stalls
  /// Pulls from other servers that fail.
  case pulls
  /// Events that say that something failed.
  case failures
  /// Chunks that do not come as they should.
  case gaps
  /// Streams that throw much away.
  case drops
  /// Starts of the server without a stop before.
  case restarts
  /// Codecs, or sizes of the picture, that change while a stream runs.
  case codecs
  /// Records that are missing in the log.
  case holes

  /// How much such a finding matters.
  var severity: Severity {
    switch self {
    case .pulls, .failures, .restarts, .holes: .error
    case .flaps, .stalls, .gaps, .drops: .warning
    case .codecs: .notice
    }
  }

  /// True if what is looked for goes on in no other run of the server.
  var endsWithRun: Bool { self == .gaps || self == .stalls }

  /// How much a finding matters; the raw value is the word in output.
  enum Severity: String {
    /// Something did not work, or is not known.
    case error
    /// Somebody who watches may have noticed.
    case warning
    /// Something changed.
    case notice
  }
}

/// What is looked for, and from when on it is worth telling.
public struct ChecksPlan: Sendable {
  /// What is looked for.
  public var checks = Set(Check.allCases)
  /// What of it the status tells of.
  public var failing = Set(Check.allCases)
  /// Findings that lie in it at least in part are told of.
  public var window = TimeWindow()
  /// Names of streams, of which a finding's has to match one; none: all findings do.
  public var names: [Glob] = []
  /// Flaps: inbound streams that live less long count, in milliseconds.
  public var flapLength: Int64 = 30_000
  /// Flaps: so many of them within ``flapWindow`` are told of.
  public var flapCount = 5
  /// Flaps: how far back it is counted, in milliseconds.
  public var flapWindow: Int64 = 3_600_000
  /// Stalls: reports that are further apart tell of two stalls, in milliseconds.
  public var stallGap: Int64 = 60_000
  /// Pulls: so many failures in a row are told of.
  public var pullCount = 1
  /// Gaps: so many thousandths of the median are a gap, if they are exceeded.
  public var gapFactor: Int64 = 1500
  /// Gaps: by so many milliseconds the median has to be exceeded too.
  public var gapFloor: Int64 = 2000
  /// Drops: from so many hundredths of a percent on.
  public var dropShare: Int64 = 500
  /// Drops: of streams of so many bytes, those thrown away included.
  public var dropSize: Int64 = 1_000_000

  /// Creates a plan that looks for everything.
  public init() {}

  /// Returns what looks for the checks that are meant.
  func detectors(of isMeant: (Check) -> Bool) -> [any Detector] {
    let chosen = Check.allCases.filter { checks.contains($0) && isMeant($0) }
    return chosen.flatMap { check -> [any Detector] in
      switch check {
      case .flaps: [FlapDetector(self)]
      case .stalls: [StallDetector(self)]
      case .pulls: [PullDetector(self)]
      case .failures: [FailureDetector()]
      case .gaps: [GapDetector(self), KeepAliveDetector(self)]
      case .drops: [DropDetector(self)]
      case .restarts: [RestartDetector()]
      case .codecs: [CodecDetector()]
      case .holes: [HoleDetector()]
      }
    }
  }
}
