/// Reads templates, once at the start of a run.
struct TemplateParser {
  private let bytes: ContiguousArray<UInt8>
  private var offset = 0

  init(_ text: String) { bytes = ContiguousArray(text.utf8) }

  mutating func parts() throws(Template.ParseError) -> [Template.Part] {
    var parts: [Template.Part] = []
    var literal: ContiguousArray<UInt8> = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "{") where peek(1) == byte, UInt8(ascii: "}") where peek(1) == byte:
        literal.append(byte)
        offset += 2
      case UInt8(ascii: "{"):
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = []
        parts.append(.field(try field()))
      case UInt8(ascii: "}"): throw error("a brace that opens nothing; write }} for a brace")
      case UInt8(ascii: "\\"): literal.append(try escape())
      default:
        literal.append(byte)
        offset += 1
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    return parts
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    offset + distance < bytes.count ? bytes[offset + distance] : nil
  }

  private func error(_ problem: String, at place: Int? = nil) -> Template.ParseError {
    Template.ParseError(problem: problem, offset: place ?? offset)
  }

  private mutating func escape() throws(Template.ParseError) -> UInt8 {
    let value: UInt8
    switch peek(1) {
    case UInt8(ascii: "t"): value = 0x09
    case UInt8(ascii: "n"): value = 0x0A
    case UInt8(ascii: "\\"): value = UInt8(ascii: "\\")
    default: throw error("a backslash is followed by t, n or another backslash")
    }
    offset += 2
    return value
  }

  /// Reads from an opening brace to behind its closing one.
  private mutating func field() throws(Template.ParseError) -> Template.Field {
    let start = offset
    offset += 1
    let nameStart = offset
    let name = take { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "|") }
    guard peek() != nil else { throw error("this brace is never closed", at: start) }
    var field = Template.Field(column: .details)
    if name.lowercased() != "details" {
      do throws(FieldPath.ParseError) {
        field.column = .field(try FieldPath.parse(name))
      } catch let problem {
        throw error(problem.problem, at: nameStart + problem.offset)
      }
    }
    while peek() == UInt8(ascii: ":") {
      offset += 1
      try modifier(&field)
    }
    if peek() == UInt8(ascii: "|") {
      offset += 1
      field.fallback = ContiguousArray(take { _ in false }.utf8)
    }
    guard peek() == UInt8(ascii: "}") else {
      throw error("this brace is never closed", at: start)
    }
    offset += 1
    return field
  }

  /// Takes what comes before a closing brace, or before a byte that ends it.
  private mutating func take(until isEnd: (UInt8) -> Bool) -> String {
    let start = offset
    while let byte = peek(), byte != UInt8(ascii: "}"), !isEnd(byte) { offset += 1 }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func modifier(_ field: inout Template.Field) throws(Template.ParseError) {
    let start = offset
    if peek() == UInt8(ascii: "%") {
      let text = ContiguousArray(take { $0 == UInt8(ascii: "|") }.utf8)
      try check(time: text, at: start)
      field.formatter = .time(text)
      return
    }
    let word = take { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "|") }
    switch word {
    case "duration":
      field.formatter =
        field.column.unit == .seconds ? .seconds(decimals: nil) : .milliseconds(decimals: nil)
    case "bytes": field.formatter = .bytes
    case "rate": field.formatter = .rate(field.column.unit == .kibibitsPerSecond ? 1024 : 1)
    case "json": field.formatter = .json
    case "upper": field.formatter = .upper
    case "lower": field.formatter = .lower
    default:
      if word.hasPrefix("."), let decimals = Int(word.dropFirst()), (0...9).contains(decimals) {
        switch field.formatter {
        case .milliseconds: field.formatter = .milliseconds(decimals: decimals)
        case .seconds: field.formatter = .seconds(decimals: decimals)
        default: field.formatter = .decimals(decimals)
        }
      } else if let (alignment, width) = layout(word) {
        field.alignment = alignment
        field.width = width
      } else {
        throw error(
          "there is no formatter '\(word)'; there are duration, bytes, rate, json, upper, lower, "
            + ".2 for decimals, <20 >20 ^20 for widths, and %H:%M:%S for times", at: start)
      }
    }
  }

  private func layout(_ word: String) -> (Template.Alignment, Int)? {
    guard let sign = word.first, let width = Int(word.dropFirst()), (1...1000).contains(width)
    else { return nil }
    switch sign {
    case "<": return (.left, width)
    case ">": return (.right, width)
    case "^": return (.middle, width)
    default: return nil
    }
  }

  private func check(time: ContiguousArray<UInt8>, at start: Int) throws(Template.ParseError) {
    let known = ContiguousArray("YmdHMSLFTsz%".utf8)
    var index = 0
    while index < time.count {
      if time[index] == UInt8(ascii: "%") {
        guard index + 1 < time.count, known.contains(time[index + 1]) else {
          throw error("times have %Y %m %d %H %M %S %L %F %T %s %z and %%", at: start + index)
        }
        index += 1
      }
      index += 1
    }
  }
}

extension Column {
  /// What a number in that column counts, if the catalogue says so, and of all events the same.
  fileprivate var unit: FieldUnit? {
    guard case .field(let path) = self else { return nil }
    if let derived = path.root.derived { return derived.description.unit }
    let prefix = "payload."
    let text = path.text.lowercased()
    let name = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    var units: Set<FieldUnit> = []
    for shape in PayloadShape.allCases {
      for field in shape.fields where field.path.lowercased() == name {
        if let unit = field.unit { units.insert(unit) }
      }
    }
    return units.count == 1 ? units.first : nil
  }
}
