import TestSupport

@testable import EventLog

/// The logs that sinks of one server, or of several, have written, and what a plan reads of them.
struct SinkLogs {
  private var traces: [SinkTrace] = []
  /// For each file its events, by whatever the test calls them.
  private var files: [[Int]] = []

  /// How many logs there are.
  var count: Int { traces.count }

  /// Adds a log of a sink that writes some types of events, cut into files of so many events each.
  ///
  /// Each event comes with its name; where `isPart`, each run begins with the first file again; `holds`
  /// tells whether the event of that name reaches the file.
  mutating func add(
    _ runs: [[(name: Int, event: ReferenceEvent)]], _ format: ReferenceWriter.Format,
    cutAfter length: Int = .max, isPart: Bool = false,
    writes: (String) -> Bool = { _ in true }, holds: (Int) -> Bool = { _ in true }
  ) {
    var texts: [[UInt8]] = []
    var names: [[Int]] = []
    for run in runs {
      var writer = ReferenceWriter(format)
      var file = isPart ? 0 : max(0, texts.count - 1)
      var written = 0
      for (name, event) in run where writes(event.type) {
        let record = writer.record(event)
        if written == length { (file, written) = (file + 1, 0) }
        if file == texts.count {
          texts.append(writer.header(at: event.seconds))
          names.append([])
        }
        written += 1
        guard !record.isEmpty, holds(name) else { continue }
        texts[file] += record
        names[file].append(name)
      }
    }
    var tracer = SinkTracer()
    for (text, names) in zip(texts, names) {
      tracer.trace.begin(file: files.count, isPart: isPart)
      files.append(names)
      var reader = EventReader()
      reader.read(text.span, into: &tracer)
      reader.finish(into: &tracer)
    }
    traces.append(tracer.trace)
  }

  /// Adds what the server itself logs of its streams, which are the only events in it with a name.
  mutating func addServerLog(of run: [(name: Int, event: ReferenceEvent)], shift: UInt64 = 0) {
    guard let first = run.first?.event else { return }
    let start = first.seconds + shift
    var text =
      "PID: \(first.processId); TIMESTAMP: \(start); LIFE: \(first.processId)_\(start)_abcdefgh\n"
      + "made up\n"
    var names: [Int] = []
    for (name, event) in run {
      guard case .unsigned(let number, _) = event.payload["uniqueId"] else { continue }
      let prefix = "\(event.seconds + shift):3:a.cpp:1:f:"
      let stream = "Stream INR(\(number)) with name `cam` from protocol IR(\(number + 20))"
      switch event.type {
      case "inStreamCreated":
        text += prefix + "Inbound connection accepted: (Far: 192.0.2.9:\(40_000 + number); "
        text += "Near: 192.0.2.1:1935) CTCP(9) <-> TCP(12) <-> [IR(\(number + 20))]\n"
        text += prefix + stream + " registered to origin application `live`\n"
        names += [0, name]
      case "inStreamClosed":
        text += prefix + stream + " unregistered from origin application `live`\n"
        names.append(name)
      default: break
      }
    }
    var tracer = SinkTracer()
    tracer.trace.begin(file: files.count, isPart: false)
    files.append(names)
    var reader = EventReader()
    reader.read(Array(text.utf8).span, into: &tracer)
    reader.finish(into: &tracer)
    traces.append(tracer.trace)
  }

  /// A plan for the logs.
  var plan: SinkPlan { SinkPlan(traces) }

  /// The names of the events that a plan reads, in that order.
  func events(by plan: SinkPlan) -> [Int] {
    var events: [Int] = []
    for (number, names) in files.enumerated() {
      switch plan.reading(of: number) {
      case .whole: events += names
      case .parts(let stretches, _):
        for stretch in stretches {
          let names = files[stretch.file]
          let end = min(stretch.records.upperBound, names.count + 1)
          events += names[(stretch.records.lowerBound - 1)..<(end - 1)]
        }
      }
    }
    return events
  }
}
