/// A video codec, by the tag that `video.codec` bears.
public enum VideoCodec: String, PackedTag {
  case unknown = "VUNK"
  case h264 = "VH264"
  case jpeg = "VJPEG"
  case sorensonH263 = "VS263"
  case screenVideo = "VSV"
  case screenVideo2 = "VSV2"
  case vp6 = "VVP6"
  case vp6Alpha = "VVP6A"
  case passThrough = "VPT"

  /// The name of the codec.
  public var meaning: String {
    switch self {
    case .unknown: "unknown"
    case .h264: "H.264"
    case .jpeg: "JPEG"
    case .sorensonH263: "Sorenson H.263"
    case .screenVideo: "Screen Video"
    case .screenVideo2: "Screen Video 2"
    case .vp6: "VP6"
    case .vp6Alpha: "VP6 with alpha"
    case .passThrough: "passed through"
    }
  }
}

/// An audio codec, by the tag that `audio.codec` bears.
public enum AudioCodec: String, PackedTag {
  case unknown = "AUNK"
  case aac = "AAAC"
  case mp3 = "AMP3"
  case speex = "ASPEEX"
  case nellymoser = "ANM"
  case g711 = "AG711"
  case g711A = "AG711A"
  case g711U = "AG711U"
  case pcmLittleEndian = "APCMLE"
  case pcmBigEndian = "APCMBE"
  case passThrough = "APT"

  /// The name of the codec.
  public var meaning: String {
    switch self {
    case .unknown: "unknown"
    case .aac: "AAC"
    case .mp3: "MP3"
    case .speex: "Speex"
    case .nellymoser: "Nellymoser"
    case .g711: "G.711"
    case .g711A: "G.711 A-law"
    case .g711U: "G.711 mu-law"
    case .pcmLittleEndian: "PCM, little-endian"
    case .pcmBigEndian: "PCM, big-endian"
    case .passThrough: "passed through"
    }
  }
}
