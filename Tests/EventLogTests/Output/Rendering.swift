import Testing

@testable import EventLog

/// What is printed of a log.
func rendered(
  _ log: [UInt8], as format: OutputFormat, _ options: RenderOptions = RenderOptions(),
  task: EventTask = .print()
) -> [UInt8] {
  var selection = FilteredEvents(Filter(), task.shown(as: format), options: options)
  selection.read([[log]], format: .json)
  return selection.output.array()
}

/// What is printed of a log, as text.
func rendered(
  _ log: String, as format: OutputFormat, _ options: RenderOptions = RenderOptions(),
  task: EventTask = .print()
) -> String {
  String(decoding: rendered(Array(log.utf8), as: format, options, task: task), as: UTF8.self)
}

/// A record of the json sink on a line of its own; `time` is 2026-11-20T23:12:33Z by itself.
func record(
  _ type: String, id: Int = 7, _ payload: String = "{}", more: String = ""
) -> String {
  """
  {"_logEntry":"00006","id":\(id),"payload":\(payload),"processId":42,"timestamp":1795216353,\(more)\
  "type":"\(type)"},

  """
}

/// Options with the fields that `-F` would ask for.
func choosing(_ fields: String...) throws -> RenderOptions {
  var options = RenderOptions()
  options.fields = try FieldList.parse(fields)
  return options
}

/// A closed stream with all that the line format tells of it.
let closedStream = record(
  "inStreamClosed",
  #"{"PID":42,"audio":{"bytesCount":200000},"farIp":"10.0.0.24","name":"cam1","#
    + #""queryTimestamp":1795216353343.5491,"upTime":6006.0161,"video":{"bytesCount":1000000}}"#)

extension FilteredEvents {
  /// Reads logs, each of one or more files whose names bear these numbers, from start to end.
  mutating func read(
    _ logs: [[some Sequence<UInt8>]], named name: String = "log.json", format: InputFormat? = nil,
    instances: [UInt64?] = []
  ) {
    var reader = EventReader(format: format)
    begin()
    for log in logs {
      for (index, file) in log.enumerated() {
        let instance = index < instances.count ? instances[index] : nil
        beginSource(name, isContinuation: index > 0, instance: instance)
        reader.read(ContiguousArray(file).span, into: &self)
        reader.finish(into: &self)
        endSource()
        reader.reset()
      }
    }
    end()
  }

  /// What it has printed.
  var printed: String { String(copying: output.span) }
}

extension ByteBuffer {
  /// A copy of the bytes.
  borrowing func array() -> [UInt8] {
    let bytes = span
    return bytes.indices.map { bytes[$0] }
  }
}

/// What a piece of code appends to a buffer.
func appended(_ body: (inout ByteBuffer) -> Void) -> String {
  var buffer = ByteBuffer(capacity: 64)
  body(&buffer)
  return String(decoding: buffer.array(), as: UTF8.self)
}
