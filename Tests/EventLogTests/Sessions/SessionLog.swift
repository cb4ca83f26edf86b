@testable import EventLog

/// A log of json records, written by hand, that tells of streams; times are seconds after
/// 2026-11-20T23:00:00Z.
struct SessionLog {
  private(set) var text = ""
  private(set) var entry = 0
  var process = 42
  static let start = 1_795_215_600

  /// A record of any type at a time.
  mutating func add(_ type: String, at seconds: Double, _ payload: String) {
    let number = String(100_000 + entry).dropFirst()
    text +=
      #"{"_logEntry":"\#(number)","id":\#(entry + 1),"payload":{"PID":\#(process),\#(payload)},"#
      + #""processId":\#(process),"timestamp":\#(Self.start + Int(seconds)),"type":"\#(type)"},"#
      + "\n"
    entry += 1
  }

  /// A record of a stream, `upTime` seconds after its creation.
  mutating func stream(
    _ type: String, _ id: Int, _ name: String = "cam", at seconds: Double, upTime: Double = 0,
    tag: String = "INR", bytes: Int? = nil, dropped: Int = 0, more: String = ""
  ) {
    let created = Double(Self.start) + seconds - upTime
    var payload =
      #""creationTimestamp":\#(Self.milliseconds(created)),"name":"\#(name)","#
      + #""queryTimestamp":\#(Self.milliseconds(Double(Self.start) + seconds)),"type":"\#(tag)","#
      + #""uniqueId":\#(id),"upTime":\#(Self.milliseconds(upTime))"#
    if let bytes {
      payload +=
        #","audio":{"bytesCount":1,"droppedBytesCount":0,"codec":"AUNK"},"#
        + #""video":{"bytesCount":\#(bytes - 1),"droppedBytesCount":\#(dropped),"codec":"VUNK"}"#
    }
    add(type, at: seconds, payload + more)
  }

  /// Leaves out so many records that the server has counted.
  mutating func skip(_ count: Int) { entry += count }

  /// Starts the server anew: another process, whose counters begin at 0.
  mutating func restart(process: Int? = nil) {
    entry = 0
    if let process { self.process = process }
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10_000).rounded())
    return "\(tenths / 10).\(tenths % 10)000"
  }

  /// What a question is answered with.
  func answer(
    _ question: EventTask, as format: OutputFormat = .tsv, options: RenderOptions = RenderOptions()
  ) -> String {
    Self.answer(question, [[text]], as: format, options: options)
  }

  /// What a question about several logs is answered with, each of one or more files.
  static func answer(
    _ question: EventTask, _ logs: [[String]], as format: OutputFormat = .tsv,
    options: RenderOptions = RenderOptions(), of log: InputFormat? = .json
  ) -> String {
    var selection = FilteredEvents(
      Filter(), question.shown(as: format), options: options)
    selection.read(logs.map { $0.map(\.utf8) }, format: log)
    return selection.printed
  }

  /// The rows of `sessions` in some columns, without the line of their names.
  static func sessions(
    _ logs: [[String]], _ columns: [SessionColumn] = [.stream, .id, .seconds, .status],
    _ change: (inout SessionsPlan) -> Void = { _ in }
  ) -> [String] {
    var plan = SessionsPlan()
    plan.columns = columns
    change(&plan)
    let text = answer(.sessions(plan), logs)
    return text.split(separator: "\n").dropFirst().map {
      String($0.map { $0 == "\t" ? " " : $0 })
    }
  }

  /// The rows of `sessions` of this log.
  func sessions(
    _ columns: [SessionColumn] = [.stream, .id, .seconds, .status],
    _ change: (inout SessionsPlan) -> Void = { _ in }
  ) -> [String] {
    Self.sessions([[text]], columns, change)
  }
}
