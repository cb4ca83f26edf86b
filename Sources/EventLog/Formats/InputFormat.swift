/// The formats in which event logs come; the raw value is the name on the command line.
public enum InputFormat: String, CaseIterable, Sendable {
  /// One JSON object per line, each line ended by a comma.
  case json

  /// What the bytes at the front of a log are written in; nil while that cannot be told.
  ///
  /// The extension proves nothing: the server's own sample configuration calls logs of every format
  /// `events.txt`. Source: formats.md §10.
  static func recognise(_ bytes: Span<UInt8>, isEnd: Bool) -> InputFormat? {
    var offset = 0
    while offset < bytes.count, bytes[offset] == 0 || bytes[offset] == UInt8(ascii: "\n") {
      offset += 1
    }
    guard offset < bytes.count else { return nil }
    return .json
  }
}
