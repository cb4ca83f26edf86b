/// What a message of a server log says, as far as it is an event (formats.md §9.4); all ranges are
/// offsets in the entry.
enum ServerLogMessage {
  /// A stream came, went, or was idle.
  case stream(EventKind, ServerLogStream)
  /// A connection came up or went down.
  case connection(EventKind, ServerLogStack, application: Range<Int>?)
  /// A client was turned away.
  case refusal(far: ServerLogEndpoint, near: ServerLogEndpoint)
  /// An RTMP client wants to publish.
  case publish(name: Range<Int>, mode: Range<Int>, ServerLogStack)
  /// An RTMP client wants to play.
  case play(
    name: Range<Int>, start: Range<Int>, length: Range<Int>, reset: Range<Int>, ServerLogStack)
  /// A command of the runtime API, in lower case.
  case command(Range<Int>)
  /// An application came or went.
  case application(EventKind, name: Range<Int>, number: Range<Int>?)
  /// The server is up.
  case started(process: Range<Int>)
  /// The server begins to shut down.
  case stopping
  /// A piece of packaging or recording could not be written.
  case chunkError(EventKind, text: Range<Int>)
  /// A player's session, named in words and not by its number.
  case session(EventKind, name: Range<Int>, client: Range<Int>?)
  /// A plain file was downloaded.
  case download(file: Range<Int>, timeout: Range<Int>?)
  /// A client of the web server.
  case http(EventKind, ServerLogEndpoint, result: Range<Int>?)
  /// A pull could not connect; its settings begin there.
  case pullFailure(settings: Int)
  /// The dump of an event, which begins there; `isRecord` when a console sink wrote it.
  case dump(start: Int, isRecord: Bool)
  /// An event without fields of its own.
  case line(EventKind)

  /// The kind of the event; nil when a dump has to be read to know.
  var kind: EventKind? {
    switch self {
    case .stream(let kind, _), .connection(let kind, _, _), .application(let kind, _, _),
      .chunkError(let kind, _), .session(let kind, _, _), .http(let kind, _, _), .line(let kind):
      kind
    case .refusal: .connectionRefused
    case .publish: .publishRequested
    case .play: .playRequested
    case .command: .cliRequest
    case .started: .serverStarted
    case .stopping: .serverStopping
    case .download: .mediaFileDownloaded
    case .pullFailure: .pullStreamFailed
    case .dump: nil
    }
  }

  /// Whether a message that is cut anywhere behind its beginning would look the same, but for what it
  /// says: then it cannot be trusted without its line end.
  var hasOpenEnd: Bool {
    switch self {
    case .command, .refusal, .chunkError: true
    case .connection(_, _, let application): application != nil
    case .line(let kind): kind == .serverLogLine
    default: false
    }
  }
}

extension ServerLogMessage {
  /// Whether lines that may follow cannot belong to the message: dumps end with their outermost tag.
  func isComplete(_ entry: ServerLogEntry, in text: Span<UInt8>) -> Bool {
    switch self {
    case .dump, .pullFailure:
      let end = entry.message.upperBound
      for tag: StaticString in ["\n</MAP>", "\\n</MAP>", "\n</TYPED_MAP>", "\\n</TYPED_MAP>"]
      where text.has(tag, at: end - tag.utf8CodeUnitCount) {
        return true
      }
      return false
    default: return true
    }
  }
}

/// A stream as messages name it.
struct ServerLogStream {
  var type: Range<Int>
  var number: Range<Int>
  var name: Range<Int>
  var application: Range<Int>?
}

