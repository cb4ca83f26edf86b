/// Reads the body of an XML-RPC call into the tree that the same event has in a log.
///
/// The server calls the method that the event is named after, with the values of the envelope as
/// parameters: in the order of their names, but without them (quirk 87). The documentation shows
/// another shape: method `event.Log` with the event as its one parameter. Both are read.
///
/// - Complexity: O(*n*), without recursion and without allocating once the tree has grown.
struct XMLRPCScanner: ~Escapable {
  fileprivate let text: Span<UInt8>
  private var offset = 0
  fileprivate var methodName = 0..<0
  fileprivate var methodStyle = TextStyle()

  @_lifetime(copy text)
  private init(_ text: Span<UInt8>) { self.text = text }

  /// Scans `text`, which has to be one `methodCall`, and finds the envelope in it.
  static func scan(_ text: Span<UInt8>, into tree: inout RecordTree) throws(DecodeError) {
    tree.begin(.xml)
    tree.arena.removeAll()
    var scanner = XMLRPCScanner(text)
    try scanner.call(into: &tree)
  }

  private mutating func call(into tree: inout RecordTree) throws(DecodeError) {
    try expect("<methodCall>")
    try expect("<methodName>")
    (methodName, methodStyle) = try content(until: "methodName", &tree)
    let isDocumented = text.extracting(methodName).equals("event.Log")
    if !isDocumented { tree.openContainer(Node(kind: .map)) }
    var parameters = 0
    if !take("<params />") {
      try expect("<params>")
      while !take("</params>") {
        guard !isDocumented || parameters == 0 else { throw malformed }
        try expect("<param>")
        parameters += 1
        try value(named: isDocumented ? nil : parameters, into: &tree)
        try expect("</param>")
      }
    }
    try expect("</methodCall>")
    skipSpace()
    guard offset == text.count else { throw malformed }
    if isDocumented {
      guard tree.nodes.count > 0, tree.nodes[0].kind == .map else { throw malformed }
      tree.findEnvelope(in: text)
    } else {
      tree.close()
      findEnvelope(&tree)
    }
  }

  /// Reads one parameter, with all that is in it.
  private mutating func value(
    named number: Int?, into tree: inout RecordTree
  ) throws(DecodeError) {
    let depth = tree.open.count
    var node = Node(kind: .null)
    if let number { name(&node, byNumber: number, &tree) }
    try expect("<value>")
    try opened(node, into: &tree)
    while tree.open.count > depth, let number = tree.open.last {
      let parent = tree.nodes[Int(number)]
      if take(parent.kind == .map ? "</struct>" : "</data>") {
        if parent.kind == .array { try expect("</array>") }
        try close(into: &tree)
        continue
      }
      var child = Node(kind: .null)
      if parent.kind == .map {
        try expect("<member>")
        try expect("<name>")
        let (key, style) = try content(until: "name", &tree)
        child.keyStart = UInt32(truncatingIfNeeded: key.lowerBound)
        child.keyCount = UInt32(truncatingIfNeeded: key.count)
        child.keyStyle = style
      }
      try expect("<value>")
      try opened(child, into: &tree)
    }
  }

  /// Ends the innermost struct or array, and what it is the value of.
  private mutating func close(into tree: inout RecordTree) throws(DecodeError) {
    tree.close()
    try endOfValue(tree)
  }

  private mutating func endOfValue(_ tree: borrowing RecordTree) throws(DecodeError) {
    try expect("</value>")
    guard let parent = tree.open.last, parent > 0 || tree.nodes[0].valueCount > 0 else { return }
    if tree.nodes[Int(parent)].kind == .map { try expect("</member>") }
  }

  /// Reads what stands within `value`: a scalar, or the opening of a struct or array.
  private mutating func opened(
    _ named: Node, into tree: inout RecordTree
  ) throws(DecodeError) {
    var node = named
    let start = offset
    skipSpace()
    if take("<nil />") || take("<nil/>") {
      tree.append(node)
    } else if take("<struct />") || take("<struct>") {
      try open(&node, .map, into: &tree)
      return
    } else if take("<array>") {
      let isEmpty = take("<data />")
      if !isEmpty { try expect("<data>") }
      try open(&node, .array, isEmpty: isEmpty, into: &tree)
      return
    } else if take("<array />") {
      try open(&node, .array, into: &tree)
      return
    } else if offset < text.count, text[offset] == UInt8(ascii: "<"), !text.has("</", at: offset) {
      try scalar(&node, &tree)
      tree.append(node)
    } else {
      // Text without a type is a string (xmlrpc.com/spec).
      offset = start
      node.kind = .string
      let (range, style) = try content(until: "value", &tree)
      set(&node, range, style)
      tree.append(node)
      offset = range.upperBound
    }
    try endOfValue(tree)
  }

  /// Opens a struct or array; one that is written as one tag is closed again.
  private mutating func open(
    _ node: inout Node, _ kind: NodeKind, isEmpty: Bool = false, into tree: inout RecordTree
  ) throws(DecodeError) {
    guard tree.open.count < RecordTree.depthLimit else {
      throw DecodeError(reason: .tooDeep, offset: offset)
    }
    node.kind = kind
    // A container's range is not printed; here it tells the event from the parameters around it.
    node.valueStart = UInt32(truncatingIfNeeded: offset)
    node.valueCount = 1
    let isTag = text.has("/>", at: offset - 2)
    tree.openContainer(node)
    if isEmpty { try expect("</array>") }
    if isEmpty || isTag { try close(into: &tree) }
  }

