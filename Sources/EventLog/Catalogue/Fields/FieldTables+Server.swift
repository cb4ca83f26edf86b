/// Fields of events about the server, its applications, its connections and its control.
extension [FieldDescription] {
  static let cliRequest: Self = [
    .always("command", .string, "Command as typed; the case varies."),
    .sometimes("parameters", [.object, .null], "Its parameters; may hold credentials."),
  ]

  static let cliResponse: Self =
    [
      .always("status", .string, from: .cliStatus, "Whether the command succeeded."),
      .always("description", .string, "What came of it, in English."),
      .always("data", .any, "The answer; null, an object, an array or a string, maybe very large."),
      .sometimes("responseId", .string, "The commandId of the request, if it had one."),
    ]

  static let process: Self = [
    .always("fullBinaryPath", .string, "Path of the program."),
    .always("arguments", .string, "Its arguments."),
    .always("configId", .integer, "Number of the configuration entry."),
    .always("keepAlive", .boolean, "Whether it is started again when it exits."),
    .always("operationType", .integer, from: .connectionType, "What the entry asks for."),
    .sometimes("groupName", .string, "Group of processes that it belongs to."),
    .sometimes("$*", .string, "An environment variable of the process."),
    .sometimes("_*", .any, "A variable of the user's own."),
    .sometimes("processKillTimer", .null, "EMS 2.0: left behind by a look-up."),
  ]

  static let timer: Self = [
    .always("timerId", .integer, "Number of the timer."),
    .always("triggerCount", .integer, "How often it has fired; 1 the first time."),
    .always("value", [.integer, .string], "Seconds, or the UTC time that it was set for."),
    .sometimes("_*", .any, "A variable of the user's own."),
  ]

  static let server: Self = [
    .always("banner", .string, "Product, release and build in one line."),
    .sometimes("branchName", .string, "Branch that it was built from."),
    .always("buildDate", .string, "When it was built."),
    .always("buildNumber", .string, "Number of the build."),
    .always("codeName", .string, "Name of the release."),
    .always("hash", .string, "Revision that it was built from."),
    .always("releaseNumber", .string, "Number of the release."),
  ]

  static let application: Self = [
    .always("id", .integer, "Number of the application."),
    .always("name", .string, "Name of the application."),
    .always("config", .object, "The whole configuration, with paths and key files."),
  ]

  static let protocolStack: Self = [
    .always("protocolType", .string, from: .protocolType, "Protocol at the top of the stack."),
    .always("customParameters", [.object, .null], "All settings; may hold credentials."),
    .sometimes("id", .integer, "Number of the protocol."),
  ]

  static let carrier: Self = [
    .always("id", .integer, "Number of the carrier."),
    .always("type", .string, from: .carrierType, "Transport."),
    .sometimes("farIP", .string, "TCP: address of the other side."),
    .sometimes("farPort", .integer, "TCP: port of the other side."),
    .always("nearIP", .string, "Address on the side of the server."),
    .always("nearPort", .integer, "Port on the side of the server."),
    .always("rx", .integer, in: .bytes, "Bytes received."),
    .sometimes("tx", .integer, in: .bytes, "TCP: bytes sent."),
  ]

  static let webRtcCommand: Self = [
    .always("command", [.string, .null], "Name of the command."),
    .always("argument", [.string, .null], "Its argument."),
    .always("base64", [.string, .null], "Its argument, in Base64."),
    .always("baseStreamName", [.string, .null], "Name of the stream that was asked for."),
    .always("instanceStreamName", [.string, .null], "Name of the stream made for the peer."),
  ]

  static let webRtcConnection: Self = [
    .always("rrsId", .null, "Always null."),
    .always("rrs", [.string, .null], "Name of the rendezvous server."),
    .always("rrsIp", [.string, .null], "Address of the rendezvous server."),
    .always("rrsPort", [.integer, .null], "Port of the rendezvous server."),
    .always("roomId", [.string, .null], "Room that the server joined."),
    .always("configId", [.integer, .null], "Number of the configuration entry."),
  ]

  static let webRtcService: Self = [
    .always("configId", .integer, "Number of the configuration entry."),
    .always("ersIp", .string, "Address of the rendezvous server."),
    .always("ersPort", .integer, "Port of the rendezvous server."),
    .always("roomId", .string, "Room of the service."),
  ]

  static let webRtcServiceStopped: Self = [
    .always("configId", .integer, "Number of the configuration entry.")
  ]

  static let room: Self = [
    .always("roomName", [.string, .null], "Name of the room."),
    .always("clientName", [.string, .null], "Name of the player."),
    .always("clientID", [.string, .null], "Id of the player."),
  ]

  // Lines of the server's own log.

  static let logLine: Self = [
    .always("level", .integer, "0 fatal, 1 error, 2 warning, 3 info, 4 debug, 5 fine, 6 finest."),
    .always("message", .string, "The message."),
    .sometimes("file", .string, "Source file that printed it; blank in release builds."),
    .sometimes("line", .integer, "Line of that file."),
    .sometimes("function", .string, "Function that printed it."),
    .sometimes("severity", .string, "The level in the log of Ant Media Server, such as INFO."),
    .sometimes("logger", .string, "Class that printed it, in the log of Ant Media Server."),
    .sometimes("thread", .string, "Thread that printed it, in the log of Ant Media Server."),
  ]

  private static let logEnds: Self = [
    .sometimes("farIp", .string, "Address of the other side."),
    .sometimes("farPort", .integer, "Port of the other side."),
    .sometimes("nearIp", .string, "Address on the side of the server."),
    .sometimes("nearPort", .integer, "Port on the side of the server."),
  ]

  static let logConnection: Self =
    logEnds + [
      .sometimes("appName", .string, "Application that the connection belonged to."),
      .sometimes("protocolType", .string, from: .protocolType, "Protocol at the top of the stack."),
      .sometimes("id", .integer, "Number of the protocol."),
    ]

  static let logStream: Self = [
    .sometimes("name", .string, "Local stream name."),
    .sometimes("type", .string, from: .streamType, "Kind of stream."),
    .sometimes("uniqueId", .integer, "Number of the stream, unique within one process only."),
  ]

  static let logPublish: Self =
    logEnds + [
      .sometimes("name", .string, "Stream name that was asked for."),
      .sometimes("mode", .string, from: .publishMode, "What to do with the stream."),
    ]

  static let logPlay: Self =
    logEnds + [
      .sometimes("name", .string, "Stream name that was asked for."),
      .sometimes("start", .decimal, in: .seconds, "Where to start; -2 live or recorded, -1 live."),
      .sometimes("length", .decimal, in: .seconds, "How much to play; -1 for all of it."),
      .sometimes("reset", .boolean, "Whether the client's playlist is emptied first."),
    ]

  static let logHTTP: Self = [
    .sometimes("farIp", .string, "Address of the client."),
    .sometimes("farPort", .integer, "Port of the client."),
    .sometimes("result", .string, from: .httpResult, "How the request ended."),
  ]
}
