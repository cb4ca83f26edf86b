/// Tells which fields events have: their paths, types, how often they were seen, and a few values.
///
/// It prints nothing until all events were seen. Memory is bounded: beyond
/// ``pathLimit`` different paths, which only a log that makes names up has, fields are counted
/// together as others.
struct FieldSurvey: EventSink, ~Copyable {
  /// What was seen of one path.
  struct Entry {
    var path: ContiguousArray<UInt8>
    var count = 0
    var types: FieldTypes = []
    /// Different values, as safe text.
    var samples: [ContiguousArray<UInt8>] = []
  }

  /// At most so many paths are told apart.
  static let pathLimit = 4096
  /// At most so many values of a path are kept.
  static let sampleLimit = 3
  /// At most so many bytes of a value are kept.
  static let sampleBytes = 40

  private let printsJSON: Bool
  private let width: Int?
  private var text: FieldText
  private(set) var entries: [Entry] = []
  private(set) var others = 0
  /// How many nodes were looked at for secrets.
  var stepsForSecrets: Int { text.stepsForSecrets }
  private var numbers: [UInt64: Int] = [:]
  /// The path of the node at hand, and what is open around it.
  private var path = ByteBuffer(capacity: 256)
  private var open: ContiguousArray<Level> = []
  private var sample = ByteBuffer(capacity: 64)

  private struct Level {
    var end: Int
    var hash: UInt64
    var pathCount: Int
    var isArray: Bool
  }

  init(_ format: OutputFormat, _ options: RenderOptions) {
    printsJSON = format == .json
    width = options.width
    var options = options
    options.redacts = true
    text = FieldText(options, zone: nil)
  }

  var needsTimes: Bool { false }

  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    guard event.nodes.count > 0 else { return }
    if event.head.payloadNode >= 0 { survey(Int(event.head.payloadNode), of: event) }
    survey(0, of: event)
  }

  /// Looks at all that is in an object; of the whole record only at what is not of the envelope.
  private mutating func survey(_ root: Int, of event: borrowing Event) {
    path.removeAll()
    if root == 0 { path.append("extra.") }
    open.removeAll(keepingCapacity: true)
    text.begin(event)
    let end = Int(event.nodes[root].next)
    open.append(
      Level(end: end, hash: UInt64(root == 0 ? 1 : 2), pathCount: path.count, isArray: false))
    var number = root + 1
    while number < end {
      while let level = open.last, level.end <= number { open.removeLast() }
      guard let level = open.last else { return }
      path.truncate(to: level.pathCount)
      let node = event.nodes[number]
      if root == 0, open.count == 1, event.isEnvelope(number) {
        number = Int(node.next)
        continue
      }
      let hash = enter(node, of: event, in: level)
      count(number, hash, of: event)
      if node.kind.isContainer {
        if node.kind == .map { path.append(UInt8(ascii: ".")) }
        open.append(
          Level(
            end: Int(node.next), hash: hash, pathCount: path.count, isArray: node.kind == .array))
      }
      number += 1
    }
  }

  /// Appends a node's name to the path; returns the hash of the whole path.
  private mutating func enter(
    _ node: Node, of event: borrowing Event, in level: Level
  ) -> UInt64 {
    let start = path.count
    if level.isArray {
      path.append("[]")
    } else {
      path.append(decoding: event.keyBytes(node), style: node.keyStyle, dialect: event.dialect)
    }
    return path.hash(from: start, after: level.hash)
  }

  private mutating func count(_ number: Int, _ hash: UInt64, of event: borrowing Event) {
    let index: Int
    if let known = numbers[hash] {
      index = known
    } else {
      guard entries.count < Self.pathLimit else {
        others += 1
        return
      }
      index = entries.count
      numbers[hash] = index
      entries.append(Entry(path: path.copied()))
    }
    entries[index].count += 1
    entries[index].types.insert(FieldTypes(event.nodes[number].kind.fieldType))
    guard entries[index].samples.count < Self.sampleLimit,
      !event.nodes[number].kind.isContainer
    else { return }
    guard text.readNext(node: number, of: event) != .nothing else { return }
    sample.removeAll()
    text.bytes.escape(into: &sample)
    sample.cut(to: Self.sampleBytes)
    if !entries[index].samples.contains(where: { sample.holds($0) }) {
      entries[index].samples.append(sample.copied())
    }
  }

  mutating func end(_ output: inout ByteBuffer) {
    let sorted = entries.sorted { $0.path.lexicographicallyPrecedes($1.path) }
    if printsJSON {
      appendJSON(sorted, to: &output)
    } else {
      appendTable(sorted, to: &output)
    }
  }

  private func appendJSON(_ entries: [Entry], to output: inout ByteBuffer) {
    output.append("{\"fields\":[")
    for (index, entry) in entries.enumerated() {
      output.append(index == 0 ? "\n{\"path\":\"" : ",\n{\"path\":\"")
      output.append(jsonText: entry.path.span)
      output.append("\",\"seen\":")
      output.append(decimal: Int64(entry.count))
      output.append(",\"types\":[")
      for (place, type) in entry.types.types.enumerated() {
        output.append(place == 0 ? "\"" : ",\"")
        output.append(type.name)
        output.append("\"")
      }
      output.append("],\"samples\":[")
      for (place, sample) in entry.samples.enumerated() {
        output.append(place == 0 ? "\"" : ",\"")
        output.append(jsonText: sample.span)
        output.append("\"")
      }
      output.append("]}")
    }
    output.append("],\"others\":")
    output.append(decimal: Int64(others))
    output.append("}\n")
  }

  private func appendTable(_ entries: [Entry], to output: inout ByteBuffer) {
    var rows: [[ByteCell]] = [["FIELD", "SEEN", "TYPES", "SAMPLES"]]
    for entry in entries {
      rows.append([
        ByteCell(entry.path), ByteCell("\(entry.count)"), ByteCell(entry.types.description),
        ByteCell(ContiguousArray(entry.samples.joined(separator: "  ".utf8))),
      ])
    }
    if others > 0 { rows.append(["(others)", ByteCell("\(others)")]) }
    let widths = (0..<3).map { column in rows.map { $0[safe: column].columns }.max() ?? 0 }
    for row in rows {
      var line = ByteBuffer(capacity: 256)
      for column in 0..<4 {
        let cell = row[safe: column]
        if column == 1 { line.append(spaces: widths[1] - cell.columns) }
        line.append(cell.bytes.span)
        if column == 0 || column == 2 { line.append(spaces: widths[column] - cell.columns) }
        if column < 3 { line.append("  ") }
      }
      line.trimSpaces()
      line.copy(into: &output, cutTo: width)
      output.append(UInt8(ascii: "\n"))
    }
  }
}

