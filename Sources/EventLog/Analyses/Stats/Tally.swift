/// Counts events by group, or adds up the numbers in their fields, and prints a table of these.
///
/// It prints nothing until all events were seen. Memory is bounded by the number
/// of groups, which is limited: what belongs to others is counted together. Nothing is allocated for
/// an event of a known group, but for its numbers as long as these are kept for percentiles.
struct Tally: EventSink, ~Copyable {
  private let plan: TallyPlan
  private let format: RowFormat
  private let options: RenderOptions
  private var text: FieldText
  /// Reads keys without secrets, where they are to be known both ways.
  private var hiding: FieldText
  private var key = ByteBuffer(capacity: 256)
  private var state: TallyState
  /// The groups of kinds, where these alone tell groups apart; -1 where it is not known.
  private var groups: ContiguousArray<Int>
  /// Of the state, when they became known.
  private var renumberings = 0
  /// The logs that were read, as a state names them.
  private var logs: [TalliedLog] = []
  /// What counts of the log that is being read.
  private var log = (name: "", events: 0, times: ClosedRange<EventTime>?.none)

  init(_ plan: TallyPlan, _ format: RowFormat, _ options: RenderOptions) {
    self.plan = plan
    self.format = format
    self.options = options
    var hidden = options
    hidden.redacts = true
    text = FieldText(options, zone: nil)
    hiding = FieldText(hidden, zone: nil)
    state = TallyState(plan)
    let isByKind = plan.step == nil && plan.keys.count == 1 && plan.keys[0].root == .type
    groups = isByKind ? ContiguousArray(repeating: -1, count: EventKind.allCases.count) : []
  }

  var needsTimes: Bool { plan.needsTimes }

  var neededFields: NeededFields { plan.neededFields(options) }

  mutating func take(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    let time = plan.needsTimes ? event.timeInLog?.ifPrintable : nil
    if plan.writesState {
      log.events += 1
      if let time {
        let known = log.times ?? time...time
        log.times = min(known.lowerBound, time)...max(known.upperBound, time)
      }
    }
    let group = count(event, time, source)
    if plan.needsTimes, plan.step == nil, let time { state.add(time, group: group) }
    for index in plan.fields.indices {
      guard let number = plan.fields[index].number(in: event) else { continue }
      state.add(number, field: index, group: group)
    }
  }

  /// Counts an event, and returns its group.
  @inline(__always)
  private mutating func count(
    _ event: borrowing Event, _ time: EventTime?, _ source: Span<UInt8>
  ) -> Int {
    let kind = Int(event.kind.rawValue)
    let isKnown = kind < groups.count && event.kind != .unrecognized
    if isKnown, groups[kind] >= 0, renumberings == state.renumberings {
      state.count(group: groups[kind])
      return groups[kind]
    }
    readKey(of: event, time, source)
    let group = key.count(in: &state)
    guard isKnown else { return group }
    if renumberings != state.renumberings {
      for index in groups.indices { groups[index] = -1 }
      renumberings = state.renumberings
    }
    groups[kind] = group
    return group
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
      let kind = text.read(plan.keys[index], of: event, source: source)
      key.append(TallyKeyPart.of(kind))
      text.bytes.copyBytes(into: &key)
      if plan.secrets == .both {
        let kind = hiding.read(plan.keys[index], of: event, source: source)
        if !hiding.bytes.isSame(as: text.bytes) {
          key.append(TallyKeyPart.hidden)
          key.append(TallyKeyPart.of(kind))
          hiding.bytes.copyBytes(into: &key)
        }
      }
      key.append(TallyKeyPart.end)
    }
  }

  mutating func beginSource(_ start: SourceStart, into output: inout ByteBuffer) {
    log = (start.name, 0, nil)
  }

  mutating func endSource(_ statistics: ReadStatistics, content: LogContent?) {
    guard let content else { return }
    logs.append(
      TalliedLog(
        name: log.name, content: content, events: log.events, times: log.times,
        selection: plan.selection))
  }

  var notes: [String] { state.notes(plan) }

  mutating func end(_ output: inout ByteBuffer) {
    state.settle()
    if plan.writesState {
      state.write(plan, logs, hidesSecrets: options.redacts, into: &output)
    } else {
      TallyReport(state, plan).print(format, options, into: &output)
    }
  }
}

/// How keys of groups are written: what a part is, its text in UTF-8, and a byte that is in no UTF-8.
///
/// Where that text has a secret in it, it may be followed by another such byte and the same without it.
enum TallyKeyPart {
  static let nothing: UInt8 = 1
  static let number: UInt8 = 2
  static let text: UInt8 = 3
  static let word: UInt8 = 4
  static let time: UInt8 = 5
  static let hidden: UInt8 = 0xFE
  static let end: UInt8 = 0xFF

  /// What text of that kind begins with.
  @inline(__always)
  static func of(_ kind: FieldKind) -> UInt8 {
    switch kind {
    case .nothing: nothing
    case .number: number
    case .text: text
    case .word, .structure: word
    }
  }
}

extension FieldPath {
  /// The number that an event has there; nil if it has none, or something else.
  fileprivate func number(in event: borrowing Event) -> TallyNumber? {
    switch find(in: event) {
    case .integer(let value): return TallyNumber(value)
    case .milliseconds(let value):
      return TallyNumber(units: Int128(value) * (TallyNumber.one / 1000))
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
  /// Counts an event whose key is in this buffer.
  @inline(__always)
  fileprivate borrowing func count(in state: inout TallyState) -> Int { state.count(span) }

  /// Whether the other one has the same bytes.
  fileprivate borrowing func isSame(as other: borrowing ByteBuffer) -> Bool {
    span.equals(other.span)
  }
}
