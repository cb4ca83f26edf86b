/// The rows of inbound, outbound and neutral streams, and their feeds.
extension EventDescription {
  private static let kindsNeverClosed =
    "Kinds that never report closing: INRAW, INEXT, ONEXT, IFP, ID, IDV4L2, OMETA, OVMF, and "
    + "OFRFLV when a publisher asked for the file."
  private static let crashLeavesOpen =
    "A crash leaves created events without closed ones, and unique ids start again at 1."
  private static let codecsFadeAtClose =
    "Written during teardown: codecs may already read VUNK and AUNK while the counters are "
    + "not zero."
  private static let mayRepeat =
    "May repeat many times for one stream."

  static let inStreamCreated = EventDescription(
    name: "inStreamCreated", category: .stream, also: [.live], shape: .inStream,
    isLoggedByDefaultInW3C: true,
    summary: "A stream that feeds the server came into existence.",
    notes: [
      "Publishers, pulls, files and devices make them.",
      kindsNeverClosed,
      crashLeavesOpen,
    ])

  static let inStreamClosed = EventDescription(
    name: "inStreamClosed", category: .stream, also: [.live], shape: .inStream,
    isLoggedByDefaultInW3C: true,
    summary: "A stream that fed the server ended.",
    notes: [
      "Carries the final counters.",
      codecsFadeAtClose,
    ])

  static let inStreamCodecsUpdated = EventDescription(
    name: "inStreamCodecsUpdated", category: .stream, also: [.codecs, .live], shape: .inStream,
    isLoggedByDefaultInW3C: true,
    summary: "A codec of an inbound stream was found or changed.",
    notes: [
      mayRepeat
    ])

  static let outStreamCreated = EventDescription(
    name: "outStreamCreated", category: .stream, shape: .outStream, isLoggedByDefaultInW3C: true,
    summary: "A stream that leaves the server came into existence.",
    notes: [
      "Players, pushes, packagers and recordings make them.",
      kindsNeverClosed,
      crashLeavesOpen,
    ])

  static let outStreamClosed = EventDescription(
    name: "outStreamClosed", category: .stream, shape: .outStream, isLoggedByDefaultInW3C: true,
    summary: "A stream that left the server ended.",
    notes: [
      "Carries the final counters.",
      codecsFadeAtClose,
    ])

  static let outStreamCodecsUpdated = EventDescription(
    name: "outStreamCodecsUpdated", category: .stream, also: [.codecs], shape: .outStream,
    isLoggedByDefaultInW3C: true,
    summary: "The codec that feeds an outbound stream changed.",
    notes: [
      mayRepeat,
      "Also written right after an output is attached to its input.",
    ])

  static let outStreamFirstFrameSent = EventDescription(
    name: "outStreamFirstFrameSent", category: .stream, status: .disabled, shape: .outStream,
    isLoggedByDefault: false,
    summary: "The first frame left on an outbound stream.",
    notes: [
      "Defined and configurable, but nothing in the open source calls it.",
      "Passes by the filter of the logger; the filters of the sinks apply.",
    ])

  static let streamCreated = EventDescription(
    name: "streamCreated", category: .stream, status: .olderBuilds, shape: .neutralStream,
    isLoggedByDefaultInW3C: true,
    summary: "A stream without direction came into existence.",
    notes: [
      "Neutral RTMP streams; newer builds have none."
    ])

  static let streamClosed = EventDescription(
    name: "streamClosed", category: .stream, status: .olderBuilds, shape: .neutralStream,
    isLoggedByDefaultInW3C: true,
    summary: "A stream without direction ended.",
    notes: [
      codecsFadeAtClose
    ])

  static let streamCodecsUpdated = EventDescription(
    name: "streamCodecsUpdated", category: .stream, also: [.codecs], status: .olderBuilds,
    shape: .neutralStream, isLoggedByDefaultInW3C: true,
    summary: "A codec of a stream without direction changed.",
    notes: [
      mayRepeat
    ])

  static let audioFeedStopped = EventDescription(
    name: "audioFeedStopped", aliases: ["NoAudio"], category: .feed, also: [.stream],
    shape: .feed, isLoggedByDefaultInW3C: true,
    summary: "An inbound stream has had no audio for a while.",
    notes: [
      "Silence counts once it has lasted a whole keep-alive period.",
      "Repeats each period while the feed stays silent.",
      "A w3c row bears the process id and the name only: it names no stream.",
    ])

  static let videoFeedStopped = EventDescription(
    name: "videoFeedStopped", aliases: ["NoVideo"], category: .feed, also: [.stream],
    shape: .feed, isLoggedByDefaultInW3C: true,
    summary: "An inbound stream has had no video for a while.",
    notes: [
      "Silence counts once it has lasted a whole keep-alive period.",
      "Left out in a period for which silent audio was already reported.",
      "A w3c row bears the process id and the name only: it names no stream.",
    ])

  static let pullStreamFailed = EventDescription(
    name: "pullStreamFailed", category: .pull, also: [.stream], shape: .pullFailure,
    summary: "A pull could not connect, or the source rejected it.",
    notes: [
      "Has two shapes: the pull settings themselves, or localStreamName and customParameters."
    ])

  static let multiprotocolSAPEvent = EventDescription(
    name: "MultiprotocolSAPEvent", category: .stream, status: .disabled, shape: .multiprotocol,
    isLoggedByDefault: false,
    summary: "A stream started or stopped, in a customer's shape.",
    notes: [
      "Seen only as the method name of an XML-RPC request of special builds.",
      "Has neither type nor payload: the fields stand in one child named object.",
    ])
}
