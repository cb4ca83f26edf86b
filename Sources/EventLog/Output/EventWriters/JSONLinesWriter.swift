/// One JSON object per line, schema version 1: the keys in a fixed order, those without a value left
/// out except `time`.
struct JSONLinesWriter: EventWriter, ~Copyable {
  private var object: JSONObject

  init(_ options: RenderOptions) { object = JSONObject(options) }

  mutating func write(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    object.append(event, source: source, to: &output)
    output.append(UInt8(ascii: "\n"))
  }
}

/// One JSON array of all events, an object on each line.
struct JSONArrayWriter: EventWriter, ~Copyable {
  private var object: JSONObject
  private var isEmpty = true

  init(_ options: RenderOptions) { object = JSONObject(options) }

  mutating func write(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    object.append(event, source: source, to: &output)
    output.append(UInt8(ascii: "\n"))
  }

  var arranges: Bool { true }

  /// Puts commas between the lines; the last line's end waits for what follows it.
  mutating func arrange(_ events: Span<UInt8>, into output: inout ByteBuffer) {
    var start = 0
    while let end = events.firstOffset(of: UInt8(ascii: "\n"), from: start) {
      output.append(isEmpty ? "[\n" : ",\n")
      isEmpty = false
      output.append(events.extracting(start..<end))
      start = end + 1
    }
  }

  mutating func end(_ output: inout ByteBuffer) { output.append(isEmpty ? "[]\n" : "\n]\n") }
}
