/// What is remembered of each block that is open while a text record is read, the payload's first.
typealias TextLevels = ContiguousArray<TextLevel>

/// One open block of a text record.
struct TextLevel {
  /// The keys that lead here, as ``FieldTypeTable`` wants them.
  var path: UInt64
  /// The last label.
  var label = 0..<0
  var children = 0
  /// Whether all labels so far count: 0, 1, 2 … or 1, 2, 3 ….
  var isCounted = true
  /// Whether all labels so far are ascending numbers, and all children blocks.
  var isNumbered = true
  /// Whether all below is text, whatever it looks like.
  var isText = false
  /// What the catalogue says.
  var type: FieldType?
}

/// Reads the lines of one text record into a tree of byte ranges.
///
/// The depth of a line is the number of its leading TABs. What is no line of the record continues the
/// value of the line before: a line without a label, one deeper than any open block, and one whose
/// label is not behind the last one in byte order, in which the server always writes (real-bytes.md,
/// fact 6). Where the line after that shows that the label *before* was the wrong one, that line
/// becomes part of the value before it.
///
/// - Complexity: O(*n*), without recursion and without allocating once tree and levels have grown.
struct TextScanner: ~Escapable {
  private let text: Span<UInt8>
  private let kind: EventKind
  /// The value that the next line may continue; -1 behind a label without one.
  private var value = -1
  private var type: FieldType?

  @_lifetime(copy text)
  private init(_ text: Span<UInt8>, _ kind: EventKind) {
    self.text = text
    self.kind = kind
  }

  /// Scans `text`, which begins with a header line.
  static func scan(
    _ text: Span<UInt8>, into tree: inout RecordTree, _ levels: inout TextLevels,
    context: borrowing DecodingContext
  ) throws(DecodeError) {
    tree.begin(.raw)
    guard case .header(let header) = TextHeader.find(in: text, at: 0, isEnd: true) else {
      throw DecodeError(reason: .malformed, offset: 0)
    }
    // Counters start again at zero when they have passed 2^32; the number is one ahead (quirk 6).
    tree.head.logEntry = header.number == 0 ? Int64(UInt32.max) : header.number - 1
    tree.openContainer(Node(kind: .map))
    tree.head.typeNode = Int32(truncatingIfNeeded: tree.nodes.count)
    tree.append(string(header.type))
    if !header.stamp.isEmpty {
      tree.head.timestampNode = Int32(truncatingIfNeeded: tree.nodes.count)
      tree.append(string(header.stamp))
    }
    tree.head.payloadNode = Int32(truncatingIfNeeded: tree.nodes.count)
    tree.openContainer(Node(kind: .map))
    levels.removeAll(keepingCapacity: true)
    levels.append(TextLevel(path: FieldTypeTable.root, type: .object))
    var scanner = TextScanner(text, context.names.kind(of: text.extracting(header.type)))
    var line = header.end
    while line <= text.count {
      let end = text.firstOffset(of: UInt8(ascii: "\n"), from: line) ?? text.count
      try scanner.read(line..<end, into: &tree, &levels, context.fieldTypes)
      line = end &+ 1
    }
    scanner.settle(&tree)
    while !levels.isEmpty { scanner.close(&tree, &levels) }
    tree.closeAll()
  }

  private static func string(_ range: Range<Int>) -> Node {
    var node = Node(kind: .string)
    node.valueStart = UInt32(truncatingIfNeeded: range.lowerBound)
    node.valueCount = UInt32(truncatingIfNeeded: range.count)
    return node
  }

  /// A line that says something: the level it is on and where its label ends.
  private struct Entry {
    var depth: Int
    var label: Range<Int>
    /// Where its value begins; nil for a block.
    var value: Int?
  }

