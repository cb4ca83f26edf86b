/// What an Ant Media Server of the invented operator writes into its analytics log on 2025-12-17.
///
/// Each type of event is there once at least. The log was rotated at 19:35.
enum SampleAnalytics {
  /// The file that was written last.
  static var log: [UInt8] { lines.filter { $0.time >= "19:35" }.flatMap(\.bytes) }

  /// The one before.
  static var rotated: [UInt8] { lines.filter { $0.time < "19:35" }.flatMap(\.bytes) }

  private struct Line {
    var time: String
    var bytes: [UInt8]
  }

  private static let lines: [Line] = [
    line(
      "19:30:00", 118, "publishStarted", "door",
      #""height":1080,"width":1920,"videoCodec":"h264","audioCodec":"aac","protocol":"RTMP","#),
    stats("19:30:05", bytes: 3_004_117, since: 3_004_117, after: 4_882),
    count("19:30:05", hls: 0),
    line("19:30:08", 402, "playStarted", "door", #""protocol":"hls","#),
    line(
      "19:30:08", 977, "playStartedFirstTime", "door",
      #""protocol":"hls","clientIP":"203.0.113.77","#, of: "client"),
    line(
      "19:30:08", 981, "playStarted", "door", #""protocol":"hls","clientIP":"203.0.113.77","#,
      of: "client"),
    line(
      "19:30:13", 983, "watchTime", "door",
      #""watchTimeMs":5000,"startTimeMs":0,"protocol":"hls","clientIP":"203.0.113.77","#,
      of: "client"),
    line(
      "19:30:14", 240, "playerStats", "door",
      #""totalBytesTransferred":0,"byteTransferred":1284040,"#
        + #""uri":"/live/streams/door000000002.ts","clientIP":"203.0.113.77","#),
    line(
      "19:31:00", 611, "keyFrameStats", "door",
      #""keyFramesInLastMinute":30,"keyFrameIntervalMs":2000,"#),
    line(
      "19:32:40", 15, "playPaused", "door", #""protocol":"hls","clientIP":"203.0.113.77","#,
      of: "client"),
    stats("19:36:00", bytes: 225_308_800, since: 3_004_118, after: 359_882),
    count("19:36:00", hls: 1),
    line("19:40:58", 20, "playEnded", "door", #""protocol":"hls","#),
    line("19:41:01", 118, "publishEnded", "door", #""durationMs":661000,"#),
    Line(
      time: "19:41:02",
      bytes: Array("2025-12-17 19:41:02,000 [Thread-7] INFO  analytics - closing\n".utf8)),
  ]

  private static func line(
    _ time: String, _ millisecond: Int, _ event: String, _ stream: String, _ fields: String,
    of source: String = "server"
  ) -> Line {
    let digits = "\(1_000 + millisecond)".dropFirst()
    let text =
      "2025-12-17 \(time),\(digits) [vert.x-eventloop-thread-3] INFO  analytics - {" + fields
      + #""event":"\#(event)","timeMs":\#(SampleStory.seconds(at: time))\#(digits),"app":"live","#
      + #""streamId":"\#(stream)","logSource":"\#(source)"}"# + "\n"
    return Line(time: time, bytes: Array(text.utf8))
  }

  private static func stats(_ time: String, bytes: Int, since: Int, after: Int) -> Line {
    line(
      time, 0, "publishStats", "door",
      #""totalByteReceived":\#(bytes),"byteTransferred":\#(since),"durationMs":\#(after),"#
        + #""width":1920,"height":1080,"speed":0.998,"inputQueueSize":0,"encodingQueueSize":1,"#
        + #""droppedFrameCountInEncoding":0,"droppedPacketCountInIngestion":0,"#
        + #""roundTripTimeMs":0,"jitterMs":0,"packetLostRatio":0.0,"packetsLost":0,"#)
  }

  private static func count(_ time: String, hls: Int) -> Line {
    line(
      time, 1, "viewerCount", "door",
      #""dashViewerCount":0,"hlsViewerCount":\#(hls),"webRTCViewerCount":0,"#)
  }
}
