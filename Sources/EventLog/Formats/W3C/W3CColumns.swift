/// What one cell of a w3c row holds.
struct W3CColumn {
  enum Role: UInt8 {
    case timestamp, eventType, field
  }
  var role: Role
  /// The block of the payload that it belongs to; nil: the payload itself.
  var group: W3CGroup?
  /// Where its key stands in the arena.
  var keyStart: UInt32
  var keyCount: UInt32
  /// Nil for columns that only a header names.
  var type: FieldType?
}

/// The blocks of a payload that w3c columns reach into.
enum W3CGroup: UInt8, CaseIterable {
  case audio, video, pullSettings, recordSettings

  /// Its key; a column of it is called that, a hyphen and the key within.
  var key: StaticString {
    switch self {
    case .audio: "audio"
    case .video: "video"
    case .pullSettings: "pullSettings"
    case .recordSettings: "recordSettings"
    }
  }
}

/// The columns of a w3c log: those that the server always writes, and those of an unusual header.
///
/// Source: formats.md §6. A row with a stamp has the first column, a server without the web-server
/// columns lacks the last seven.
struct W3CColumns {
  /// Which columns the cells of a row are.
  struct Layout {
    var isCustom = false
    var columns: Range<Int>
  }

  /// All columns that are known, then those of an unusual header in its order.
  private(set) var columns: ContiguousArray<W3CColumn> = []
  /// The keys of all columns and blocks, end to end: what the arena has to hold.
  private(set) var keys: ContiguousArray<UInt8> = []
  private var groupKeys: ContiguousArray<Range<Int>> = []
  /// The names of the known columns as a header has them, TABs between them.
  private var header: ContiguousArray<UInt8> = []
  private var hasWebColumns = true
  private var customIsStamped = false
  /// The cells of an unusual header in the order in which they are read: a block's columns follow
  /// one another, wherever they stand in the row.
  private(set) var order: ContiguousArray<Int> = []

  static let standard = W3CColumns()
  /// How many columns are known.
  static let known = 73
  private static let webColumns = 7

  private init() {
    for group in W3CGroup.allCases {
      groupKeys.append(append(key: "\(group.key)"))
    }
    for (name, key, type) in Self.table {
      let role: W3CColumn.Role =
        name == "timestamp" ? .timestamp : name == "INFO" ? .eventType : .field
      append(name: name, key: key, type: type, role: role)
      if !header.isEmpty { header.append(UInt8(ascii: "\t")) }
      header.append(contentsOf: name.utf8)
    }
  }

  private mutating func append(key: String) -> Range<Int> {
    let start = keys.count
    keys.append(contentsOf: key.utf8)
    return start..<keys.count
  }

  private mutating func append(
    name: String, key: String?, type: FieldType?, role: W3CColumn.Role
  ) {
    let group = W3CGroup.allCases.first { name.hasPrefix("\($0.key)-") }
    let inner = group.map { String(name.dropFirst($0.key.utf8CodeUnitCount + 1)) } ?? name
    let range = append(key: key ?? inner)
    columns.append(
      W3CColumn(
        role: role, group: group, keyStart: UInt32(range.lowerBound), keyCount: UInt32(range.count),
        type: type))
  }

  /// Takes over the columns that a `#Fields: ` line names.
  mutating func read(names list: Span<UInt8>) {
    self = Self.standard
    let isStamped = list.has("timestamp\t", at: 0)
    let start = isStamped ? 0 : 10
    let web = header.span.firstOffset(of: "\tews-") ?? header.count
    for end in [header.count, web]
    where list.equals(header.span.extracting(start..<end)) {
      hasWebColumns = end > web
      return
    }
    customIsStamped = isStamped
    let known = String(copying: header.span).split(separator: "\t")
    for name in String(copying: list).split(separator: "\t", omittingEmptySubsequences: false) {
      if let number = known.firstIndex(of: name) {
        columns.append(columns[number])
      } else {
        let inner = name.hasPrefix("ews-") ? String(name.dropFirst(4)) : nil
        append(name: String(name), key: inner, type: nil, role: .field)
      }
    }
    let custom = Self.known..<columns.count
    for cell in 0..<custom.count where !order.contains(cell) {
      let group = columns[custom.lowerBound + cell].group
      order.append(cell)
      guard group != nil else { continue }
      for other in (cell + 1)..<max(custom.count, cell + 1)
      where columns[custom.lowerBound + other].group == group {
        order.append(other)
      }
    }
  }

