// A state of `stats` as JSON lines. Numbers are exact, lines are in the order of their groups' keys,
// and nothing in them depends on how the state came about: whatever adds up to the same events is the
// same text.
//
//     {"emslog":"stats","version":1,"fields":["upTime"],"by":["stream"],"every":null,"zone":null,
//      "percentiles":["50","95"],"secrets":"both","groups":100000,"numbers":2000000,
//      "cutoff":100000,"digits":"3 digits","missing":0,
//      "logs":[{"log":"events.json","content":"1234:00f3…,9ac0…","selection":"cbf2…","events":3,
//       "from":1795215610000,"to":1795215612000}],
//      "trend":{"width":1000,"first":1795215610,"count":3}}
//     {"key":["cam1"],"events":3,"values":[{"count":3,"sum":5000.25,"min":1000,"max":3000.25,
//      "numbers":[[1000,2],3000.25]}],"trend":[2,0,1]}
//     {"end":"stats","groups":1,"events":3,"check":"0f0e…"}
//
// A key has a part for each of its fields, behind the stretch of time if there is one: null, text, or
// {"number":"1.50"}, {"word":"inStreamClosed"}, {"time":1795215600000}; what is known with and without
// the secret in it is {"shown":…,"hidden":…}. What is not told apart is {"other":true,…}; "missing" is how
// many events of any group may be in it, and of a group how many of its own. Instead of
// "numbers" there may be "bins": numbers of a TallyHistogram's bins with their counts.

extension TallyState {
  /// Which version of the text is written; others are refused.
  static let version = 2

  /// Writes the state, which has to be settled.
  borrowing func write(
    _ plan: TallyPlan, _ logs: [TalliedLog], hidesSecrets: Bool, into output: inout ByteBuffer
  ) {
    let start = output.count
    writeHeader(plan, logs, hidesSecrets: hidesSecrets, into: &output)
    let groups = groups()
    var events = 0
    for number in groups {
      let group = group(number)
      events += group.events
      write(group, plan, into: &output)
    }
    var check = StateCheck()
    output.check(from: start, with: &check)
    output.append("{\"end\":\"stats\",\"groups\":\(groups.count),\"events\":\(events),")
    output.append("\"check\":\"\(check.text)\"}\n")
  }

  private borrowing func writeHeader(
    _ plan: TallyPlan, _ logs: [TalliedLog], hidesSecrets: Bool, into output: inout ByteBuffer
  ) {
    output.append("{\"emslog\":\"stats\",\"version\":\(Self.version),\"fields\":")
    output.append(jsonTexts: plan.fields.map(\.text))
    output.append(",\"by\":")
    output.append(jsonTexts: plan.keys.map(\.text))
    output.append(jsonStep: plan.step, plan.zone)
    output.append(",\"percentiles\":")
    output.append(jsonTexts: plan.percentiles.map(\.digits))
    let secrets = plan.secrets == .both ? "both" : hidesSecrets ? "hidden" : "shown"
    output.append(",\"secrets\":\"\(secrets)\",\"groups\":\(plan.groupLimit)")
    output.append(",\"numbers\":\(plan.numberLimit),\"cutoff\":\(budget.cutoff)")
    output.append(",\"digits\":\"\(budget.precision.name)\",\"missing\":\(missingLimit)")
    output.append(",\"logs\":[")
    for (index, log) in logs.sorted(by: TalliedLog.precedes).enumerated() {
      if index > 0 { output.append(",") }
      output.append(jsonLog: log)
    }
    output.append("]")
    let frame = trend.frame
    output.append(",\"trend\":{\"width\":\(frame.width),\"first\":\(frame.first),")
    output.append("\"count\":\(frame.count)}}\n")
  }

