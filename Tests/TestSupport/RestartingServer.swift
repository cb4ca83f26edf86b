/// A server that is started again and again, and cuts its json log into parts whose numbers begin anew
/// with each run: it adds to the parts that are there.
///
/// ```swift
/// let server = RestartingServer(Seed(1))
/// for (part, record) in server.records { … }     // in the order in which they are written
/// ```
public struct RestartingServer: Sendable {
  /// All records in the order in which they are written, and the part that each is added to, from 0.
  public private(set) var records: [(part: Int, text: String)] = []

  /// The parts, once all is written.
  public var parts: [String] {
    var parts: [String] = []
    for (part, text) in records {
      while parts.count <= part { parts.append("") }
      parts[part] += text
    }
    return parts
  }

  /// Lets a server run two to five times, some of them killed.
  public init(_ seed: Seed) {
    var random = SeededGenerator(seed)
    let isContained = seed.value % 2 == 0
    var time = 1_795_216_353
    for run in 0..<Int.random(in: 2...5, using: &random) {
      var life = Life(process: isContained ? 1 : 100 + run, time: time)
      life.write("serverStarted", #""x":1"#)
      for _ in 0..<Int.random(in: 5...60, using: &random) { life.goOn(&random) }
      if Bool.random(using: &random) { life.stop() }
      let length = Int.random(in: 4...20, using: &random)
      for (number, text) in life.lines.enumerated() { records.append((number / length, text)) }
      time = life.time + Int.random(in: 2...900, using: &random)
    }
  }

  /// One run of the server.
  private struct Life {
    let process: Int
    var time: Int
    var lines: [String] = []
    private var open: [(id: Int, created: Int)] = []
    private var files = 0

    init(process: Int, time: Int) { (self.process, self.time) = (process, time) }

    mutating func goOn(_ random: inout SeededGenerator) {
      time += Int.random(in: 0...30, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1:
        open.append((lines.count, time))
        stream("Created", lines.count, time)
      case 2 where !open.isEmpty:
        let (id, created) = open.remove(at: Int.random(in: open.indices, using: &random))
        stream("Closed", id, created)
      case 3:
        // Every run records into files of the same names.
        write("recordChunkCreated", #""file":"/r/\#(files).mp4""#)
        files += 1
      case 4 where files > 0:
        files -= 1
        write("recordChunkClosed", #""file":"/r/\#(files).mp4""#)
      default: write("timerTriggered", #""timerId":1"#)
      }
    }

    mutating func stop() {
      write("serverStopping", #""x":1"#)
      for (id, created) in open { stream("Closed", id, created) }
    }

    private mutating func stream(_ what: String, _ id: Int, _ created: Int) {
      write(
        "outStream\(what)",
        #""creationTimestamp":\#(created)250.0000,"name":"cam","type":"ONR","uniqueId":\#(id),"#
          + #""upTime":\#((time - created) * 1000).0000,"video":{"bytesCount":\#(id * 10)}"#)
    }

    mutating func write(_ type: String, _ payload: String) {
      let entry = String(String(100_000 + lines.count).dropFirst())
      lines.append(
        #"{"_logEntry":"\#(entry)","id":\#(lines.count + 1),"payload":{"PID":\#(process),\#(payload)},"#
          + #""processId":\#(process),"timestamp":\#(time),"type":"\#(type)"},"# + "\n")
    }
  }
}