/// A cell of the survey's table: safe text.
private struct ByteCell: ExpressibleByStringLiteral {
  let bytes: ContiguousArray<UInt8>

  init(stringLiteral text: String) { bytes = ContiguousArray(text.utf8) }

  init(_ text: String) { bytes = ContiguousArray(text.utf8) }

  /// Escapes what it is given; samples, being safe already, stay as they are.
  init(_ text: ContiguousArray<UInt8>) {
    var safe = ByteBuffer(capacity: 64)
    safe.append(escaping: text.span)
    bytes = safe.copied()
  }

  var columns: Int { bytes.span.columns }
}

extension [ByteCell] {
  fileprivate subscript(safe index: Int) -> ByteCell { index < count ? self[index] : "" }
}

extension NodeKind {
  /// The type as the catalogue calls it.
  fileprivate var fieldType: FieldType {
    switch self {
    case .null: .null
    case .false, .true: .boolean
    case .integer: .integer
    case .decimal: .decimal
    case .string: .string
    case .map: .object
    case .array: .array
    }
  }
}

extension ByteBuffer {
  /// A copy of the bytes that lasts.
  borrowing func copied() -> ContiguousArray<UInt8> {
    var copy: ContiguousArray<UInt8> = []
    copy.reserveCapacity(count)
    let bytes = span
    for index in bytes.indices { copy.append(bytes[index]) }
    return copy
  }

  fileprivate borrowing func holds(_ bytes: ContiguousArray<UInt8>) -> Bool {
    span.equals(bytes.span)
  }

  /// FNV-1a over the bytes from `start` on, going on from another hash.
  fileprivate borrowing func hash(from start: Int, after hash: UInt64) -> UInt64 {
    var hash = hash ^ 0xCBF2_9CE4_8422_2325
    let bytes = span
    for index in start..<bytes.count {
      hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
    }
    // The end counts too, or a.bc would be ab.c.
    return (hash ^ 0x1FF) &* 0x0000_0100_0000_01B3
  }

  /// Cuts safe text so that it has at most so many columns.
  fileprivate mutating func cut(to limit: Int) {
    guard columns > limit else { return }
    var short = ByteBuffer(capacity: 4 * limit)
    copy(into: &short, cutTo: limit)
    removeAll()
    short.copyBytes(into: &self)
  }

  fileprivate mutating func trimSpaces() {
    var length = count
    while length > 0, span[length - 1] == UInt8(ascii: " ") { length -= 1 }
    truncate(to: length)
  }
}
