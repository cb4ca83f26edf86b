/// Everything in `samples/` that is a log, made from the sample story.
///
/// The folder is what this says; a test compares them.
public enum SampleFiles {
  /// The files by path below `samples/`; what ends in `.gz` stands here before compression.
  public static let contents: [String: [UInt8]] = {
    let events = SampleStory.events
    var files: [String: [UInt8]] = ["damaged/torn.json": torn]
    for format in ReferenceWriter.Format.allCases {
      let name = format == .text ? "txt" : format.rawValue
      files["events.\(name)"] = ReferenceWriter.file(events, format)
    }
    files["events.json.gz"] = files["events.json"]
    files["webhooks/fastpix.jsonl"] = lines(SampleWebhooks.fastpix)
    files["webhooks/antmedia.jsonl"] = lines(SampleWebhooks.antmedia)
    files["webhooks/antmedia-forms.txt"] = lines(SampleWebhooks.forms)
    files["webhooks/mixed.log"] = SampleWebhooks.mixed
    files["webhooks/nginx.log"] = SampleContainers.nginx
    files["webhooks/receivers.log"] = SampleContainers.receivers
    files["webhooks/requests.txt"] = SampleContainers.requests
    files["webhooks/dumpio.log"] = SampleContainers.dumpio
    files["webhooks/audit.log"] = SampleContainers.audit
    files["antmedia/ant-media-server-analytics.1.log.gz"] = SampleAnalytics.rotated
    files["antmedia/ant-media-server-analytics.log"] = SampleAnalytics.log
    return files.merging(rotated) { $1 }
  }()

  private static func lines(_ bodies: [String]) -> [UInt8] {
    bodies.flatMap { Array(($0 + "\n").utf8) }
  }

  /// The compressed file of which `damaged/truncated.json.gz` is the beginning.
  public static let truncated = (path: "damaged/truncated.json.gz", of: "events.json.gz")

  /// One file per hour, counters running on, the first one compressed.
  private static var rotated: [String: [UInt8]] {
    var writer = ReferenceWriter(.json)
    var files: [String: [UInt8]] = [:]
    for hour in 0..<3 {
      let opened = SampleStory.start + UInt64(hour) * 3_600
      let events = SampleStory.events.filter { (opened..<opened + 3_600).contains($0.seconds) }
      let name = "rotated/events_\(CivilTime(seconds: opened).fileStamp).json"
      files[hour == 0 ? name + ".gz" : name] = events.flatMap { writer.record($0) }
    }
    return files
  }

  /// What a truncation in place, a full disk, strange names and a crash make of a file.
  private static var torn: [UInt8] {
    let events = SampleStory.events
    var writer = ReferenceWriter(.json, count: 4)
    var file = [UInt8](repeating: 0, count: 64)  // truncated in place: the old offset stays
    file += writer.record(events[4]) + writer.record(events[5])
    file += writer.record(events[6]).prefix(311)  // the disk was full, then no more
    writer.count += 5
    file += writer.record(events[12])
    var event = events[13]
    event.payload["aveFrameRate"] = .double(.nan)
    event.payload["currFrameRate"] = .double(-.infinity)
    file += writer.record(event)
    event.id += 1
    event.payload["name"] = .string(Array("caf".utf8) + [0xE9, 0x20, 0x1B] + Array("[31m".utf8))
    file += writer.record(event)
    event.id += 1
    event.isTyped = true
    file += writer.record(event)
    event.id += 1
    event.isTyped = false
    event.type = "somethingNew"  // a type that no catalogue knows
    file += writer.record(event)
    event = events[15]
    event.id = 18
    return file + writer.record(event).dropLast(60)  // killed
  }
}
