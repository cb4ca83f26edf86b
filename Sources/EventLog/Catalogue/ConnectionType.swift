/// Why a stream or a configuration entry exists: `connectionType` and `operationType`.
///
/// The numbers are those of current builds. Builds without Smooth Streaming and DASH used 5 for
/// recordings and 6 for processes, so where a payload holds settings, ``settingsKey`` tells more
/// surely than the number.
public enum ConnectionType: Int, CaseIterable, Hashable, Sendable {
  case standard = 0
  case pull = 1
  case push = 2
  case hls = 3
  case hds = 4
  case mss = 5
  case dash = 6
  case record = 7
  case process = 8
  case webrtc = 9
  case metadata = 10
  case restartService = 11

  /// A few words.
  public var meaning: String {
    switch self {
    case .standard: "made by a client"
    case .pull: "pulled"
    case .push: "pushed"
    case .hls: "packaged as HLS"
    case .hds: "packaged as HDS"
    case .mss: "packaged for Smooth Streaming"
    case .dash: "packaged as DASH"
    case .record: "recorded"
    case .process: "a launched process"
    case .webrtc: "WebRTC"
    case .metadata: "metadata"
    case .restartService: "a service being restarted"
    }
  }

  /// The field of a stream's payload that holds its settings, if there is one.
  public var settingsKey: String? {
    switch self {
    case .pull: "pullSettings"
    case .push: "pushSettings"
    case .hls: "hlsSettings"
    case .hds: "hdsSettings"
    case .mss: "mssSettings"
    case .dash: "dashSettings"
    case .record: "recordSettings"
    case .process: "processSettings"
    case .standard, .webrtc, .metadata, .restartService: nil
    }
  }
}
