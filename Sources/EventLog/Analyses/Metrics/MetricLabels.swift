/// The values of a label that strangers choose: at most so many have a number of their own, all others
/// share the number 0, `other`.
///
/// A value that was shown once stays. What is new has a number for the time being; when that has to
/// be settled, the places that are left go to the values that were met most often.
struct MetricLabels {
  /// So many values are shown, besides `other`.
  let limit: Int
  private var keys: TallyKeys
  /// How often each value was met since that was settled last, by its number less one.
  private var meetings: ContiguousArray<Int> = []
  /// How many values stay, the first ones.
  private(set) var settled = 0

  /// The value of all that are too many; a stream of that very name is one of them.
  static let other = "other"
  /// So many values have a number for the time being.
  private static let candidates = 100_000
  /// Longer texts are cut, in bytes of UTF-8 before anything is escaped.
  static let textLimit = 256

  init(limit: Int) {
    self.limit = limit
    keys = TallyKeys(limit: max(limit, Self.candidates))
  }

  /// One more than the greatest number.
  var end: Int { keys.count + 1 }

  /// The number of a value, which is met `meetings` times.
  mutating func number(of value: Span<UInt8>, meetings: Int = 0) -> Int {
    guard !value.equals("other"), let key = keys.numberOfEarly(value) else { return 0 }
    if key == self.meetings.count { self.meetings.append(0) }
    self.meetings[key] += meetings
    return key + 1
  }

  /// The number of a value that is shown, once that is settled; 0 for all others.
  func shownNumber(of value: Span<UInt8>) -> Int {
    guard let key = keys.knownNumber(of: value), key < settled else { return 0 }
    return key + 1
  }

  /// The value that has a number.
  func value(_ number: Int) -> ContiguousArray<UInt8> {
    number == 0 ? ContiguousArray(Self.other.utf8) : keys.key(number - 1)
  }

  /// The numbers of all values, in the order of these, `other` last.
  var sorted: [Int] {
    let values = (0..<end).map { value($0) }
    return (1..<end).sorted { values[$0].lexicographicallyPrecedes(values[$1]) } + [0]
  }

  /// Decides which new values stay.
  ///
  /// - Returns: For each number the one that takes its place; nil if all stay.
  mutating func settle() -> [Int]? {
    let fresh = settled..<keys.count
    let room = max(limit - settled, 0)
    guard fresh.count > room else {
      settled = keys.count
      return nil
    }
    let values = fresh.map { keys.key($0) }
    let order = values.indices.sorted { left, right in
      let (one, two) = (meetings[settled + left], meetings[settled + right])
      return one != two ? one > two : values[left].lexicographicallyPrecedes(values[right])
    }
    var kept = TallyKeys(limit: max(limit, Self.candidates))
    var numbers = [Int](repeating: 0, count: end)
    for key in 0..<settled {
      let value = keys.key(key)
      numbers[key + 1] = (kept.numberOfEarly(value.span) ?? -1) + 1
    }
    for index in order.prefix(room) {
      let value = values[index]
      numbers[settled + index + 1] = (kept.numberOfEarly(value.span) ?? -1) + 1
    }
    keys = kept
    settled = keys.count
    meetings = ContiguousArray(repeating: 0, count: settled)
    return numbers
  }

  /// Goes on with a value that was shown before.
  mutating func resume(_ value: ContiguousArray<UInt8>) -> Bool {
    let known = keys.count
    guard number(of: value.span) == known + 1 else { return false }
    settled = keys.count
    return true
  }
}

extension ByteBuffer {
  /// Appends text that anybody may have chosen as the value of a label: long ones cut, with `…` behind
  /// them, and what controls terminals escaped as wherever it is printed.
  mutating func append(label text: Span<UInt8>) {
    guard text.count > MetricLabels.textLimit else {
      append(escaping: text)
      return
    }
    var end = MetricLabels.textLimit
    while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
    append(escaping: text.extracting(0..<end))
    append("…")
  }

  /// Makes a label's value of the text in this buffer.
  borrowing func makeLabel(in output: inout ByteBuffer) { output.append(label: span) }

  /// Asks for the number of the value in this buffer, if it is shown.
  borrowing func shownNumber(in labels: borrowing MetricLabels) -> Int {
    labels.shownNumber(of: span)
  }

  /// Asks for the number of the value in this buffer.
  borrowing func number(in labels: inout MetricLabels, meetings: Int = 0) -> Int {
    labels.number(of: span, meetings: meetings)
  }
}
