/// Counts events by group, or adds up the numbers in their fields, and prints a table of these.
///
/// It is a renderer that prints nothing until all events were seen. Memory is bounded by the number
/// of groups, which is limited: what belongs to others is counted together. Nothing is allocated for
/// an event of a known group, but for its numbers as long as these are kept for percentiles.
struct Tally: EventRenderer, ~Copyable {
  let plan: TallyPlan
  let format: RowFormat
  let options: RenderOptions
  private var text: FieldText
  private var key = ByteBuffer(capacity: 256)
  private(set) var keys: TallyKeys
  /// How many events each group has; the first is all groups that are too many.
  private(set) var counts: ContiguousArray<Int> = [0]
  /// The numbers of each field of each group.
  private(set) var values: ContiguousArray<TallyValues>
  private(set) var trend = TallyTrend()

  /// The group of all that are too many.
  static let others = 0

  init(_ plan: TallyPlan, _ format: RowFormat, _ options: RenderOptions) {
    self.plan = plan
    self.format = format
    self.options = options
    text = FieldText(options, zone: nil)
    keys = TallyKeys(limit: plan.groupLimit)
    values = ContiguousArray(repeating: TallyValues(), count: plan.fields.count)
  }

  mutating func render(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    let time = plan.needsTimes ? event.timeInLog?.ifPrintable : nil
    readKey(of: event, time, source)
    let group = self.group
    counts[group] &+= 1
    if plan.showsTrend, plan.step == nil, let time { trend.add(time, group: group) }
    for index in plan.fields.indices {
      guard let number = plan.fields[index].number(in: event) else { continue }
      values[group &* plan.fields.count &+ index].add(number, keeps: !plan.percentiles.isEmpty)
    }
  }

  private mutating func readKey(
    of event: borrowing Event, _ time: EventTime?, _ source: Span<UInt8>
  ) {
    key.removeAll()
    if let step = plan.step {
      if let time {
        key.append(TallyKeyPart.time)
        key.append(decimal: step.start(of: time, in: plan.zone).milliseconds)
      } else {
        key.append(TallyKeyPart.nothing)
      }
      key.append(TallyKeyPart.end)
    }
    for index in plan.keys.indices {
      switch text.read(plan.keys[index], of: event, source: source) {
      case .nothing: key.append(TallyKeyPart.nothing)
      case .number: key.append(TallyKeyPart.number)
      case .text: key.append(TallyKeyPart.text)
      case .word, .structure: key.append(TallyKeyPart.word)
      }
      text.bytes.copyBytes(into: &key)
      key.append(TallyKeyPart.end)
    }
  }

  /// The group whose key was read.
  private var group: Int {
    mutating get {
      guard let number = key.number(in: &keys) else { return Self.others }
      if number &+ 1 == counts.count {
        counts.append(0)
        for _ in plan.fields.indices { values.append(TallyValues()) }
      }
      return number &+ 1
    }
  }

  mutating func end(_ output: inout ByteBuffer) {
    TallyReport(self).print(into: &output)
  }
}

/// How keys of groups are written: what a part is, its text in UTF-8, and a byte that is in no UTF-8.
enum TallyKeyPart {
  static let nothing: UInt8 = 1
  static let number: UInt8 = 2
  static let text: UInt8 = 3
  static let word: UInt8 = 4
  static let time: UInt8 = 5
  static let end: UInt8 = 0xFF
}

extension FieldPath {
  /// The number that an event has there; nil if it has none, or something else.
  fileprivate func number(in event: borrowing Event) -> TallyNumber? {
    switch find(in: event) {
    case .integer(let value): return TallyNumber(value)
    case .node(let number):
      let node = event.nodes[number]
      guard node.kind == .integer || node.kind == .decimal else { return nil }
      return TallyNumber(event.valueBytes(node))
    default: return nil
    }
  }
}

extension EventTime {
  /// The time, if it can be printed.
  fileprivate var ifPrintable: EventTime? {
    Self.printable.contains(milliseconds) ? self : nil
  }
}

extension ByteBuffer {
  /// Asks for the number of the key in this buffer.
  fileprivate borrowing func number(in keys: inout TallyKeys) -> Int? { keys.number(of: span) }
}