  private borrowing func write(_ group: Group, _ plan: TallyPlan, into output: inout ByteBuffer) {
    if let key = group.key {
      output.append("{\"key\":")
      output.append(jsonKey: key)
    } else {
      output.append("{\"other\":true")
    }
    output.append(",\"events\":\(group.events)")
    if group.missing > 0 { output.append(",\"missing\":\(group.missing)") }
    for (index, values) in group.values.enumerated() {
      output.append(index == 0 ? ",\"values\":[" : ",")
      write(values, into: &output)
    }
    if !group.values.isEmpty { output.append("]") }
    if !group.trend.isEmpty {
      output.append(",\"trend\":[" + group.trend.map(String.init).joined(separator: ",") + "]")
    }
    output.append("}\n")
  }

  private borrowing func write(_ values: TallyValues, into output: inout ByteBuffer) {
    guard values.count > 0 else {
      output.append("null")
      return
    }
    output.append("{\"count\":\(values.count),\"sum\":")
    output.append(values.sum.digits.span)
    output.append(",\"min\":")
    output.append(values.least.digits.span)
    output.append(",\"max\":")
    output.append(values.greatest.digits.span)
    if let histogram = values.histogram {
      let bins = histogram.bins.map { "[\($0.place),\($0.count)]" }
      output.append(",\"bins\":[" + bins.joined(separator: ",") + "]")
    } else if budget.keeps {
      output.append(",\"numbers\":[")
      output.append(jsonNumbers: values.numbers.sorted())
      output.append("]")
    }
    output.append("}")
  }
}

extension TallyHistogram.Precision {
  /// How many digits are known.
  var name: String {
    switch self {
    case .none: "none"
    case .oneDigit: "1 digit"
    case .twoDigits: "2 digits"
    case .threeDigits: "3 digits"
    }
  }
}

extension ByteBuffer {
  /// Appends numbers in order, those that occur more than once with their count.
  fileprivate mutating func append(jsonNumbers numbers: [TallyNumber]) {
    var index = 0
    while index < numbers.count {
      var next = index + 1
      while next < numbers.count, numbers[next] == numbers[index] { next += 1 }
      if index > 0 { append(",") }
      if next - index > 1 { append("[") }
      append(numbers[index].digits.span)
      if next - index > 1 { append(",\(next - index)]") }
      index = next
    }
  }

  /// Appends a log that a state is made of.
  fileprivate mutating func append(jsonLog log: TalliedLog) {
    append("{\"log\":")
    append(jsonQuoted: ContiguousArray(log.name.utf8).span)
    append(",\"content\":\"\(log.content.text)\"")
    append(",\"selection\":\"\(StateCheck.digits(of: log.selection))\",\"events\":\(log.events)")
    if let times = log.times {
      append(",\"from\":\(times.lowerBound.milliseconds),\"to\":\(times.upperBound.milliseconds)")
    }
    append("}")
  }

  /// Appends the key of a group.
  fileprivate mutating func append(jsonKey key: ContiguousArray<UInt8>) {
    append("[")
    let parts = key.split(separator: TallyKeyPart.end, omittingEmptySubsequences: false).dropLast()
    for (index, part) in parts.enumerated() {
      if index > 0 { append(",") }
      let forms = part.split(separator: TallyKeyPart.hidden, omittingEmptySubsequences: false)
      if forms.count == 2 {
        append("{\"shown\":")
        append(jsonKeyPart: forms[0])
        append(",\"hidden\":")
        append(jsonKeyPart: forms[1])
        append("}")
      } else {
        append(jsonKeyPart: part)
      }
    }
    append("]")
  }

  private mutating func append(jsonKeyPart part: ArraySlice<UInt8>) {
    let text = ContiguousArray(part.dropFirst())
    switch part.first {
    case TallyKeyPart.text: append(jsonQuoted: text.span)
    case TallyKeyPart.number, TallyKeyPart.word:
      append(part.first == TallyKeyPart.number ? "{\"number\":" : "{\"word\":")
      append(jsonQuoted: text.span)
      append("}")
    case TallyKeyPart.time:
      append("{\"time\":")
      append(text.span)
      append("}")
    default: append("null")
    }
  }
}