  /// The layout that has exactly so many cells.
  func layout(isStamped: Bool, cells: Int) -> Layout? {
    let custom = columns.count - Self.known
    if custom > 0, cells == custom, isStamped == customIsStamped {
      return Layout(isCustom: true, columns: Self.known..<columns.count)
    }
    let start = isStamped ? 0 : 1
    switch cells + start {
    case Self.known, Self.known - Self.webColumns: return Layout(columns: start..<(cells + start))
    default: return nil
    }
  }

  /// The layout that a row should have.
  func expected(isStamped: Bool) -> Layout {
    let custom = columns.count - Self.known
    if custom > 0, isStamped == customIsStamped {
      return Layout(isCustom: true, columns: Self.known..<columns.count)
    }
    return Layout(
      columns: (isStamped ? 0 : 1)..<(hasWebColumns ? Self.known : Self.known - Self.webColumns))
  }

  /// Where a block's key stands in the arena.
  func key(of group: W3CGroup) -> Range<Int> { groupKeys[Int(group.rawValue)] }

  private static let table: [(name: String, key: String?, type: FieldType)] = [
    ("timestamp", nil, .string), ("processId", "PID", .integer), ("INFO", nil, .string),
    ("name", nil, .string), ("applicationName", "appName", .string),
    ("creationTimestamp", nil, .decimal), ("type", nil, .string), ("typeNumeric", nil, .integer),
    ("uniqueId", nil, .integer), ("upTime", nil, .decimal), ("queryTimestamp", nil, .decimal),
    ("bandwidth", nil, .integer), ("connectionType", nil, .integer), ("farIp", nil, .string),
    ("farPort", nil, .integer), ("IP", "ip", .string), ("nearIP", "nearIp", .string),
    ("nearPort", nil, .integer), ("port", nil, .integer), ("swf-url", "swfUrl", .string),
    ("audio-bytes", "bytesCount", .integer), ("audio-codec", nil, .string),
    ("audio-codecNumeric", nil, .integer),
    ("audio-droppedBytes", "droppedBytesCount", .integer),
    ("audio-droppedPackets", "droppedPacketsCount", .integer),
    ("audio-packets", "packetsCount", .integer),
    ("video-bytes", "bytesCount", .integer), ("video-codec", nil, .string),
    ("video-codecNumeric", nil, .integer),
    ("video-droppedBytes", "droppedBytesCount", .integer),
    ("video-droppedPackets", "droppedPacketsCount", .integer),
    ("video-packets", "packetsCount", .integer),
    ("pullSettings-audioCodecBytes", nil, .string), ("pullSettings-configId", nil, .integer),
    ("pullSettings-emulateUserAgent", nil, .string), ("pullSettings-forceTcp", nil, .boolean),
    ("pullSettings-httpProxy", nil, .string), ("pullSettings-isAudio", nil, .boolean),
    ("pullSettings-keepAlive", nil, .boolean), ("pullSettings-localStreamName", nil, .string),
    ("pullSettings-operationType", nil, .integer), ("pullSettings-pageUrl", nil, .string),
    ("pullSettings-ppsBytes", nil, .string), ("pullSettings-rangeEnd", nil, .integer),
    ("pullSettings-rangeStart", nil, .integer),
    ("pullSettings-rtcpDetectionInterval", nil, .integer),
    ("pullSettings-sendRenewStream", nil, .boolean), ("pullSettings-spsBytes", nil, .string),
    ("pullSettings-ssmIp", nil, .string), ("pullSettings-swfUrl", nil, .string),
    ("pullSettings-tcUrl", nil, .string), ("pullSettings-tos", nil, .integer),
    ("pullSettings-ttl", nil, .integer), ("pullSettings-uri", nil, .string),
    ("recordSettings-chunkLength", nil, .integer),
    ("recordSettings-computedPathToFile", nil, .string),
    ("recordSettings-configId", nil, .integer), ("recordSettings-keepAlive", nil, .boolean),
    ("recordSettings-localStreamName", nil, .string),
    ("recordSettings-mp4BinPath", nil, .string), ("recordSettings-operationType", nil, .integer),
    ("recordSettings-overwrite", nil, .boolean), ("recordSettings-pathToFile", nil, .string),
    ("recordSettings-type", nil, .string), ("recordSettings-waitForIDR", nil, .boolean),
    ("recordSettings-winQtCompat", nil, .boolean),
    ("ews-startTime", "startTime", .string), ("ews-stopTime", "stopTime", .string),
    ("ews-elapsed", "elapsed", .integer), ("ews-clientIP", "clientIP", .string),
    ("ews-sessionId", "sessionId", .integer), ("ews-playlist", "playlist", .string),
    ("ews-mediaFile", "mediaFile", .string),
  ]
}
