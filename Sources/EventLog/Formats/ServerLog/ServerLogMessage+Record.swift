/// Turns what an entry says into the tree of an event.
extension ServerLogMessage {
  /// Builds the tree of the event.
  ///
  /// - Parameters:
  ///   - entry: the entry, taken apart.
  ///   - process: the process that writes the log, if it is known.
  ///   - record: the entry's bytes.
  ///   - tree: becomes the event.
  ///   - context: what decoding a dump needs to know.
  /// - Throws: What is wrong with a dump.
  func build(
    _ entry: ServerLogEntry, process: Int64?, in record: Span<UInt8>,
    into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    if case .dump(let start, _) = self {
      try buildDump(entry, from: start, process, in: record, into: &tree, context: context)
      return
    }
    tree.beginServerLog(kind ?? .unrecognized)
    tree.openServerLogPayload(process: process ?? startedProcess(in: record))
    switch self {
    case .pullFailure(let settings):
      var dump = ServerLogDump(record, from: settings, to: entry.message.upperBound, margin: 8)
      try dump.scanContent(into: &tree)
      // The scan has closed the payload with the element.
      tree.completeServerLog(stamp: entry.stamp, process: process, in: record)
      tree.close()
      tree.findStream(named: "localStreamName", in: record)
      return
    case .line: appendLine(entry, in: record, to: &tree)
    default: appendFields(in: record, to: &tree)
    }
    tree.closeServerLogPayload(stamp: entry.stamp, process: process, in: record)
  }

  private func startedProcess(in record: Span<UInt8>) -> Int64? {
    guard case .started(let number) = self else { return nil }
    return record.extracting(number).integer
  }

  /// The dump of a whole event; only what it leaves out is taken from the line.
  private func buildDump(
    _ entry: ServerLogEntry, from start: Int, _ process: Int64?, in record: Span<UInt8>,
    into tree: inout RecordTree, context: borrowing DecodingContext
  ) throws(DecodeError) {
    tree.beginServerLog(.unrecognized)
    var dump = ServerLogDump(record, from: start, to: entry.message.upperBound)
    try dump.scanContent(into: &tree)
    guard dump.isAtEnd else { throw DecodeError(reason: .malformed, offset: start) }
    tree.findEnvelope(in: record)
    guard tree.head.typeNode >= 0 else { throw DecodeError(reason: .noType, offset: start) }
    tree.settleHead(in: record, context: context)
    tree.open.append(0)
    tree.completeServerLog(stamp: entry.stamp, process: process, in: record)
    tree.close()
  }

  /// What an entry says of itself.
  private func appendLine(
    _ entry: ServerLogEntry, in record: Span<UInt8>, to tree: inout RecordTree
  ) {
    let location = entry.location
    if !location.file.isEmpty { tree.appendServerLog("file", location.file, in: record) }
    if !location.function.isEmpty {
      tree.appendServerLog("function", location.function, in: record)
    }
    if let level = location.level { tree.appendServerLog("level", made: Int64(level)) }
    if !location.file.isEmpty { tree.appendServerLog("line", location.line, .integer, in: record) }
    tree.appendServerLog("message", entry.message, in: record)
  }

  /// The fields that the words bear, in byte order of their names as in the server's own records.
  private func appendFields(in record: Span<UInt8>, to tree: inout RecordTree) {
    switch self {
    case .stream(_, let stream):
      if let application = stream.application {
        tree.appendServerLog("appName", application, in: record)
      }
      tree.head.streamNode = Int32(truncatingIfNeeded: tree.nodes.count)
      tree.appendServerLog("name", stream.name, in: record)
      tree.appendServerLog("type", stream.type, in: record)
      tree.appendServerLog("uniqueId", stream.number, .integer, in: record)
    case .connection(_, let stack, let application):
      if let application { tree.appendServerLog("appName", application, in: record) }
      tree.appendServerLog(stack, in: record)
    case .refusal(let far, let near):
      tree.appendServerLog(far: far, near: near, in: record)
    case .publish(let name, let mode, let stack):
      tree.appendServerLog(far: stack.far, near: nil, in: record)
      tree.appendServerLog("mode", mode, in: record)
      tree.head.streamNode = Int32(truncatingIfNeeded: tree.nodes.count)
      tree.appendServerLog("name", name, in: record)
      tree.appendServerLog(far: nil, near: stack.near, in: record)
    case .play(let name, let start, let length, let reset, let stack):
      tree.appendServerLog(far: stack.far, near: nil, in: record)
      tree.appendServerLog("length", length, .decimal, in: record)
      tree.head.streamNode = Int32(truncatingIfNeeded: tree.nodes.count)
      tree.appendServerLog("name", name, in: record)
      tree.appendServerLog(far: nil, near: stack.near, in: record)
      let isReset = record[reset.lowerBound] == UInt8(ascii: "t")
      tree.appendServerLog("reset", reset, isReset ? .true : .false, in: record)
      tree.appendServerLog("start", start, .decimal, in: record)
    case .command(let name): tree.appendServerLog("command", name, in: record)
    case .application(_, let name, let number):
      if let number { tree.appendServerLog("id", number, .integer, in: record) }
      tree.appendServerLog("name", name, in: record)
    case .chunkError(_, let text): tree.appendServerLog("error", text, in: record)
    case .session(_, let name, let client):
      if let client { tree.appendServerLog("clientIP", client, in: record) }
      tree.appendServerLog("session", name, in: record)
    case .download(let file, let timeout):
      tree.appendServerLog("mediaFile", file, in: record)
      if let timeout { tree.appendServerLog("timeout", timeout, .integer, in: record) }
    case .http(_, let client, let result):
      tree.appendServerLog(far: client, near: nil, in: record)
      if let result { tree.appendServerLog("result", result, in: record) }
    case .started, .stopping, .pullFailure, .dump, .line: break
    }
  }
}

extension RecordTree {
  /// Appends both sides of a connection, and the protocol that the words are about.
  fileprivate mutating func appendServerLog(_ stack: ServerLogStack, in record: Span<UInt8>) {
    appendServerLog(far: stack.far, near: nil, in: record)
    if let number = stack.number { appendServerLog("id", number, .integer, in: record) }
    appendServerLog(far: nil, near: stack.near, in: record)
    if let type = stack.type { appendServerLog("protocolType", type, in: record) }
  }

  /// Finds the field of the payload that names the stream.
  fileprivate mutating func findStream(named name: StaticString, in record: Span<UInt8>) {
    let payload = Int(head.payloadNode)
    var child = payload + 1
    while child < Int(nodes[payload].next) {
      let node = nodes[child]
      if node.kind == .string, key(node, in: record).equals(name) {
        head.streamNode = Int32(truncatingIfNeeded: child)
      }
      child = Int(node.next)
    }
  }
}
