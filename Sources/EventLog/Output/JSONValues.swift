/// What rendering needs to remember within an event; kept from event to event.
///
/// It is touched only for what cannot be copied as it is.
struct RenderScratch: ~Copyable {
  var buffer = ByteBuffer(capacity: 1024)
  /// Text before its secrets are taken out.
  var plain = ByteBuffer(capacity: 64)
  /// The containers that are open while a tree is walked, innermost last.
  var open: ContiguousArray<Int> = []
  /// Whether secrets are hidden.
  var redacts = false
  /// The secret nodes of the event at hand.
  var secrets = SecretNodes()
  /// The parts of the event that are shown.
  var shown = ShownNodes()
}

/// Which nodes of an event are shown.
struct ShownNodes {
  /// Nodes that are shown with all that is in them, and of what they are in only the way to them.
  var wanted: ContiguousArray<Int> = []
  /// Nodes that are left out.
  var dropped: ContiguousArray<Int> = []
  /// Whether all but the dropped ones are shown.
  var isEverything = true

  /// Whether anything may be left out.
  @inline(__always)
  var isPartial: Bool { !isEverything || !dropped.isEmpty }

  /// Whether a node, or something in it, is shown.
  func contains(_ number: Int, _ node: Node) -> Bool {
    for dropped in dropped where dropped == number { return false }
    if isEverything { return true }
    for wanted in wanted where wanted >= number && wanted < Int(node.next) { return true }
    return false
  }

  /// Whether a node, being in something that is shown whole, or on the way to it, is shown.
  fileprivate func contains(_ number: Int, of event: borrowing Event) -> Bool {
    if contains(number, event.nodes[number]) { return true }
    for dropped in dropped where dropped == number { return false }
    for wanted in wanted where wanted < number && number < Int(event.nodes[wanted].next) {
      return true
    }
    return false
  }
}

extension ByteBuffer {
  /// Appends a node's key as a JSON string with the colon behind it.
  mutating func append(
    jsonKeyOf number: Int, of event: borrowing Event, _ scratch: inout RenderScratch
  ) {
    let node = event.nodes[number]
    append(jsonString: event.keyBytes(node), node.keyStyle, event.dialect, &scratch)
    append(UInt8(ascii: ":"))
  }

  /// Appends a node's value, and all it contains, as JSON.
  ///
  /// - Complexity: O(*n*), without recursion: nesting is at most ``RecordTree/depthLimit`` deep.
  mutating func append(
    jsonValue number: Int, of event: borrowing Event, _ scratch: inout RenderScratch
  ) {
    if scratch.redacts { scratch.secrets.begin(event) }
    append(jsonNextValue: number, of: event, &scratch)
  }

  /// Appends a node's value like `append(jsonValue:)`, in an event whose secrets are being gone through
  /// in the order of its nodes.
  mutating func append(
    jsonNextValue number: Int, of event: borrowing Event, _ scratch: inout RenderScratch
  ) {
    if event.dialect == .json, event.isCompact, !scratch.redacts, !scratch.shown.isPartial {
      append(patched: number, of: event, &scratch)
    } else {
      append(walked: number, of: event, &scratch)
    }
  }

  /// A json record says it in JSON already: all is copied but the few values that have to change.
  private mutating func append(
    patched number: Int, of event: borrowing Event, _ scratch: inout RenderScratch
  ) {
    let root = event.nodes[number]
    guard root.kind == .map || root.kind == .array else {
      append(jsonScalar: root, of: event, &scratch)
      return
    }
    var position = Int(root.valueStart)
    let end = position + Int(root.valueCount)
    var patch = event.firstPatch(after: number)
    while patch < event.patches.count, event.patches[patch] < root.next {
      let node = event.nodes[Int(event.patches[patch])]
      if !node.keyStyle.isEmpty {
        append(event.record.extracting(position..<(Int(node.keyStart) - 1)))
        append(jsonString: event.keyBytes(node), node.keyStyle, event.dialect, &scratch)
        position = Int(node.keyStart &+ node.keyCount) + 1
      }
      if node.kind != .map, node.kind != .array {
        // A string's range has its quotes outside; null may stand for a quoted sentence.
        let isQuoted = event.record[Int(node.valueStart) - 1] == UInt8(ascii: "\"")
        let start = Int(node.valueStart) - (isQuoted ? 1 : 0)
        append(event.record.extracting(position..<start))
        append(jsonScalar: node, of: event, &scratch)
        position = Int(node.valueStart &+ node.valueCount) + (isQuoted ? 1 : 0)
      }
      patch += 1
    }
    append(event.record.extracting(position..<end))
  }