  private mutating func read(
    _ line: Range<Int>, into tree: inout RecordTree, _ levels: inout TextLevels,
    _ types: borrowing FieldTypeTable
  ) throws(DecodeError) {
    guard let entry = entry(line), entry.depth <= levels.count else {
      return try extend(to: line, &tree)
    }
    let level = entry.depth &- 1
    if levels[level].children > 0 {
      switch order(levels[level].label, entry.label) {
      case .ascending: break
      case .same:
        guard takeBack(level, &tree, &levels, types) else { return try extend(to: line, &tree) }
      case .descending:
        guard isBelated(entry, behind: line, levels[level].label),
          takeBack(level, &tree, &levels, types)
        else { return try extend(to: line, &tree) }
      }
    }
    settle(&tree)
    while levels.count > entry.depth { close(&tree, &levels) }
    note(entry, &levels[level])
    let path = FieldTypeTable.extend(levels[level].path, with: text.extracting(entry.label))
    // The catalogue describes two levels; all below is the user's or the configuration's.
    let isText = levels[level].isText
    let type =
      isText ? .string : level < 2 ? types.type(kind: kind, path: path) : nil
    var node = Node(kind: .string)
    node.keyStart = UInt32(truncatingIfNeeded: entry.label.lowerBound)
    node.keyCount = UInt32(truncatingIfNeeded: entry.label.count)
    node.keyStyle = tree.bareStyle(of: text.extracting(entry.label))
    guard let start = entry.value else {
      guard tree.open.count < RecordTree.depthLimit else {
        throw DecodeError(reason: .tooDeep, offset: line.lowerBound)
      }
      node.kind = .map
      tree.openContainer(node)
      var inner = TextLevel(path: path, type: isText ? nil : type)
      // Parameters of commands are text: the runtime API knows nothing else.
      inner.isText =
        isText
        || level == 0 && kind == .cliRequest
          && text.extracting(entry.label).equals("parameters")
      levels.append(inner)
      value = -1
      return
    }
    node.valueStart = UInt32(truncatingIfNeeded: start)
    node.valueCount = UInt32(truncatingIfNeeded: line.upperBound &- start)
    value = tree.nodes.count
    self.type = type
    tree.append(node)
  }

  /// Reads a line as `<TAB>…label: value` or `<TAB>…label:`.
  @inline(__always)
  private func entry(_ line: Range<Int>) -> Entry? {
    var start = line.lowerBound
    while start < line.upperBound, text[start] == UInt8(ascii: "\t") { start &+= 1 }
    let depth = start &- line.lowerBound
    guard depth > 0, start < line.upperBound else { return nil }
    var end = start
    while end < line.upperBound {
      if text[end] == UInt8(ascii: ":") {
        let next = end &+ 1
        if next == line.upperBound {
          return Entry(depth: depth, label: start..<end, value: nil)
        }
        if text[next] == UInt8(ascii: " ") {
          return Entry(depth: depth, label: start..<end, value: next &+ 1)
        }
      }
      end &+= 1
    }
    return nil
  }

  /// Makes a line part of the value before it.
  private mutating func extend(to line: Range<Int>, _ tree: inout RecordTree) throws(DecodeError) {
    guard value >= 0 else {
      // Nothing to belong to: an empty line is the end of a value that was a block's.
      if line.isEmpty { return }
      throw DecodeError(reason: .malformed, offset: line.lowerBound)
    }
    let start = tree.nodes[value].valueStart
    tree.nodes[value].valueCount = UInt32(truncatingIfNeeded: line.upperBound) &- start
    if line.lowerBound < line.upperBound, text[line.lowerBound].isASCIIDigit,
      case .header(let header) = TextHeader.find(in: text, at: line.lowerBound, isEnd: true),
      header.end == line.upperBound + 1
    {
      tree.forgedRecords += 1
    }
  }

  /// Decides what the value before is, now that its end is known.
  @inline(__always)
  private mutating func settle(_ tree: inout RecordTree) {
    guard value >= 0 else { return }
    let node = tree.nodes[value]
    let start = Int(node.valueStart)
    let bytes = text.extracting(start..<(start &+ Int(node.valueCount)))
    let kind = bytes.bareKind(as: type)
    tree.nodes[value].kind = kind
    if kind == .string { tree.nodes[value].valueStyle = tree.bareStyle(of: bytes) }
  }

