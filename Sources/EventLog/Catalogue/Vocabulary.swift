/// A closed list of values that a field takes.
///
/// Lists are closed in the builds that are known; readers pass other values through.
public enum Vocabulary: Hashable, CaseIterable, Sendable {
  case streamType, audioCodec, videoCodec, connectionType, protocolType, processType
  case playlistType, recordingType, carrierType, cliStatus, publishMode, httpResult
  case startOrStop, inOrOut, multiprotocolName

  /// One value and what it means; `meaning` is empty where the value speaks for itself.
  public struct Word: Hashable, Sendable {
    /// As recorded; numbers in decimal digits.
    public let value: String
    /// A few words, or nothing.
    public let meaning: String

    init(_ value: String, _ meaning: String = "") {
      self.value = value
      self.meaning = meaning
    }
  }

  /// A few words for headings.
  public var title: String {
    switch self {
    case .streamType: "Stream types"
    case .audioCodec: "Audio codecs"
    case .videoCodec: "Video codecs"
    case .connectionType: "Connection types"
    case .protocolType: "Protocol types"
    case .processType: "Process types"
    case .playlistType: "Playlist types"
    case .recordingType: "Recording types"
    case .carrierType: "Carrier types"
    case .cliStatus: "Command statuses"
    case .publishMode: "Publish modes"
    case .httpResult: "Request results"
    case .startOrStop: "MultiprotocolSAPEvent events"
    case .inOrOut: "MultiprotocolSAPEvent directions"
    case .multiprotocolName: "MultiprotocolSAPEvent protocols"
    }
  }

  /// The values, in the order of the server's own lists.
  public var words: [Word] {
    switch self {
    case .streamType: StreamType.allCases.map { Word($0.rawValue, $0.meaning) }
    case .audioCodec: AudioCodec.allCases.map { Word($0.rawValue, $0.meaning) }
    case .videoCodec: VideoCodec.allCases.map { Word($0.rawValue, $0.meaning) }
    case .connectionType: ConnectionType.allCases.map { Word(String($0.rawValue), $0.meaning) }
    case .protocolType: Self.protocolTypes
    case .processType: [Word("origin"), Word("edge"), Word("unknown")]
    case .playlistType: [Word("appending"), Word("rolling")]
    case .recordingType: [Word("mp4"), Word("flv"), Word("ts")]
    case .carrierType: [Word("IOHT_TCP_CARRIER", "TCP"), Word("IOHT_UDP_CARRIER", "UDP")]
    case .cliStatus: [Word("SUCCESS"), Word("FAIL")]
    case .publishMode: [Word("live"), Word("record"), Word("append")]
    case .httpResult:
      ["OK", "Error", "Timeout", "Daemon Shutdown", "Read Error", "Client Abort"].map { Word($0) }
    case .startOrStop: [Word("start"), Word("stop")]
    case .inOrOut: [Word("in"), Word("out")]
    case .multiprotocolName:
      ["passThroughTs", "rtmp", "ts", "rtsp", "liveflv", "hls", "hds", "mss", "dash"]
        .map { Word($0) }
    }
  }

  private static let protocolTypes: [Word] = [
    Word("TCP"),
    Word("UDP"),
    Word("UDS", "Unix domain socket"),
    Word("RAW"),
    Word("BVAR", "binary variant"),
    Word("XVAR", "XML variant"),
    Word("JVAR", "JSON variant"),
    Word("IR", "RTMP in"),
    Word("IRS", "RTMPS in"),
    Word("OR", "RTMP out"),
    Word("RS", "RTMPS"),
    Word("RE", "RTMPE"),
    Word("ISSL", "TLS in"),
    Word("OSSL", "TLS out"),
    Word("IDTLS", "DTLS in"),
    Word("ODTLS", "DTLS out"),
    Word("ITS", "MPEG-TS in"),
    Word("IHTT", "HTTP in"),
    Word("IHTT2", "HTTP in, second version"),
    Word("IH4R", "RTMP over HTTP in"),
    Word("OHTT", "HTTP out"),
    Word("OHTT2", "HTTP out, second version"),
    Word("OH4R", "RTMP over HTTP out"),
    Word("HTTA"),
    Word("MSSHTLI"),
    Word("IHTMR"),
    Word("IH4F"),
    Word("TMR", "timer"),
    Word("ILFL", "live FLV in"),
    Word("OLFL", "live FLV out"),
    Word("RTSP"),
    Word("RTCP"),
    Word("IRTP", "RTP in"),
    Word("ORTP", "RTP out"),
    Word("RNATT", "RTP NAT traversal"),
    Word("SDP"),
    Word("IJSONCLI", "runtime API, JSON"),
    Word("H4C", "runtime API over HTTP"),
    Word("IASCCLI", "runtime API, text"),
    Word("IRPC", "RPC in"),
    Word("ORPC", "RPC out"),
    Word("PT", "pass-through"),
    Word("DRM"),
    Word("NMEA"),
    Word("JSONMETA", "JSON metadata"),
    Word("OUTVMF", "VMF metadata out"),
    Word("INVMSKMA"),
    Word("IWSFMP4", "fragmented MP4 over WebSocket"),
    Word("IWS", "WebSocket in"),
    Word("OWS", "WebSocket out"),
    Word("WSMETA", "metadata over WebSocket"),
    Word("WRTCSIG", "WebRTC signalling"),
    Word("WRTCCNX", "WebRTC connection"),
    Word("SCTP"),
    Word("ICEU", "ICE over UDP"),
    Word("ICET", "ICE over TCP"),
    Word("API"),
    Word("AXIS"),
    Word("V4L2", "Video4Linux"),
    Word("RAWTCP"),
  ]
}
