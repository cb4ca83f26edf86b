/// A kind of stream, by the tag that `type` and the w3c column `type` bear.
///
/// Tags are three to seven letters, of which the first tells the direction.
public enum StreamType: String, PackedTag {
  case inRTMP = "INR"
  case inLiveFLV = "INLFLV"
  case inTS = "INTS"
  case inRTP = "INP"
  case inExternal = "INEXT"
  case inPassThrough = "INS"
  case inRaw = "INRAW"
  case inDevice = "ID"
  case inV4L2Device = "IDV4L2"
  case inFileForRTMP = "IFR"
  case inFileTS = "IFT"
  case inFilePassThrough = "IFS"
  case inFileForRTSP = "IFP"
  case outRTMP = "ONR"
  case outRTP = "ONP"
  case outTS = "ONTS"
  case outPassThrough = "ONS"
  case outExternal = "ONEXT"
  case outFragmentedMP4 = "ONFMP4"
  case outMP4 = "ONMP4"
  case outRaw = "OUTRAW"
  case outFile = "OFR"
  case outFileFLV = "OFRFLV"
  case outHLS = "OFHLS"
  case outHDS = "OFHDS"
  case outMSS = "OFMSS"
  case outDASH = "OFDASH"
  case outFileTS = "OFTS"
  case outFileMP4 = "OFMP4"
  case outMetadata = "OMETA"
  case outVMF = "OVMF"
  case neutralRTMP = "NR"
  case outRTMPFromRTMP = "ONR4R"
  case outRTMPFromTS = "ONR4TS"
  case inRawOld = "INW"
  case inAAC = "INA"
  case inMP3 = "INM"
  case outRawOld = "ONW"

  /// A few words, in lower case unless a name asks for capitals.
  public var meaning: String {
    switch self {
    case .inRTMP: "RTMP in"
    case .inLiveFLV: "live FLV in"
    case .inTS: "MPEG-TS in"
    case .inRTP: "RTP or RTSP in"
    case .inExternal: "external in"
    case .inPassThrough: "pass-through in"
    case .inRaw: "raw in"
    case .inDevice: "device in"
    case .inV4L2Device: "Video4Linux device in"
    case .inFileForRTMP: "file for RTMP"
    case .inFileTS: "MPEG-TS file"
    case .inFilePassThrough: "pass-through file"
    case .inFileForRTSP: "file for RTSP"
    case .outRTMP: "RTMP out"
    case .outRTP: "RTP or RTSP out"
    case .outTS: "MPEG-TS out"
    case .outPassThrough: "pass-through out"
    case .outExternal: "external out"
    case .outFragmentedMP4: "fragmented MP4 out, over WebSocket, WebRTC or HTTP"
    case .outMP4: "MP4 out"
    case .outRaw: "raw out"
    case .outFile: "file out"
    case .outFileFLV: "FLV recording"
    case .outHLS: "HLS packager"
    case .outHDS: "HDS packager"
    case .outMSS: "Smooth Streaming packager"
    case .outDASH: "DASH packager"
    case .outFileTS: "MPEG-TS recording"
    case .outFileMP4: "MP4 recording"
    case .outMetadata: "metadata out"
    case .outVMF: "VMF metadata out"
    case .neutralRTMP: "neutral RTMP, older builds"
    case .outRTMPFromRTMP: "RTMP out, fed by RTMP, older builds"
    case .outRTMPFromTS: "RTMP out, fed by MPEG-TS, older builds"
    case .inRawOld: "raw in, older builds"
    case .inAAC: "AAC in, older builds"
    case .inMP3: "MP3 in, older builds"
    case .outRawOld: "raw out, older builds"
    }
  }

  /// Whether it feeds the server or leaves it.
  public var direction: StreamDirection { StreamDirection(firstLetter: rawValue.utf8.first) }

  /// Whether the server reports the end of such streams.
  ///
  /// `outFileFLV` does when the recorder made it, and does not when a publisher asked for the file.
  public var reportsClosing: Bool {
    switch self {
    case .inRaw, .inExternal, .outExternal, .inFileForRTSP, .inDevice, .inV4L2Device, .outMetadata,
      .outVMF:
      false
    default:
      true
    }
  }
}

/// Whether a stream feeds the server or leaves it.
public enum StreamDirection: String, CaseIterable, Hashable, Sendable {
  case `in`
  case out
  case neutral

  /// Its name, to be appended without a copy.
  var word: StaticString {
    switch self {
    case .in: "in"
    case .out: "out"
    case .neutral: "neutral"
    }
  }

  /// The direction that the first letter of any tag, known or not, tells.
  public init(firstLetter: UInt8?) {
    switch firstLetter {
    case UInt8(ascii: "I"): self = .in
    case UInt8(ascii: "O"): self = .out
    default: self = .neutral
    }
  }
}