  /// Closes the innermost block: a list if its labels are positions, unless the catalogue knows.
  private mutating func close(_ tree: inout RecordTree, _ levels: inout TextLevels) {
    guard let level = levels.popLast(), let number = tree.open.last else { return }
    let isArray: Bool
    switch level.type {
    case .array: isArray = true
    case .object: isArray = false
    default: isArray = level.children > 0 && (level.isCounted || level.isNumbered)
    }
    if isArray { tree.nodes[Int(number)].kind = .array }
    tree.close()
  }

  /// Notes a label, and whether the block can still be a list.
  ///
  /// Labels of a list count from 0 or, from Lua, from 1; lists of configuration entries have the
  /// numbers of the entries. A list may have one named child at its end, `asciiList` (real-bytes.md,
  /// fact 2).
  @inline(__always)
  private func note(_ entry: Entry, _ level: inout TextLevel) {
    if level.isCounted || level.isNumbered {
      let label = text.extracting(entry.label)
      if let position = label.position {
        let last =
          level.children > 0 ? text.extracting(level.label).position : position > 0 ? 0 : -1
        level.isCounted = level.isCounted && last == position &- 1
        level.isNumbered = level.isNumbered && entry.value == nil && (last ?? .max) < position
      } else if level.children == 0 || !label.equals("asciiList") {
        level.isCounted = false
        level.isNumbered = false
      }
    }
    level.label = entry.label
    level.children &+= 1
  }

  private enum Order {
    case ascending, same, descending
  }

  /// The order of two labels; positions of a list are compared as the numbers they stand for.
  @inline(__always)
  private func order(_ before: Range<Int>, _ label: Range<Int>) -> Order {
    let left = text.extracting(before)
    let right = text.extracting(label)
    if left.position != nil || right.position != nil { return .ascending }
    let count = min(left.count, right.count)
    var offset = 0
    while offset < count {
      if left[offset] != right[offset] {
        return left[offset] < right[offset] ? .ascending : .descending
      }
      offset &+= 1
    }
    return left.count == right.count
      ? .same : left.count < right.count ? .ascending : .descending
  }

  /// Whether an entry out of order is right and the label before it was not: the line after it does
  /// not go on from there either.
  private func isBelated(_ entry: Entry, behind line: Range<Int>, _ before: Range<Int>) -> Bool {
    guard line.upperBound < text.count else { return false }
    let start = line.upperBound + 1
    let end = text.firstOffset(of: UInt8(ascii: "\n"), from: start) ?? text.count
    guard let next = self.entry(start..<end), next.depth == entry.depth else { return false }
    return order(entry.label, next.label) == .ascending
      && order(before, next.label) != .ascending
  }

  /// Makes the last entry of a level part of the value of the line before it, if there is one; then
  /// the entry that made this necessary can follow.
  private mutating func takeBack(
    _ level: Int, _ tree: inout RecordTree, _ levels: inout TextLevels,
    _ types: borrowing FieldTypeTable
  ) -> Bool {
    guard value == tree.nodes.count - 1, levels.count == level + 1, levels[level].children > 1,
      levels[level].label.lowerBound == Int(tree.nodes[value].keyStart)
    else { return false }
    let wrong = tree.nodes[value]
    let right = tree.nodes[value - 1]
    let depth = level + 1
    let label = Int(right.keyStart)..<Int(right.keyStart &+ right.keyCount)
    guard Int(right.valueStart &+ right.valueCount) + 1 + depth == Int(wrong.keyStart),
      right.valueStart > right.keyStart, label.lowerBound > depth,
      text[label.lowerBound - depth - 1] == UInt8(ascii: "\n")
    else { return false }
    tree.nodes.removeLast()
    value -= 1
    tree.nodes[value].kind = .string
    tree.nodes[value].valueCount = wrong.valueStart &+ wrong.valueCount &- right.valueStart
    levels[level].label = label
    levels[level].children -= 1
    let path = FieldTypeTable.extend(levels[level].path, with: text.extracting(label))
    type =
      levels[level].isText ? .string : level < 2 ? types.type(kind: kind, path: path) : nil
    return true
  }
}

extension Span<UInt8> {
  /// The position that a label stands for: up to ten decimal digits.
  @inline(__always)
  fileprivate var position: Int64? {
    guard count > 0, count <= 10, self[0].isASCIIDigit else { return nil }
    return integer
  }
}
