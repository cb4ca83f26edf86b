/// One line of a state: a JSON object, whose members are asked for by name and type.
struct StateLine: ~Copyable {
  private var tree = RecordTree()
  private let text: ContiguousArray<UInt8>

  /// Nil if it is no JSON object.
  init?(_ line: Span<UInt8>) {
    var text = ContiguousArray<UInt8>()
    text.reserveCapacity(line.count)
    for index in line.indices { text.append(line[index]) }
    self.text = text
    do throws(DecodeError) {
      try JSONScanner.scan(text.span, into: &tree)
    } catch {
      return nil
    }
  }

  /// The member of that name; that of the whole line unless an object is given.
  func member(_ name: StaticString, of object: Int = 0) -> Int? {
    guard tree.nodes[object].kind == .map else { return nil }
    return children(of: object).first { child in
      let node = tree.nodes[child]
      return text.span.extracting(range(node.keyStart, node.keyCount)).equals(name)
    }
  }

  /// The elements of a list; nil if it is none.
  func elements(of list: Int?) -> [Int]? {
    guard let list, tree.nodes[list].kind == .array else { return nil }
    return children(of: list)
  }

  private func children(of container: Int) -> [Int] {
    var children: [Int] = []
    var child = container + 1
    while child < Int(tree.nodes[container].next) {
      children.append(child)
      child = Int(tree.nodes[child].next)
    }
    return children
  }

  private func range(_ start: UInt32, _ count: UInt32) -> Range<Int> {
    Int(start)..<(Int(start) + Int(count))
  }

  /// Whether it is null, and not text that servers write for nothing.
  func isNull(_ node: Int?) -> Bool {
    guard let node, tree.nodes[node].kind == .null else { return false }
    return !isText(node)
  }

  private func isText(_ node: Int) -> Bool {
    let start = Int(tree.nodes[node].valueStart)
    return start > 0 && text[start - 1] == UInt8(ascii: "\"")
      && [.string, .null].contains(tree.nodes[node].kind)
  }

  /// A whole number.
  func integer(_ node: Int?) -> Int? {
    guard let node, tree.nodes[node].kind == .integer else { return nil }
    let value = range(tree.nodes[node].valueStart, tree.nodes[node].valueCount)
    return text.span.extracting(value).integer.flatMap { Int(exactly: $0) }
  }

  /// A count: a whole number from 0 to 2^53.
  func count(_ node: Int?) -> Int? {
    integer(node).flatMap { (0...(1 << 53)).contains($0) ? $0 : nil }
  }

  /// A number, exactly as it stands there.
  func number(_ node: Int?) -> TallyNumber? {
    guard let node, [.integer, .decimal].contains(tree.nodes[node].kind) else { return nil }
    let value = range(tree.nodes[node].valueStart, tree.nodes[node].valueCount)
    return TallyNumber(exactly: text.span.extracting(value))
  }

  /// Whether it is true.
  func isTrue(_ node: Int?) -> Bool { node.map { tree.nodes[$0].kind == .true } ?? false }

  /// Whether it is false.
  func isFalse(_ node: Int?) -> Bool { node.map { tree.nodes[$0].kind == .false } ?? false }

  /// Text, decoded.
  func bytes(_ node: Int?) -> ContiguousArray<UInt8>? {
    guard let node, isText(node) else { return nil }
    let value = tree.nodes[node]
    var decoded = ByteBuffer(capacity: 64)
    decoded.append(
      decoding: text.span.extracting(range(value.valueStart, value.valueCount)),
      style: value.valueStyle, dialect: .json)
    return decoded.copied()
  }

  /// Text, decoded.
  func string(_ node: Int?) -> String? { bytes(node).map { String(decoding: $0, as: UTF8.self) } }

  /// A list of texts.
  func strings(_ node: Int?) -> [String]? {
    guard let elements = elements(of: node) else { return nil }
    let texts = elements.compactMap { string($0) }
    return texts.count == elements.count ? texts : nil
  }
}
