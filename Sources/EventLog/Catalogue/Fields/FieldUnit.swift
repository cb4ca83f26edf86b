/// What a number counts, or how a string writes a time.
public enum FieldUnit: String, CaseIterable, Hashable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  case epochMilliseconds = "epoch ms"
  /// A duration in milliseconds.
  case milliseconds = "ms"
  /// A duration in seconds.
  case seconds = "s"
  /// Units of 1024 bits each second.
  case kibibitsPerSecond = "Kibit/s"
  /// Bits each second.
  case bitsPerSecond = "bit/s"
  /// Frames each second.
  case framesPerSecond = "frames/s"
  case bytes
  case packets
  case frames
  case pixels
  /// Text `YYYY-MM-DDTHH:MM:SS.000`, in UTC without saying so.
  case utcTime = "UTC time"
  /// Text `YYYY-MM-DDTHH-MM-SS`, in UTC without saying so.
  case hyphenatedUTCTime = "hyphenated UTC"
}
