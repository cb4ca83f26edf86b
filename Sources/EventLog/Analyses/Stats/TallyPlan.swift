/// What is to be counted, and how the answer is laid out.
public struct TallyPlan: Equatable, Sendable {
  /// The fields whose numbers are added up; none: events are counted.
  public var fields: [FieldPath] = []
  /// The fields whose values make the groups; none: all events are one.
  public var keys: [FieldPath] = []
  /// The stretches of time that events are counted by.
  public var step: TimeStep?
  /// The zone by whose clocks these begin, whatever zone times are printed in.
  public var zone = ZoneRules.utc
  /// Which percentiles of the numbers are told.
  public var percentiles: [Percentile] = []
  /// What rows are sorted by; nil: by time if there is a step, else the greatest count first.
  public var order: Order?
  /// Only so many rows are shown.
  public var limit: Int?
  /// Whether a row tells of all groups together.
  public var showsTotals = false
  /// Whether a column draws how the counts are spread over time.
  public var showsTrend = false
  /// So many groups are told apart; what is in others is counted together.
  public var groupLimit = TallyPlan.defaultGroupLimit

  /// Whether the state is written instead of a table, for another run to go on with.
  public var writesState = false
  /// A digest of what events were asked for, but for the window: what a state says about its logs.
  public var selection: UInt64 = 0
  /// What is known of the secrets in the values that make groups.
  public var secrets = Secrets.asOptions
  /// So many numbers are kept for percentiles by all groups together.
  public var numberLimit = 2_000_000

  /// What becomes of secrets in the values that make groups.
  public enum Secrets: String, Sendable {
    /// They are shown or hidden as options of rendering say.
    case asOptions
    /// Groups are told apart by them, and known without them too: whoever prints them may choose.
    case both
  }

  /// How many groups are told apart unless something else is asked for.
  public static let defaultGroupLimit = 100_000

  /// A column that rows are sorted by.
  public struct Order: Hashable, Sendable {
    /// Which of ``TallyPlan/columns`` it is.
    public var column: Int
    /// Whether the greatest comes first.
    public var isDescending: Bool

    /// Creates an order.
    public init(column: Int, isDescending: Bool) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  /// Creates a plan that counts all events.
  public init() {}

  /// The names of the columns, without the drawn one.
  public var columns: [String] {
    var names = (step == nil ? [] : ["time"]) + keys.map(\.text)
    guard !fields.isEmpty else { return names + ["count"] }
    names += ["field", "unit", "count", "sum", "avg", "min", "max"]
    return names + (percentiles.isEmpty ? [] : percentiles.map(\.name) + ["method"])
  }

  /// How many of the columns come first and tell the group.
  var keyColumns: Int { keys.count + (step == nil ? 0 : 1) }

  /// The fields of events that are read; `options` tell whether secrets in them are hidden.
  func neededFields(_ options: RenderOptions) -> NeededFields {
    var needed = NeededFields(keys + fields)
    // Whether the parameters of a command are secret, its name tells.
    if options.redacts || secrets == .both { needed.insert("command") }
    return needed
  }

  /// Whether events have to know when they were recorded.
  var needsTimes: Bool { step != nil || showsTrend || writesState }
}
