extension Event {
  /// The canonical name of the event, or the recorded one where the catalogue does not know it.
  public var type: String {
    kind == .unrecognized ? recordedType : kind.row.name
  }

  /// The name under which the event was recorded.
  public var recordedType: String {
    var text = ByteBuffer(capacity: 64)
    appendRecordedType(to: &text)
    return String(copying: text.span)
  }

  /// The name of the stream that the event is about.
  public var streamName: String? {
    guard head.streamNode >= 0, nodes[Int(head.streamNode)].valueCount > 0 else { return nil }
    return text(of: Int(head.streamNode))
  }

  /// A field of the payload as text; nil where there is none, or null.
  ///
  /// - Parameters:
  ///   - name: the field, or the group that it is in; upper and lower case alike.
  ///   - inner: the field within the group.
  /// - Returns: The text, decoded; numbers and truth values as recorded.
  public func string(_ name: StaticString, _ inner: StaticString? = nil) -> String? {
    node(at: name, inner).flatMap { nodes[$0].kind == .null ? nil : text(of: $0) }
  }

  /// A field of the payload as an integer; nil for any other, or beyond 64 bits.
  public func integer(_ name: StaticString, _ inner: StaticString? = nil) -> Int64? {
    node(at: name, inner).flatMap { number in
      let node = nodes[number]
      return node.kind == .integer ? valueBytes(node).integer : nil
    }
  }

  /// A field of the payload as a number with a fraction.
  public func decimal(_ name: StaticString, _ inner: StaticString? = nil) -> Double? {
    node(at: name, inner).flatMap { number in
      let node = nodes[number]
      return node.kind == .integer || node.kind == .decimal ? Double(text(of: number)) : nil
    }
  }

  /// A field of the payload as a truth value.
  public func boolean(_ name: StaticString, _ inner: StaticString? = nil) -> Bool? {
    node(at: name, inner).flatMap { number in
      switch nodes[number].kind {
      case .true: true
      case .false: false
      default: nil
      }
    }
  }

  private func text(of number: Int) -> String {
    var text = ByteBuffer(capacity: 64)
    appendText(of: nodes[number], to: &text)
    return String(copying: text.span)
  }
}
