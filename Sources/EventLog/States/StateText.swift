// What states of all kinds are written with, and read again.

extension ByteBuffer {
  /// Adds all bytes from an offset on to a check.
  borrowing func check(from start: Int, with check: inout StateCheck) {
    check.add(span.extracting(start...))
  }

  /// Appends UTF-8 as a JSON string.
  mutating func append(jsonQuoted text: Span<UInt8>) {
    append("\"")
    append(jsonText: text)
    append("\"")
  }

  /// Appends a list of strings.
  mutating func append(jsonTexts texts: [String]) {
    append("[")
    for (index, text) in texts.enumerated() {
      if index > 0 { append(",") }
      append(jsonQuoted: ContiguousArray(text.utf8).span)
    }
    append("]")
  }

  /// Appends the members `every` and `zone` behind others: how time is cut, and by which clocks.
  mutating func append(jsonStep step: TimeStep?, _ zone: ZoneRules) {
    guard let step else {
      append(",\"every\":null,\"zone\":null")
      return
    }
    append(",\"every\":")
    append(jsonQuoted: ContiguousArray(step.text.utf8).span)
    append(",\"zone\":{\"name\":")
    append(jsonQuoted: ContiguousArray(zone.name.utf8).span)
    // Where clocks are changed: other machines may know other rules, or none of that name.
    let changes = zone.periods.map { "[\($0.start),\($0.offset)]" }
    append(",\"offsets\":[" + changes.joined(separator: ",") + "]}")
  }
}

extension StateLine {
  /// How time is cut, and by which clocks: `.some(nil)` if it is not.
  func step(_ every: Int?, zone: Int?) -> (step: TimeStep, zone: ZoneRules)?? {
    if isNull(every), isNull(zone) { return .some(nil) }
    guard let text = string(every), let step = TimeStep(text), let rules = rules(zone) else {
      return nil
    }
    return (step, rules)
  }

  private func rules(_ node: Int?) -> ZoneRules? {
    guard let node, let name = string(member("name", of: node)),
      let offsets = elements(of: member("offsets", of: node)), !offsets.isEmpty
    else { return nil }
    var periods: [ZoneRules.Period] = []
    for element in offsets {
      guard let pair = elements(of: element), pair.count == 2,
        let start = integer(pair[0]) ?? (periods.isEmpty ? Int(Int64.min) : nil),
        let offset = integer(pair[1]), abs(offset) <= 86_400,
        periods.last.map({ $0.start < start }) ?? true
      else { return nil }
      periods.append(ZoneRules.Period(start: Int64(start), offset: offset))
    }
    return ZoneRules(name: name, periods: periods)
  }

  /// A moment in milliseconds; `.some(nil)` for null.
  func time(_ node: Int?) -> EventTime?? {
    if isNull(node) { return .some(nil) }
    guard let time = integer(node), EventTime.printable.contains(Int64(time)) else { return nil }
    return EventTime(milliseconds: Int64(time))
  }

  /// A truth value.
  func flag(_ node: Int?) -> Bool? {
    guard let node else { return nil }
    return isTrue(node) ? true : isFalse(node) ? false : nil
  }
}