  private mutating func append(
    walked number: Int, of event: borrowing Event, _ scratch: inout RenderScratch
  ) {
    guard event.nodes[number].kind.isContainer else {
      append(jsonLeaf: number, of: event, &scratch)
      return
    }
    scratch.open.removeAll(keepingCapacity: true)
    var child = number
    var needsComma = false
    // Elements of the innermost list that were left out; null stands for each before the next one, so
    // that this keeps its number.
    var missing = 0
    repeat {
      while let top = scratch.open.last, Int(event.nodes[top].next) == child {
        append(event.nodes[top].kind == .map ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        scratch.open.removeLast()
        needsComma = true
        missing = 0
      }
      if child > number {
        guard let top = scratch.open.last else { return }
        if scratch.shown.isPartial, !scratch.shown.contains(child, of: event) {
          if event.nodes[top].kind == .array { missing += 1 }
          child = Int(event.nodes[child].next)
          continue
        }
        if needsComma { append(UInt8(ascii: ",")) }
        for _ in 0..<missing { append("null,") }
        missing = 0
        if event.nodes[top].kind == .map { append(jsonKeyOf: child, of: event, &scratch) }
      }
      let node = event.nodes[child]
      needsComma = !node.kind.isContainer
      if node.kind.isContainer {
        append(node.kind == .map ? UInt8(ascii: "{") : UInt8(ascii: "["))
        scratch.open.append(child)
      } else {
        append(jsonLeaf: child, of: event, &scratch)
      }
      child += 1
    } while true
  }

  /// Appends a value that is no container, or what is shown in its place.
  private mutating func append(
    jsonLeaf number: Int, of event: borrowing Event, _ scratch: inout RenderScratch
  ) {
    let node = event.nodes[number]
    guard scratch.redacts, node.canBeSecret else {
      append(jsonScalar: node, of: event, &scratch)
      return
    }
    if scratch.secrets.contains(number, of: event) {
      append(UInt8(ascii: "\""))
      append(Redaction.mask)
      append(UInt8(ascii: "\""))
    } else if node.kind == .string {
      scratch.buffer.removeAll()
      event.appendRedacted(node, to: &scratch.buffer, plain: &scratch.plain)
      append(UInt8(ascii: "\""))
      append(jsonText: scratch.buffer.span)
      append(UInt8(ascii: "\""))
    } else {
      append(jsonScalar: node, of: event, &scratch)
    }
  }

  /// Appends a value that is no container.
  @inline(__always)
  mutating func append(
    jsonScalar node: Node, of event: borrowing Event, _ scratch: inout RenderScratch
  ) {
    switch node.kind {
    case .null, .map, .array: append("null")
    case .false: append("false")
    case .true: append("true")
    case .integer, .decimal: append(event.valueBytes(node))
    case .string:
      append(jsonString: event.valueBytes(node), node.valueStyle, event.dialect, &scratch)
    }
  }

  /// Appends recorded text as a JSON string with its quotes.
  @inline(__always)
  mutating func append(
    jsonString bytes: Span<UInt8>, _ style: TextStyle, _ dialect: TextDialect,
    _ scratch: inout RenderScratch
  ) {
    append(UInt8(ascii: "\""))
    let trouble = style.subtracting(.inArena)
    if trouble.isEmpty {
      append(bytes)
    } else if trouble == .escaped, dialect == .json {
      append(unescapingSlashes: bytes)
    } else if trouble == .special {
      append(jsonText: bytes)
    } else {
      scratch.buffer.removeAll()
      scratch.buffer.append(decoding: bytes, style: style, dialect: dialect)
      append(jsonText: scratch.buffer.span)
    }
    append(UInt8(ascii: "\""))
  }
}

extension NodeKind {
  /// Whether it has children.
  @inline(__always)
  var isContainer: Bool { self == .map || self == .array }
}

extension Event {
  /// The first of the patches that lies inside the container.
  fileprivate func firstPatch(after number: Int) -> Int {
    var low = 0
    var high = patches.count
    while low < high {
      let middle = (low + high) / 2
      if Int(patches[middle]) <= number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
