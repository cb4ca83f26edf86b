/// Writes metrics as text that monitoring systems read.
///
/// What differs between the two formats: OpenMetrics names the family of a counter without `_total`,
/// states units, writes bounds of buckets with a decimal point, and ends in `# EOF`.
struct MetricsText: ~Copyable {
  private let format: MetricsFormat
  private(set) var bytes = ByteBuffer(capacity: 64 << 10)
  private var family = MetricFamily.events

  init(_ format: MetricsFormat) { self.format = format }

  /// The value of a label.
  enum Value {
    /// One of ours.
    case word(String)
    /// Text without control characters.
    case text(ContiguousArray<UInt8>)
  }

  /// Begins with a metric; all its samples follow.
  mutating func begin(_ family: MetricFamily) {
    self.family = family
    let name = format == .openmetrics ? family.rawValue : family.sampleName
    bytes.append("# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind.rawValue)\n")
    if format == .openmetrics, let unit = family.unit { bytes.append("# UNIT \(name) \(unit)\n") }
  }

  /// Appends a sample of a counter or gauge.
  mutating func sample(_ labels: [Value], _ value: Int64) {
    bytes.append(family.sampleName)
    append(labels)
    bytes.append(UInt8(ascii: " "))
    bytes.append(decimal: value)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Appends a sample in seconds.
  mutating func sample(milliseconds: Int64) {
    bytes.append(family.sampleName)
    bytes.append(UInt8(ascii: " "))
    append(milliseconds: milliseconds)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Appends a histogram.
  mutating func histogram(_ labels: [Value], _ histogram: DurationHistogram) {
    var count: Int64 = 0
    for (bucket, number) in histogram.counts.enumerated() {
      count = count.adding(clamped: number)
      bytes.append("\(family.rawValue)_bucket")
      append(
        labels,
        bound: .some(
          bucket < DurationHistogram.bounds.count
            ? "\(DurationHistogram.bounds[bucket])\(format == .openmetrics ? ".0" : "")" : "+Inf"))
      bytes.append(UInt8(ascii: " "))
      bytes.append(decimal: count)
      bytes.append(UInt8(ascii: "\n"))
    }
    bytes.append("\(family.rawValue)_sum")
    append(labels)
    bytes.append(UInt8(ascii: " "))
    append(milliseconds: histogram.sum)
    bytes.append("\n\(family.rawValue)_count")
    append(labels)
    bytes.append(UInt8(ascii: " "))
    bytes.append(decimal: count)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Appends what stands behind the last metric.
  mutating func end() { if format == .openmetrics { bytes.append("# EOF\n") } }

  private mutating func append(_ labels: [Value], bound: String? = nil) {
    guard !labels.isEmpty || bound != nil else { return }
    var separator = UInt8(ascii: "{")
    for (name, value) in zip(family.labels, labels) {
      bytes.append(separator)
      separator = UInt8(ascii: ",")
      bytes.append(name)
      bytes.append("=\"")
      switch value {
      case .word(let word): bytes.append(word)
      case .text(let text): bytes.append(labelText: text.span)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    if let bound {
      bytes.append(separator)
      bytes.append("le=\"\(bound)\"")
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func append(milliseconds: Int64) {
    if milliseconds < 0 { bytes.append(UInt8(ascii: "-")) }
    bytes.appendDigits(milliseconds.magnitude / 1000, width: 1)
    bytes.append(UInt8(ascii: "."))
    bytes.appendDigits(milliseconds.magnitude % 1000, width: 3)
  }
}

extension ByteBuffer {
  /// Appends text as the inside of a label's value.
  fileprivate mutating func append(labelText text: Span<UInt8>) {
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\n"): append("\\n")
      default: append(text[index])
      }
    }
  }
}
