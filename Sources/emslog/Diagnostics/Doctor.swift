import EventLog
import LogFiles

/// Tells by the look of rotated logs how they are rotated, what can be lost with that, and what to
/// configure instead.
///
/// A server that cuts its logs itself, under names with a stamp, loses nothing. Programs that rename
/// or truncate the file under a server that never opens it again do.
struct Doctor {
  /// What is seen of one file.
  struct Symptoms {
    /// The name of the file for people.
    var place: String
    /// The rotated set.
    var set: SetKey
    /// The place in the set.
    var order: RotationOrder
    /// Whether it has runs of zero bytes: it was truncated while the server was writing.
    var isTruncated = false
    /// Whether it is gzip data.
    var isCompressed = false
    /// Whether records are missing in it or before it.
    var hasGap = false
    /// Whether anything is wrong with it.
    var hasFinding = false
  }

  /// How a set of logs is rotated, by the names and the content of its files.
  enum Scheme: Equatable {
    /// One file that nobody cuts.
    case none
    /// The server begins a new file with the time in its name.
    case stamps
    /// The server begins a new file with a number in its name.
    case parts
    /// Another program renames the file.
    case renaming
    /// Another program copies the file and truncates it.
    case truncation
  }

  private let sets: [[Symptoms]]
  private let vanished: Int

  /// Creates a doctor for these files, of which `vanished` were gone before they could be read.
  init(_ files: [Symptoms], vanished: Int) {
    sets = Dictionary(grouping: files, by: \.set).sorted { $0.key < $1.key }.map(\.value)
    self.vanished = vanished
  }

  /// How the files of one set are rotated.
  static func scheme(of files: [Symptoms]) -> Scheme {
    if files.contains(where: \.isTruncated) { return .truncation }
    if !files.allSatisfy(\.order.isUnrotated) { return .renaming }
    if files.contains(where: { $0.order.creationStamp != nil }) { return .stamps }
    if files.contains(where: \.order.isPart) { return .parts }
    return .none
  }

  /// A line for each set in which something is wrong; with `isVerbose` for all others too.
  func advice(isVerbose: Bool) -> [Diagnostic] {
    var lines = sets.compactMap { files -> Diagnostic? in
      guard isVerbose || files.contains(where: \.hasFinding) else { return nil }
      return Self.advice(on: files, isVerbose: isVerbose)
    }
    if vanished > 0 || isVerbose || sets.contains(where: { $0.contains(where: \.hasGap) }) {
      lines.append(Self.retention)
    }
    return lines
  }

  /// What to say of one set; nil if its rotation is not to blame.
  private static func advice(on files: [Symptoms], isVerbose: Bool) -> Diagnostic? {
    guard let place = files.last?.place else { return nil }
    let compressed = files.contains(where: \.isCompressed) ? ", and compressed later" : ""
    switch scheme(of: files) {
    case .truncation:
      return Diagnostic(
        place: place,
        problem: "was truncated while the server was writing, as logrotate's copytruncate does; "
          + "what was written meanwhile is lost",
        hint: own)
    case .renaming:
      return Diagnostic(
        place: place,
        problem: "is rotated by another program\(compressed); the server goes on writing to a "
          + "renamed file, so logrotate's create loses what follows once it is compressed or removed",
        hint: own)
    case .parts:
      return Diagnostic(
        place: place,
        problem: "is cut by the server into numbered parts\(compressed); after a restart it counts "
          + "from 0001 again and appends to old parts",
        hint: "leave appendTimestamp of the sink on, so that each file has a name of its own")
    case .stamps where isVerbose:
      return Diagnostic(
        place: place,
        problem: "is cut by the server, with the time in the name\(compressed); nothing is lost",
        hint: nil)
    case .none where isVerbose:
      return Diagnostic(place: place, problem: "is one file that nobody rotates", hint: own)
    case .stamps, .none: return nil
    }
  }

  private static let own =
    "set fileChunkLength (seconds) of the sink, so that the server cuts its log itself"

  private static let retention = Diagnostic(
    problem: "logs that a job reads now and then have to stay until it has read them",
    hint: "keep rotated logs for longer than two periods of the job that reads them")
}
