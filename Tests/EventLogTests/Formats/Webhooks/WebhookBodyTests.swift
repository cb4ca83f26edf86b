import EventLog
import TestSupport
import Testing

/// Bodies written after the specification, and what each has to give.
@Suite("Bodies of webhooks")
struct WebhookBodyTests {
  /// A FastPix body of the generation of 2025.
  static func fastpix(
    _ type: String, data: String = #"{"id":"m-1"}"#, createdAt: String = "2026-11-18T09:30:42.361Z",
    object: String = #"{"type":"media","id":"m-1"}"#
  ) -> String {
    #"{"type":"\#(type)","object":\#(object),"id":"e-1","workspace":{"name":"P","id":"w-1"},"#
      + #""status":"ready","data":\#(data),"createdAt":"\#(createdAt)","attempts":[]}"#
  }

  private static let rest =
    #""extra":{"object":{"type":"media","id":"m-1"},"workspace":{"name":"P","id":"w-1"},"#
    + #""status":"ready","attempts":[]}}"#

  static let fastpixBodies: [(title: String, body: String, event: String)] = [
    (
      "nanoseconds are kept in the stamp and cut in the time",
      fastpix("video.media.ready", createdAt: "2026-11-18T09:30:42.361817248Z"),
      #"{"time":"2026-11-18T09:30:42.361Z","system":"fastpix","type":"video.media.ready","#
        + #""stream":"m-1","id":"e-1","timestamp":"2026-11-18T09:30:42.361817248Z","#
        + #""payload":{"id":"m-1"},"# + rest
    ),
    (
      "a stamp without a fraction, and a name in another case",
      fastpix("video.media.MP4SUPPORT.ready", createdAt: "2026-11-18T09:30:42Z"),
      #"{"time":"2026-11-18T09:30:42.000Z","system":"fastpix","type":"video.media.mp4Support.ready","#
        + #""recordedType":"video.media.MP4SUPPORT.ready","stream":"m-1","id":"e-1","#
        + #""timestamp":"2026-11-18T09:30:42Z","payload":{"id":"m-1"},"# + rest
    ),
    (
      "another name of a kind",
      fastpix("video.media.ai.named-entities.ready", data: #"{"count":2}"#),
      #"{"time":"2026-11-18T09:30:42.361Z","system":"fastpix","#
        + #""type":"video.mediaAI.namedEntities.ready","#
        + #""recordedType":"video.media.ai.named-entities.ready","stream":"m-1","id":"e-1","#
        + #""timestamp":"2026-11-18T09:30:42.361Z","payload":{"count":2},"# + rest
    ),
    (
      "a name that nobody knows",
      fastpix("video.media.hologram.ready", data: #"{"x":[1500.0,null]}"#),
      #"{"time":"2026-11-18T09:30:42.361Z","system":"fastpix","type":"video.media.hologram.ready","#
        + #""stream":"m-1","id":"e-1","timestamp":"2026-11-18T09:30:42.361Z","#
        + #""payload":{"x":[1500.0,null]},"# + rest
    ),
    (
      "a family of names",
      fastpix("video.playback_id.created", data: #"{"mediaId":"m-1"}"#),
      #"{"time":"2026-11-18T09:30:42.361Z","system":"fastpix","type":"video.playback_id.*","#
        + #""recordedType":"video.playback_id.created","stream":"m-1","id":"e-1","#
        + #""timestamp":"2026-11-18T09:30:42.361Z","payload":{"mediaId":"m-1"},"# + rest
    ),
    (
      "a recording is of the media, its stream is the live stream",
      fastpix("video.media.live_stream.created", data: #"{"id":"m-1","streamId":"s-1"}"#),
      #"{"time":"2026-11-18T09:30:42.361Z","system":"fastpix","#
        + #""type":"video.media.live_stream.created","stream":"s-1","id":"e-1","#
        + #""timestamp":"2026-11-18T09:30:42.361Z","payload":{"id":"m-1","streamId":"s-1"},"# + rest
    ),
    (
      "a body of 2023",
      #"{"type":"video.live_stream.created","request_id":null,"object":{"type":"live","id":"s-1"},"#
        + #""id":"e-2","environment":{"name":"Dev","id":"n-1"},"data":{"playback_ids":[]},"#
        + #""created_at":"2023-12-06T09:12:28.808Z","accessor":null}"#,
      #"{"time":"2023-12-06T09:12:28.808Z","system":"fastpix","type":"video.live_stream.created","#
        + #""stream":"s-1","id":"e-2","timestamp":"2023-12-06T09:12:28.808Z","#
        + #""payload":{"playback_ids":[]},"extra":{"request_id":null,"#
        + #""object":{"type":"live","id":"s-1"},"environment":{"name":"Dev","id":"n-1"},"#
        + #""accessor":null}}"#
    ),
    (
      "members in another order, with spaces, data that is null and a stamp with a zone",
      #"{ "createdAt": "2026-11-18T11:30:42.5+02:00", "data": null, "id": "e-3","#
        + #" "workspaceId": "w-1", "type": "video.media.deleted" }"#,
      #"{"time":"2026-11-18T09:30:42.500Z","system":"fastpix","type":"video.media.deleted","#
        + #""id":"e-3","timestamp":"2026-11-18T11:30:42.5+02:00","#
        + #""extra":{"data":null,"workspaceId":"w-1"}}"#
    ),
  ]

  static let antmediaBodies: [(title: String, body: String, event: String)] = [
    (
      "metadata that is an object, the caller's parameters and a stamp of text",
      #"{"app":"live","lang":"tr","metadata":{"action":"evil","id":"x"},"action":"playStarted","#
        + #""id":"cam","timestamp":"1794994208400","token":"t"}"#,
      #"{"time":"2026-11-18T09:30:08.400Z","system":"antmedia","type":"playStarted","stream":"cam","#
        + #""timestamp":1794994208400,"payload":{"app":"live","#
        + #""metadata":{"action":"evil","id":"x"},"id":"cam"},"extra":{"lang":"tr","token":"t"}}"#
    ),
    (
      "metadata that spells an object becomes one, slashes and all",
      #"{"action":"endpointFailed","id":"cam","metadata":"{\"rtmp-url\":\"rtmp:\\/\\/h\\/a\\/k\"}"}"#,
      #"{"time":null,"system":"antmedia","type":"endpointFailed","stream":"cam","#
        + #""payload":{"id":"cam","metadata":{"rtmp-url":"rtmp://h/a/k"}}}"#
    ),
    (
      "metadata that is no object stays text, and an escaped slash and dash are read",
      #"{"action":"encoderNotOpenedError","id":"cam","metadata":"{not json","#
        + #""streamName":"K\u00fcche \/ \u2013"}"#,
      #"{"time":null,"system":"antmedia","type":"encoderNotOpenedError","stream":"cam","#
        + #""payload":{"id":"cam","metadata":"{not json","streamName":"Küche / –"}}"#
    ),
    (
      "no id, a stamp that is a number, numbers and null",
      #"{"streamName":null,"speed":0.874,"width":1280,"action":"liveStreamStatus","id":null,"#
        + #""timestamp":1794994205177}"#,
      #"{"time":"2026-11-18T09:30:05.177Z","system":"antmedia","type":"liveStreamStatus","#
        + #""timestamp":1794994205177,"payload":{"streamName":null,"speed":0.874,"width":1280,"#
        + #""id":null}}"#
    ),
    (
      "a failed length",
      #"{"action":"vodReady","id":"cam","vodName":"007","duration":"-1"}"#,
      #"{"time":null,"system":"antmedia","type":"vodReady","stream":"cam","#
        + #""payload":{"id":"cam","vodName":"007","duration":-1}}"#
    ),
    (
      "an action that nobody knows, from a release that stamps",
      #"{"action":"somethingNew","id":"cam","timestamp":"1794994205177"}"#,
      #"{"time":"2026-11-18T09:30:05.177Z","system":"antmedia","type":"somethingNew","#
        + #""stream":"cam","timestamp":1794994205177,"payload":{"id":"cam"}}"#
    ),
    (
      "the notice of a crash, which bears the name of another",
      #"{"action":"highResourceUsage","host":"203.0.113.10","appNames":"live"}"#,
      #"{"time":null,"system":"antmedia","type":"unexpectedServerShutdown","#
        + #""recordedType":"highResourceUsage","payload":{"host":"203.0.113.10","appNames":"live"}}"#
    ),
    (
      "resources, as JSON in JSON",
      #"{"action":"highResourceUsage","host":"h","resourceInfo":"{\"cpuUsage\":{\"a\":91}}"}"#,
      #"{"time":null,"system":"antmedia","type":"highResourceUsage","#
        + #""payload":{"host":"h","resourceInfo":{"cpuUsage":{"a":91}}}}"#
    ),
    (
      "the oldest form",
      "action=liveStreamStarted&id=cam",
      #"{"time":null,"system":"antmedia","type":"liveStreamStarted","stream":"cam","#
        + #""payload":{"id":"cam"}}"#
    ),
    (
      "a form in Latin-1, with reserved characters",
      "streamName=Caf%E9+%26+%3D+3%2B1&action=liveStreamEnded&id=cam&timestamp=1794994261000",
      #"{"time":"2026-11-18T09:31:01.000Z","system":"antmedia","type":"liveStreamEnded","#
        + #""stream":"cam","timestamp":1794994261000,"#
        + #""payload":{"streamName":"Café & = 3+1","id":"cam"}}"#
    ),
    (
      "a form that a proxy wrote in UTF-8",
      "action=liveStreamEnded&id=cam&streamName=Caf%C3%A9",
      #"{"time":null,"system":"antmedia","type":"liveStreamEnded","stream":"cam","#
        + #""payload":{"id":"cam","streamName":"Café"}}"#
    ),
    (
      "a form with metadata, numbers, an empty value and a percent sign that means nothing",
      "width=1920&speed=1.0&action=liveStreamStatus&id=%zz&lang=&metadata=%7B%7D",
      #"{"time":null,"system":"antmedia","type":"liveStreamStatus","stream":"%zz","#
        + #""payload":{"width":1920,"speed":1.0,"id":"%zz"},"extra":{"lang":"","metadata":"{}"}}"#
    ),
    (
      "a form with metadata in Latin-1",
      "metadata=%7B%22t%22%3A%22%E9%22%7D&action=liveStreamEnded&id=c",
      #"{"time":null,"system":"antmedia","type":"liveStreamEnded","stream":"c","#
        + #""payload":{"metadata":{"t":"é"},"id":"c"}}"#
    ),
  ]

  @Test("A body is read as what it says", arguments: fastpixBodies + antmediaBodies)
  func event(_ example: (title: String, body: String, event: String)) {
    for cut in ChunkCutter.all {
      for end in ["\n", "\r\n", "", ",\n"] {
        let reading = Reading(example.body + end, cut: cut)
        #expect(reading.lines == [example.event], "\(cut)")
        #expect(reading.accountsForEveryByte && reading.skipped.isEmpty)
      }
    }
  }

  @Test("Bytes of a server hook that are not UTF-8 are read as Latin-1")
  func latin1() {
    let body = Array(#"{"action":"highResourceUsage","host":"caf"#.utf8) + [0xE9]
    let reading = Reading(body + Array(#"","resourceInfo":""}"#.utf8) + [0x0A])
    #expect(
      reading.lines == [
        #"{"time":null,"system":"antmedia","type":"highResourceUsage","#
          + #""payload":{"host":"café","resourceInfo":""}}"#
      ])
    #expect(reading.statistics.repairedStrings == 1)
  }

  static let requests: [(body: String, reason: SkipReason, shown: String)] = [
    ("{}", .probe, "webhookProbe"),
    (#"{"name":"c","mode":"live","queryParams":"{a=b}"}"#, .authorization, "publishAuthorization"),
    (#"{"streamId":"c","mode":"play","origin":"o"}"#, .authorization, "playAuthorization"),
    (fastpix("video.asset.ready"), .foreignWebhook, "foreignWebhook"),
    (
      fastpix("video.upload.created", object: #"{"type":"asset","id":"a"}"#), .foreignWebhook,
      "foreignWebhook"
    ),
    (#"{"type":"video.media.ready","id":"e","obj"#, .malformed, "malformedBody"),
    ("action=liveStreamStarted&id=a b", .malformed, "malformedBody"),
  ]

  @Test("What is no event is counted as what it is, and shown to those who ask for all lines")
  func requests() {
    for (body, reason, shown) in Self.requests {
      let log = Array((Self.fastpixBodies[0].body + "\n" + body + "\n").utf8)
      for cut in ChunkCutter.all {
        let reading = Reading(log, cut: cut)
        #expect(reading.lines == [Self.fastpixBodies[0].event])
        #expect(reading.allReasons == [reason], "\(body)")
        let all = Reading(log, cut: cut, allLines: true)
        #expect(all.lines.count == 2 && all.skipped.isEmpty, "\(body)")
        #expect(all.lines.last?.contains(#""type":"\#(shown)""#) == true, "\(all.lines)")
      }
    }
  }

  static let nothings: [(body: String, reason: SkipReason)] = [
    (#"{"type":"video.media.ready","data":{},"workspace":{}}"#, .noIdentity),
    (#"{"type":"video.media.ready","id":"e"}"#, .noIdentity),
    (#"{"action":"liveStreamStarted"}"#, .noIdentity),
    (#"{"action":"opened","id":7,"repository":{}}"#, .unknownRecord),
    (#"{"level":"info","msg":"hello"}"#, .unknownRecord),
  ]

  @Test("Objects that only resemble a webhook are no events", arguments: nothings)
  func nothing(_ example: (body: String, reason: SkipReason)) {
    let reading = Reading(Self.fastpixBodies[0].body + "\n" + example.body + "\n")
    #expect(reading.lines.count == 1)
    #expect(reading.allReasons == [example.reason])
  }
}
