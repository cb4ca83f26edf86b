/// The formats in which event logs come; the raw value is the name on the command line.
public enum InputFormat: String, CaseIterable, Sendable {
  /// One JSON object per line, each line ended by a comma.
  case json
  /// A header line, then one line for each value.
  case text
  /// One row of cells per line, named by a header.
  case w3c
  /// Indented elements, many roots in a file.
  case xml
  /// Bodies that the server's RPC sink posts, alone or with the requests around them.
  case notification = "rpc"
  /// The server's own log: a file of an appender, or the capture of a console.
  case server
  /// Webhooks of FastPix: a body per line, or arrays of bodies.
  case fastpix
  /// Webhooks of Ant Media Server: a body per line, JSON or form; and the server's own log.
  case antmedia
}
