/// Rows and headers of hand-written w3c logs.
enum W3CLog {
  /// The names of all columns behind the stamp, in the order of the server.
  static let names: [String] = {
    let plain =
      "processId INFO name applicationName creationTimestamp type typeNumeric uniqueId upTime "
      + "queryTimestamp bandwidth connectionType farIp farPort IP nearIP nearPort port swf-url"
    let media = "bytes codec codecNumeric droppedBytes droppedPackets packets"
    let pull =
      "audioCodecBytes configId emulateUserAgent forceTcp httpProxy isAudio keepAlive "
      + "localStreamName operationType pageUrl ppsBytes rangeEnd rangeStart "
      + "rtcpDetectionInterval sendRenewStream spsBytes ssmIp swfUrl tcUrl tos ttl uri"
    let record =
      "chunkLength computedPathToFile configId keepAlive localStreamName mp4BinPath "
      + "operationType overwrite pathToFile type waitForIDR winQtCompat"
    let web = "startTime stopTime elapsed clientIP sessionId playlist mediaFile"
    func words(_ list: String, _ prefix: String = "") -> [String] {
      list.split(separator: " ").map { prefix + $0 }
    }
    return words(plain) + words(media, "audio-") + words(media, "video-")
      + words(pull, "pullSettings-") + words(record, "recordSettings-") + words(web, "ews-")
  }()

  /// The columns of a server with or without those of the web server, with or without the stamp.
  static func columns(web: Bool = true, stamped: Bool = false) -> [String] {
    (stamped ? ["timestamp"] : []) + (web ? names : names.dropLast(7))
  }

  /// A header with those columns.
  static func header(_ columns: [String] = columns()) -> String {
    "#Version: 1.0\n#Start-Date: 2023-Nov-14 22:13:20 UTC\n#Software: RDKC Media Server 1.7.1 1\n"
      + "#Fields: " + columns.joined(separator: "\t") + "\n"
  }

  /// A row; cells that are not named are hyphens.
  static func row(
    _ cells: KeyValuePairs<String, String> = [:], type: String = "inStreamCreated",
    process: String = "4242", stamp: String? = nil, web: Bool = true
  ) -> String {
    var row = columns(web: web, stamped: stamp != nil).map { _ in "-" }
    let columns = columns(web: web, stamped: stamp != nil)
    func set(_ name: String, _ value: String) {
      if let index = columns.firstIndex(of: name) { row[index] = value }
    }
    if let stamp { set("timestamp", stamp) }
    set("processId", process)
    set("INFO", type)
    for (name, value) in cells { set(name, value) }
    return row.joined(separator: "\t") + "\n"
  }

  static let footer = "\n# ======= End of file ========"
}
