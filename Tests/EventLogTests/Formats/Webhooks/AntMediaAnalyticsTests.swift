import EventLog
import TestSupport
import Testing

/// Lines of `ant-media-server-analytics.log`, written after what the server's source says.
@Suite("The analytics log of Ant Media Server")
struct AntMediaAnalyticsTests {
  private static let prefix =
    "2026-11-18 09:30:08,400 [vert.x-eventloop-thread-3] INFO  analytics - "

  private static func tail(_ event: String, source: String = "server") -> String {
    #""event":"\#(event)","timeMs":1794994208400,"app":"live","streamId":"cam","logSource":"#
      + #""\#(source)"}"#
  }

  private static func head(_ type: String) -> String {
    #"{"time":"2026-11-18T09:30:08.400Z","system":"antmedia","type":"\#(type)","stream":"cam","#
      + #""timestamp":1794994208400,"payload":{"#
  }

  private static let rest = #""app":"live","streamId":"cam","logSource":"server"}}"#

  static let lines: [(message: String, event: String)] = [
    (
      #"{"height":720,"width":1280,"videoCodec":"h264","audioCodec":"aac","protocol":"WebRTC","#
        + tail("publishStarted"),
      head("publishStarted")
        + #""height":720,"width":1280,"videoCodec":"h264","audioCodec":"aac","protocol":"WebRTC","#
        + rest
    ),
    (
      #"{"durationMs":661000,"# + tail("publishEnded"),
      head("publishEnded") + #""durationMs":661000,"# + rest
    ),
    (
      #"{"totalByteReceived":9007199254740993,"byteTransferred":5,"speed":0.998,"#
        + tail("publishStats"),
      head("publishStats")
        + #""totalByteReceived":9007199254740993,"byteTransferred":5,"speed":0.998,"# + rest
    ),
    (
      #"{"keyFramesInLastMinute":30,"keyFrameIntervalMs":2000,"# + tail("keyFrameStats"),
      head("keyFrameStats") + #""keyFramesInLastMinute":30,"keyFrameIntervalMs":2000,"# + rest
    ),
    (
      #"{"dashViewerCount":0,"hlsViewerCount":3,"webRTCViewerCount":1,"# + tail("viewerCount"),
      head("viewerCount") + #""dashViewerCount":0,"hlsViewerCount":3,"webRTCViewerCount":1,"# + rest
    ),
    (
      #"{"protocol":"hls","# + tail("playStarted"),
      head("playStarted") + #""protocol":"hls","# + rest
    ),
    (
      #"{"protocol":"dash","subscriberId":"ann","# + tail("playEnded"),
      head("playEnded") + #""protocol":"dash","subscriberId":"ann","# + rest
    ),
    (
      #"{"watchTimeMs":5000,"startTimeMs":10000,"protocol":"hls","clientIP":"203.0.113.7","#
        + tail("watchTime"),
      head("watchTime")
        + #""watchTimeMs":5000,"startTimeMs":10000,"protocol":"hls","clientIP":"203.0.113.7","#
        + rest
    ),
    (
      #"{"totalBytesTransferred":0,"byteTransferred":77,"uri":"/live/cam.m3u8","#
        + tail("playerStats"),
      head("playerStats") + #""totalBytesTransferred":0,"byteTransferred":77,"#
        + #""uri":"/live/cam.m3u8","# + rest
    ),
    (
      #"{"mood":"good","# + tail("somethingNew"),
      head("somethingNew") + rest.dropLast() + #","extra":{"mood":"good"}}"#
    ),
  ]

  @Test(
    "Each line is its event, with and without the prefix of the server's logs", arguments: lines)
  func events(_ example: (message: String, event: String)) {
    for log in [Self.prefix + example.message + "\n", example.message + "\n"] {
      for cut in ChunkCutter.all {
        let reading = Reading(log, cut: cut)
        #expect(reading.lines == [example.event], "\(cut)")
        #expect(reading.format == .antmedia)
        #expect(reading.allReasons.isEmpty && reading.accountsForEveryByte)
      }
    }
  }

  @Test("A player that chooses the name of another event makes none of that kind")
  func foreignNames() {
    for name in ["liveStreamEnded", "hookCall", "inStreamClosed", "webhookProbe"] {
      var filter = Filter()
      filter.types = TypeSelector.parse(["other"]).selector
      let log = Array((Self.prefix + "{" + Self.tail(name, source: "client") + "\n").utf8)
      #expect(Reading(log, filter: filter).lines.count == 1, "\(name)")
    }
  }

  @Test("A line that is cut is damage, and one without an event is another line")
  func others() {
    let line = Self.prefix + Self.lines[0].message + "\n"
    let cut = Reading(line + line.dropLast(30) + "\n" + line)
    #expect(cut.lines.count == 2 && cut.allReasons == [.malformed])
    let plain = Reading(line + Self.prefix + "starting\n" + Self.prefix + "{\"a\":1}\n" + line)
    #expect(plain.lines.count == 2 && plain.allReasons == [.unknownRecord, .otherLine])
    let torn = Reading(line + line.dropLast(30))
    #expect(torn.allReasons == [.tornTail])
  }

  @Test("Webhooks that have a field called event or timeMs stay webhooks")
  func webhooks() {
    let body =
      #"{"event":"publishEnded","timeMs":"1","logSource":"x","action":"playStarted","id":"cam"}"#
    #expect(Reading(body + "\n").lines.first?.contains(#""type":"playStarted""#) == true)
  }
}
