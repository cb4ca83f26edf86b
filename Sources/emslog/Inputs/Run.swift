import EventLog
import LogFiles
import SystemPackage

/// One run of a command: what its options say, as plain values.
///
/// Each command makes it once.
struct Run {
  /// What is read.
  var inputs: LogInputs
  /// The window, and the zones of times.
  var times: TimeFrame
  /// How events and rows are shown.
  var options = RenderOptions()
  /// What is said and kept of the reading itself.
  var account = Account()
  /// What there is to say before anything is read.
  var warnings: [Diagnostic] = []
}

/// What is said and kept of the reading itself, beside the output.
struct Account {
  /// True to print a summary of what was read.
  var printsSummary = false
  /// True to show progress on a terminal.
  var showsProgress = true
  /// The file that keeps the bytes of damaged records.
  var badFile: FilePath?
}

/// Logs that are read from start to end.
struct LogInputs {
  /// Files, directories and patterns; `-` is standard input.
  var arguments: [FilePath]
  var reading: LogReading

  /// Returns the files that the arguments stand for, in the order in which they are read.
  func listing(logZone: ZoneRules) -> InputListing {
    var listing = PathList(arguments, depth: reading.depth).expanded()
    var reader = reading.reader(logZone: logZone)
    listing.order { FirstRecordSearch.first(of: $0, with: &reader) }
    return listing
  }
}

/// How logs are read.
struct LogReading {
  /// How far directories are searched.
  var depth = PathList.Depth.oneLevel
  /// The format of the logs; nil: each is recognised by its bytes.
  var format: InputFormat?
  /// The longest record that is read, in bytes.
  var recordLimit = 16 << 20
  /// True to show lines that are no events too.
  var allLines = false
  /// The secrets with which signatures are checked.
  var secrets: WebhookSecrets?
  /// True to drop webhooks that are delivered again.
  var dedupe = false
  /// True to read every sink of a server.
  var allSinks = false
  /// True to check every record.
  var strict = false

  /// Returns a reader of such logs, whose zone is `zone`.
  func reader(logZone zone: ZoneRules, checksSignatures: Bool = false) -> EventReader {
    var context = DecodingContext(logZone: zone)
    if checksSignatures { context.signatureCheck = secrets?.check }
    context.identifiesDeliveries = dedupe
    return EventReader(
      context: context, format: format, recordLimit: recordLimit, decodesAll: strict,
      allLines: allLines)
  }
}