  private mutating func scalar(_ node: inout Node, _ tree: inout RecordTree) throws(DecodeError) {
    if take("<string />") {
      node.kind = .string
    } else if take("<string>") {
      node.kind = .string
      let (range, style) = try content(until: "string", &tree)
      set(&node, range, style)
    } else if take("<int>") {
      try number(until: "int", &node, &tree)
    } else if take("<i4>") {
      try number(until: "i4", &node, &tree)
    } else if take("<i8>") {
      try number(until: "i8", &node, &tree)
    } else if take("<double>") {
      try number(until: "double", &node, &tree)
    } else if take("<boolean>") {
      let (range, _) = try content(until: "boolean", &tree)
      let word = text.extracting(range)
      if word.equals("1") || word.equals("true") {
        node.kind = .true
      } else {
        guard word.equals("0") || word.equals("false") else { throw malformed }
        node.kind = .false
      }
    } else if take("<dateTime.iso8601>") {
      node.kind = .string
      let (range, style) = try content(until: "dateTime.iso8601", &tree)
      set(&node, range, style)
    } else if take("<base64>") {
      node.kind = .string
      let (range, style) = try content(until: "base64", &tree)
      set(&node, range, style)
    } else {
      throw malformed
    }
  }

  private mutating func number(
    until name: StaticString, _ node: inout Node, _ tree: inout RecordTree
  ) throws(DecodeError) {
    let (range, _) = try content(until: name, &tree)
    let digits = text.extracting(range)
    set(&node, range, [])
    if let kind = digits.jsonNumberKind {
      node.kind = name.utf8CodeUnitCount == 6 ? .decimal : kind
    } else {
      guard digits.isNotANumber else { throw malformed }
      node.valueCount = 0
    }
  }

  fileprivate func set(_ node: inout Node, _ range: Range<Int>, _ style: TextStyle) {
    node.valueStart = UInt32(truncatingIfNeeded: range.lowerBound)
    node.valueCount = UInt32(truncatingIfNeeded: range.count)
    node.valueStyle = style
  }

  /// Reads text up to and with the end tag of the element whose start tag was just taken.
  private mutating func content(
    until name: StaticString, _ tree: inout RecordTree
  ) throws(DecodeError) -> (range: Range<Int>, style: TextStyle) {
    let start = offset
    var style = TextStyle()
    let length = name.utf8CodeUnitCount
    let end: Int
    do {
      end = try text.xmlTextEnd(
        from: start, name: (start - 1 - length)..<(start - 1), style: &style)
    } catch {
      throw malformed
    }
    if style.contains(.special), !text.extracting(start..<end).isValidUTF8 {
      style.insert(.latin1)
      tree.repairedStrings += 1
    }
    offset = end + length + 3
    return (start..<end, style)
  }

  private mutating func expect(_ tag: StaticString) throws(DecodeError) {
    guard take(tag) else { throw malformed }
  }

  /// Passes over white space and that tag, if it is what follows.
  private mutating func take(_ tag: StaticString) -> Bool {
    var start = offset
    while start < text.count, text[start].isXMLSpace { start += 1 }
    guard text.has(tag, at: start) else { return false }
    offset = start + tag.utf8CodeUnitCount
    return true
  }

  private mutating func skipSpace() {
    while offset < text.count, text[offset].isXMLSpace { offset += 1 }
  }

  private var malformed: DecodeError { DecodeError(reason: .malformed, offset: offset) }
}

// MARK: - The envelope

extension XMLRPCScanner {
  /// Names a parameter after its number; those of the envelope are printed without that name.
  private func name(_ node: inout Node, byNumber number: Int, _ tree: inout RecordTree) {
    let start = tree.arena.count
    tree.arena.append("param")
    tree.arena.append(decimal: Int64(number))
    node.keyStart = UInt32(truncatingIfNeeded: start)
    node.keyCount = UInt32(truncatingIfNeeded: tree.arena.count - start)
    node.keyStyle = .inArena
  }

  /// Tells the parameters apart by what they are: `id`, `payload`, `processId`, `timestamp`, `type`.
  private func findEnvelope(_ tree: inout RecordTree) {
    let end = Int(tree.nodes[0].next)
    var number = 1
    while number < end {
      let node = tree.nodes[number]
      let child = Int32(number)
      let hasPayload = tree.head.payloadNode >= 0
      switch node.kind {
      case .map where !hasPayload: tree.head.payloadNode = child
      case .integer where !hasPayload:
        if tree.head.idNode < 0 { tree.head.idNode = child }
      case .integer where tree.head.processIdNode < 0: tree.head.processIdNode = child
      case .integer where tree.head.timestampNode < 0: tree.head.timestampNode = child
      case .string where tree.head.typeNode < 0:
        if tree.value(node, in: text).equals(text.extracting(methodName)) {
          tree.head.typeNode = child
        } else if tree.head.timestampNode < 0, tree.head.processIdNode >= 0 {
          tree.head.timestampNode = child
        }
      default: break
      }
      number = Int(node.next)
    }
    if tree.head.typeNode < 0, !methodName.isEmpty { appendType(&tree) }
  }

  /// The method's name is the type, whether or not a parameter repeats it.
  private func appendType(_ tree: inout RecordTree) {
    var node = Node(kind: .string)
    set(&node, methodName, methodStyle)
    tree.head.typeNode = Int32(tree.nodes.count)
    tree.append(node)
    tree.nodes[0].next = UInt32(truncatingIfNeeded: tree.nodes.count)
  }
}
