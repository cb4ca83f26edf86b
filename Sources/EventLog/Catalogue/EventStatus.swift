/// Whether, and by which builds, events of a kind are really written.
public enum EventStatus: Hashable, Sendable {
  /// Current builds write it.
  case emitted
  /// Only builds before the current ones wrote it.
  case olderBuilds
  /// EMS 2.0 writes it; the open-source descendant does not.
  case ems2
  /// The name is configurable, but the code that would write it is switched off.
  case disabled
  /// EMS 1.7.1 and 2.0 name it, but what it carries is not documented.
  case unlistedPayload
  /// No event: a line of the server's own log that tells the same kind of thing.
  case serverLog
  /// The vendor documents it, if not in its list of events.
  case documented
  /// It follows from the names of others; nobody has shown one.
  case assumed
  /// No event: a request that webhook receivers get beside them.
  case request
  /// Nothing is known.
  case unknown

  /// A few words for listings, in lower case and without a full stop.
  public var title: String {
    switch self {
    case .emitted: "written by current builds"
    case .olderBuilds: "written by older builds"
    case .ems2: "written by EMS 2.0"
    case .disabled: "switched off in current builds"
    case .unlistedPayload: "named by EMS 1.7.1 and 2.0, fields not documented"
    case .serverLog: "read from the server's own log"
    case .documented: "documented, not in the vendor's list"
    case .assumed: "assumed, never seen"
    case .request: "no event, shown with --all-lines"
    case .unknown: "unknown"
    }
  }
}