extension ServerLogMessage {
  /// Recognises the message of an entry; nil when it is no event.
  @inline(__always)
  init?(_ entry: ServerLogEntry, in text: Span<UInt8>) {
    let message = entry.message
    guard !message.isEmpty else { return nil }
    let first = text[message.lowerBound]
    // A digit, or a letter that one of the patterns begins with.
    let isCandidate =
      switch first {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "["), UInt8(ascii: ":"): true
      case UInt8(ascii: "A"), UInt8(ascii: "C"), UInt8(ascii: "E"), UInt8(ascii: "F"),
        UInt8(ascii: "G"), UInt8(ascii: "I"), UInt8(ascii: "M"), UInt8(ascii: "N"),
        UInt8(ascii: "O"), UInt8(ascii: "P"), UInt8(ascii: "S"), UInt8(ascii: "U"),
        UInt8(ascii: "a")...UInt8(ascii: "f"):
        true
      default: false
      }
    guard isCandidate else { return nil }
    self.init(first: first, ServerLogPhrase(text, message), entry, text)
  }

  private init?(
    first: UInt8, _ start: consuming ServerLogPhrase, _ entry: ServerLogEntry, _ text: Span<UInt8>
  ) {
    var phrase = start
    let found: ServerLogMessage? =
      switch first {
      case UInt8(ascii: "S"):
        if phrase.take("Stream ") {
          phrase.streamRegistration()
        } else if phrase.take("Streaming Session ") {
          phrase.session()
        } else if phrase.take("Sending log event to origin") {
          phrase.isAtEnd ? .line(.eventRelayed) : nil
        } else if phrase.take("Shutting down protocols manager") {
          .stopping
        } else {
          Self.chunkError(entry, text)
        }
      case UInt8(ascii: "N"):
        if phrase.take("NetStream.") {
          phrase.request()
        } else {
          phrase.take("No traffic on stream ") ? phrase.idleStream() : nil
        }
      case UInt8(ascii: "I"):
        phrase.take("Inbound connection accepted: ")
          ? phrase.connection(.connectionAccepted) : nil
      case UInt8(ascii: "O"):
        phrase.take("Outbound connection established: ")
          ? phrase.connection(.connectionEstablished) : nil
      case UInt8(ascii: "P"): phrase.take("Protocol ") ? phrase.connectionDown() : nil
      case UInt8(ascii: "A"):
        if phrase.take("Application ") {
          phrase.application()
        } else {
          phrase.take("Acceptor is not enabled. Client dropped: ") ? phrase.refusal() : nil
        }
      case UInt8(ascii: "G"):
        phrase.take("GO! GO! GO! (") ? phrase.started() : nil
      case UInt8(ascii: "E"):
        if phrase.take("Event to be sent: ") {
          phrase.dump(isRecord: false)
        } else {
          phrase.take("Event:") ? phrase.dump(isRecord: true) : nil
        }
      case UInt8(ascii: "C"):
        if phrase.take("Client explicitly dropped: ") {
          phrase.refusal()
        } else if phrase.take("Connection failed:") {
          phrase.failedConnection(in: text)
        } else {
          Self.chunkError(entry, text)
        }
      case UInt8(ascii: "c") where phrase.take("command: "):
        phrase.isAtEnd ? nil : .command(phrase.take(to: phrase.end))
      case UInt8(ascii: "U"), UInt8(ascii: "F"): Self.chunkError(entry, text)
      case UInt8(ascii: "M"):
        phrase.take("Media File Downloaded: (")
          ? phrase.download() : Self.chunkError(entry, text)
      default: phrase.webAccess()
      }
    guard let found else { return nil }
    self = found
  }

  /// A message about packaging or recording that failed.
  ///
  /// The texts say nothing of the format, and other parts of the server use the same words. Hence the
  /// source file decides, and builds that leave it out give no such events (real-bytes.md, fact 10).
  private static func chunkError(
    _ entry: ServerLogEntry, _ text: Span<UInt8>
  ) -> ServerLogMessage? {
    guard entry.location.level ?? 0 <= 2, !entry.location.file.isEmpty else { return nil }
    let message = text.extracting(entry.message)
    let isFailure =
      message.has("Unable to ", at: 0) || message.has("Could not ", at: 0)
      || message.equals("Fragment not opened") || message.equals("Manifest not opened")
      || message.equals("Segment is not opened")
    guard isFailure else { return nil }
    var file = text.extracting(entry.location.file)
    for index in file.indices.reversed()
    where file[index] == UInt8(ascii: "/") || file[index] == UInt8(ascii: "\\") {
      file = file.extracting((index + 1)...)
      break
    }
    let kind: EventKind
    if file.has("outfilehls", at: 0) || file.has("hls", at: 0) {
      kind = .hlsChunkError
    } else if file.has("outfilehds", at: 0) || file.has("hds", at: 0) {
      kind = .hdsChunkError
    } else if file.has("outfilemss", at: 0) || file.has("mss", at: 0) {
      kind = .mssChunkError
    } else if file.has("outfiledash", at: 0) || file.has("dash", at: 0) {
      kind = .dashChunkError
    } else if file.has("outfilemp4", at: 0) || file.has("outfileflv", at: 0)
      || file.has("outfilets", at: 0)
    {
      kind = .recordChunkError
    } else {
      return nil
    }
    return .chunkError(kind, text: entry.message)
  }
}
