extension Event {
  /// Appends the decoded record as one line of text: what `--grep` searches.
  ///
  ///     inStreamClosed id=931 logEntry=930 timestamp=1795216353 processId=4242 name=cam1 uri=rtmp://h/cam1
  ///
  /// First the type, and the recorded one behind it if that is another. Then each value as
  /// `key=value`: the envelope, the payload, and what else the record holds, each in the order in
  /// which it was recorded. The key is the last one that leads to the value, so that `bytesCount`
  /// occurs once for `audio` and once for `video`; the elements of a list bear the list's key. Strings
  /// are decoded, without quotes; null is the word.
  func appendSearchText(to output: inout ByteBuffer, names: borrowing EventNameTable) {
    let name = names.canonicalName(of: kind)
    if kind != .unrecognized { output.append(name) }
    if head.typeNode >= 0 {
      let node = nodes[Int(head.typeNode)]
      if kind == .unrecognized {
        appendText(of: node, to: &output)
      } else if !valueBytes(node).equals(name) {
        output.append(UInt8(ascii: " "))
        appendText(of: node, to: &output)
      }
    }
    appendMember(" id=", head.idNode, to: &output)
    if let logEntry = head.logEntry {
      output.append(" logEntry=")
      output.append(decimal: logEntry)
    } else {
      appendMember(" logEntry=", head.logEntryNode, to: &output)
    }
    appendMember(" timestamp=", head.timestampNode, to: &output)
    appendMember(" processId=", head.processIdNode, to: &output)
    appendValues(of: head.payloadNode, to: &output)
    appendExtra(to: &output)
  }

  private func appendMember(_ key: StaticString, _ number: Int32, to output: inout ByteBuffer) {
    guard number >= 0 else { return }
    output.append(key)
    appendWord(of: nodes[Int(number)], to: &output)
  }

  private func appendExtra(to output: inout ByteBuffer) {
    guard nodes.count > 0 else { return }
    let end = Int(nodes[0].next)
    var child = 1
    while child < end {
      let number = Int32(truncatingIfNeeded: child)
      let isShown =
        number != head.payloadNode && number != head.typeNode && number != head.idNode
        && number != head.timestampNode && number != head.processIdNode
        && number != head.logEntryNode
      if isShown { appendValues(of: number, to: &output) }
      child = Int(nodes[child].next)
    }
  }

  /// Appends a value, or all that a map or list holds, whatever its depth.
  private func appendValues(of number: Int32, to output: inout ByteBuffer) {
    guard number >= 0 else { return }
    let top = Int(number)
    let end = nodes[top].kind.isContainer ? Int(nodes[top].next) : top + 1
    var keyed = top
    for index in top..<end {
      let node = nodes[index]
      // Elements of a list have no key; the last one before them is the list's.
      if node.keyCount > 0 { keyed = index }
      guard !node.kind.isContainer else { continue }
      output.append(UInt8(ascii: " "))
      let key = nodes[keyed]
      output.append(decoding: keyBytes(key), style: key.keyStyle, dialect: dialect)
      output.append(UInt8(ascii: "="))
      appendWord(of: node, to: &output)
    }
  }

  @inline(__always)
  private func appendWord(of node: Node, to output: inout ByteBuffer) {
    if node.kind == .null { output.append("null") } else { appendText(of: node, to: &output) }
  }
}
