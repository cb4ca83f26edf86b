/// Which sessions are asked for: the same for all reports on them.
public struct SessionChoice: Sendable {
  /// The kinds of sessions.
  public var kinds: Set<SessionKind> = [.stream, .http, .recording]
  /// The directions of streams; nil: all.
  public var direction: StreamDirection?
  /// The names, of which a session's has to match one; none: all do.
  public var names: [Glob] = []
  /// Sessions that lie in it at least in part; one that is open reaches into any time to come.
  public var window = TimeWindow()
  /// The events, of which a session has to have one; nil: any session is shown.
  public var events: EventChoice?

  /// Creates the choice of all sessions but chunks.
  public init() {}

  /// Whether a session is asked for, whenever it was.
  func matches(_ session: Session) -> Bool {
    guard kinds.contains(session.kind), events == nil || session.isChosen else { return false }
    if let direction, session.direction != direction { return false }
    return names.isEmpty || names.contains { $0.matches(session.name.span) }
  }

  /// Whether a session lies in the window, at least in part; one of no known time lies in none.
  func reaches(_ session: Session) -> Bool {
    if window.isUnlimited { return true }
    guard let end = session.end ?? session.start, let start = session.start ?? session.end else {
      return false
    }
    if let until = window.until, start >= until { return false }
    if let since = window.since, end < since, session.status != .open { return false }
    return true
  }
}

/// What is told of sessions, one by one.
public struct SessionsPlan: Sendable {
  /// Which sessions.
  public var choice = SessionChoice()
  /// The columns that are shown; empty: those that fit the format and the terminal.
  public var columns: [SessionColumn] = []
  /// The columns that make groups, of which sums are told instead of single sessions; nil: none are
  /// made.
  public var keys: [SessionColumn]?
  /// What sessions, or groups, are sorted by; nil: sessions by their ends, as these are met, and groups
  /// by the number of their sessions.
  public var order: Order?
  /// Only so many sessions are shown; of an order its first.
  public var limit: Int?

  /// What sessions are sorted by.
  public struct Order: Hashable, Sendable {
    /// A column of single sessions, or of groups.
    public enum Column: Hashable, Sendable {
      /// What one session has.
      case session(SessionColumn)
      /// What the sessions of a group have together.
      case sum(SessionSum)
    }

    /// The column.
    public var column: Column
    /// Whether the greatest comes first.
    public var isDescending: Bool

    /// Creates an order.
    public init(_ column: SessionColumn, isDescending: Bool) {
      self.column = .session(column)
      self.isDescending = isDescending
    }

    /// Creates an order of groups.
    public init(sum: SessionSum, isDescending: Bool) {
      column = .sum(sum)
      self.isDescending = isDescending
    }
  }

  /// Creates a plan that shows all sessions but chunks.
  public init() {}
}
