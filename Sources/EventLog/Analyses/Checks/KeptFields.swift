/// Something that is kept from one run to the next: it names its fields once, for writing and reading.
protocol Kept {
  /// Creates the value whose fields are read.
  init()
  /// Hands over each field, always in the same order.
  mutating func keep(in fields: inout KeptFields)
}

/// Writes fields as words of a line, or reads them back from there.
struct KeptFields {
  private var line: SnapshotLine
  private var words: SnapshotWords?
  /// False if a word was not what it should be.
  private(set) var isRight = true
  /// The number that each run of a server will have where the line is read.
  private let numbers: [Int32: Int32]

  /// Begins to write a line of a kind.
  init(writing kind: String, numbering numbers: [Int32: Int32] = [:]) {
    line = SnapshotLine(kind)
    self.numbers = numbers
  }

  /// Begins to read what is left of a line.
  init(reading words: SnapshotWords) {
    line = SnapshotLine("")
    self.words = words
    numbers = [:]
  }

  /// The line that was written.
  var text: String { line.text }

  /// True if every word was read and was what it should be.
  var isComplete: Bool { isRight && words?.isAtEnd ?? true }

  /// Keeps a field.
  mutating func callAsFunction(_ value: inout some Kept) { value.keep(in: &self) }

  /// Keeps a number.
  mutating func number(_ value: inout Int64) {
    guard words != nil else { return line.append(value) }
    value = valid(words?.integer()) ?? 0
  }

  /// Keeps the number of a run of a server; -1 for one that matters no more.
  mutating func run(_ value: inout Int32) {
    var number = Int64(words == nil ? numbers[value] ?? -1 : 0)
    self.number(&number)
    if words != nil { value = Int32(truncatingIfNeeded: number) }
  }

  /// Keeps bytes of any kind.
  mutating func bytes(_ value: inout ContiguousArray<UInt8>) {
    guard words != nil else { return line.append(text: value) }
    value = valid(words?.text()) ?? []
  }

  /// Keeps a value by its name.
  mutating func name<Value>(
    _ value: inout Value, _ name: (Value) -> String, _ named: (String) -> Value?
  ) {
    guard words != nil else { return line.append(text: ContiguousArray(name(value).utf8)) }
    guard let text = words?.text(), let found = valid(named(text.asText)) else {
      isRight = false
      return
    }
    value = found
  }

  /// Keeps how many values follow; none do once something was wrong.
  mutating func count(_ count: Int) -> Int {
    var number = Int64(count)
    self.number(&number)
    return isRight ? Int(valid(number >= 0 ? number : nil) ?? 0) : 0
  }

  var isReading: Bool { words != nil }

  private mutating func valid<Value>(_ value: Value?) -> Value? {
    if value == nil { isRight = false }
    return value
  }
}

extension Int64: Kept {
  mutating func keep(in fields: inout KeptFields) { fields.number(&self) }
}

/// Numbers of runs of a server.
extension Int32: Kept {
  mutating func keep(in fields: inout KeptFields) { fields.run(&self) }
}

extension Int: Kept {
  mutating func keep(in fields: inout KeptFields) {
    var number = Int64(self)
    fields.number(&number)
    self = Int(number)
  }
}

extension Bool: Kept {
  mutating func keep(in fields: inout KeptFields) {
    var number: Int64 = self ? 1 : 0
    fields.number(&number)
    self = number != 0
  }
}

extension ContiguousArray<UInt8>: Kept {
  mutating func keep(in fields: inout KeptFields) { fields.bytes(&self) }
}

extension EventTime: Kept {
  init() { self.init(milliseconds: 0) }
  mutating func keep(in fields: inout KeptFields) { fields(&milliseconds) }
}

extension EventKind: Kept {
  init() { self = .unrecognized }
  mutating func keep(in fields: inout KeptFields) {
    fields.name(&self, \.name) { name in EventKind.allCases.first { $0.name == name } }
  }
}

extension EventSystem: Kept {
  init() { self = .ems }
  mutating func keep(in fields: inout KeptFields) {
    fields.name(&self, \.rawValue) { EventSystem(rawValue: $0) }
  }
}

extension Optional: Kept where Wrapped: Kept {
  init() { self = nil }
  mutating func keep(in fields: inout KeptFields) {
    var isThere = self != nil
    fields(&isThere)
    guard isThere else { return }
    var value = self ?? Wrapped()
    fields(&value)
    self = value
  }
}

extension Array: Kept where Element: Kept {
  mutating func keep(in fields: inout KeptFields) {
    let count = fields.count(count)
    if fields.isReading { removeAll() }
    for place in 0..<count where fields.isRight {
      var element = fields.isReading ? Element() : self[place]
      fields(&element)
      if fields.isReading { append(element) }
    }
  }
}

extension Dictionary: Kept where Key: Kept, Value: Kept {
  mutating func keep(in fields: inout KeptFields) {
    let keys = Array(keys)
    let count = fields.count(keys.count)
    for place in 0..<count where fields.isRight {
      var key = fields.isReading ? Key() : keys[place]
      fields(&key)
      var value = self[key] ?? Value()
      fields(&value)
      if fields.isReading { self[key] = value }
    }
  }
}
