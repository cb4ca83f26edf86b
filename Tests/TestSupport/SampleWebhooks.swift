/// What FastPix and Ant Media Server tell the receiver of the invented operator on 2025-12-17: every
/// event of the vendors' public lists, once at least, in an order in which they could happen.
///
/// All ids, names and keys are invented.
enum SampleWebhooks {
  /// What a receiver wrote down, a body per line: both systems, records of the media server, and lines
  /// that are no events.
  static var mixed: [UInt8] {
    var writer = ReferenceWriter(.json)
    let records = everyKind.map { writer.record($0) }
    let bodies = (fastpix + antmedia + forms).map { Array(($0 + "\n").utf8) }
    let noise = [
      "# webhooks and events of one day, as they came\n",
      "2025-12-17T19:00:01Z receiver: listening on 192.0.2.10:8080\n", "{}\n",
      #"{"appName":"live","name":"door","streamId":"door","mode":"live","#
        + #""queryParams":"{token=EXAMPLE, lang=en}"}"# + "\n",
      fastpix[3].prefix(96) + "\n",
    ].map { Array($0.utf8) }
    var log = noise[0] + noise[1]
    for index in 0..<max(records.count, bodies.count) {
      if index < bodies.count { log += bodies[index] }
      if index < records.count { log += records[index] }
      if (2..<noise.count).contains(index) { log += noise[index] }
    }
    return log
  }

  /// An event of each type that the story tells of, and one of each other type of event sinks.
  private static var everyKind: [ReferenceEvent] {
    var seen: Set<String> = []
    var events = SampleStory.events.filter { seen.insert($0.type).inserted }
    let last = events[events.count - 1]
    let others = [
      "audioFeedStopped", "dashChunkClosed", "dashChunkCreated", "dashChunkError",
      "dashPlaylistUpdated", "firstPlaylistItemStart", "hdsChildPlaylistUpdated", "hdsChunkClosed",
      "hdsChunkCreated", "hdsChunkError", "hdsMasterPlaylistUpdated", "hlsChunkError",
      "mediaFileDownloaded", "mssChunkClosed", "mssChunkCreated", "mssChunkError",
      "mssPlaylistUpdated", "outStreamFirstFrameSent", "playlistItemStart", "processStarted",
      "processStopped", "recordChunkClosed", "recordChunkCreated", "recordChunkError",
      "streamClosed", "streamCodecsUpdated", "streamCreated", "videoFeedStopped", "carrierCreated",
      "carrierClosed", "webRtcCommandReceived", "webRtcServiceConnected", "playerJoinedRoom",
    ]
    for (index, type) in others.enumerated() where seen.insert(type).inserted {
      events.append(
        ReferenceEvent(
          type: type,
          payload: [
            "PID": .int32(SampleStory.processId), "customData": .null, "name": "cam1",
          ],
          id: last.id + UInt64(index + 1), seconds: last.seconds, processId: SampleStory.processId))
    }
    return events
  }

  // MARK: - FastPix

  private static let media = "5d0a4c3e-1c52-4b0f-9a53-0e5a3f5d7c11"
  private static let live = "6c1f0e7a9b2d4f53a8e1d07c5b3942fe"

  /// Bodies of FastPix.
  static let fastpix: [String] = {
    var number = 0
    func body(_ time: String, _ type: String, _ object: String, _ id: String, _ data: String)
      -> String
    {
      number += 1
      let status = type.split { $0 == "." || $0 == "_" }.last ?? "ready"
      let event = "00000000-0000-4000-8000-0000000000" + (number < 10 ? "0" : "") + "\(number)"
      return #"{"type":"\#(type)","object":{"type":"\#(object)","id":"\#(id)"},"id":"\#(event)","#
        + #""workspace":{"name":"Production","id":"0b9d3c52-7a41-4f8e-9c1d-52e6a0f41b77"},"#
        + #""status":"\#(status)","data":{\#(data)},"createdAt":"2025-12-17T\#(time)Z","#
        + #""attempts":[]}"#
    }
    func aboutMedia(_ time: String, _ type: String, _ more: String = "") -> String {
      body(
        time, type, "media", media,
        #""id":"\#(media)","title":"Été à Montréal","maxResolution":"1080p""# + more)
    }
    func aboutStream(_ time: String, _ name: String) -> String {
      body(
        time, "video.live_stream." + name, "live", live,
        #""streamId":"\#(live)","streamKey":"EXAMPLE-STREAM-KEY","srtSecret":"EXAMPLE-SRT-SECRET","#
          + #""status":"\#(name)","maxDuration":28800,"reconnectWindow":60"#)
    }
    func aboutTarget(_ time: String, _ name: String) -> String {
      body(
        time, "video.live_stream.simulcast_target." + name, "live", live,
        #""simulcastId":"b4d2f0a1","streamId":"\#(live)","url":"rtmps://ingest.example/app","#
          + #""streamKey":"EXAMPLE-TARGET-KEY","isEnabled":true"#)
    }
    return [
      body(
        "19:00:01.120", "video.media.upload", "media", "1e8f7c1c",
        #""uploadId":"1e8f7c1c","status":"waiting","timeout":14400,"#
          + #""url":"https://uploads.example.com/p/1e8f7c1c?X-Signature=EXAMPLE""#),
      aboutMedia("19:00:03.482913", "video.upload.media_created"),
      aboutMedia("19:00:42.361817248", "video.media.ready", #","duration":"00:01:01.440""#),
      aboutMedia("19:01:00.007", "video.media.created"),
      aboutMedia("19:01:25.7", "video.media.failed"),
      aboutMedia("19:02:00", "video.media.updated", #","duration":61.44"#),
      aboutStream("19:10:00.412", "created"),
      aboutStream("19:15:00.100", "preparing"),
      aboutStream("19:15:01.100", "connected"),
      aboutStream("19:15:04.900", "recording"),
      aboutStream("19:15:03.300", "active"),
      aboutTarget("19:16:00.000", "created"),
      aboutTarget("19:17:00.000", "updated"),
      aboutTarget("19:18:00.000", "deleted"),
      aboutStream("19:45:00.000", "disconnected"),
      aboutStream("19:46:01.000", "idle"),
      aboutMedia(
        "19:46:05.000", "video.media.live_stream.created", #","streamId":"\#(live)""#),
      aboutStream("19:50:00.000", "updated"),
      aboutStream("19:55:00.000", "deleted"),
      aboutMedia("20:00:00.000", "video.media.deleted"),
    ]
  }()

  // MARK: - Ant Media Server

  /// Milliseconds since 1970 of a time of the day.
  private static func stamp(_ time: String) -> String { "\(SampleStory.seconds(at: time))000" }

  /// Bodies of Ant Media Server in JSON.
  static let antmedia: [String] = [
    #"{"app":"live","metadata":{"site":"north"},"action":"liveStreamStarted","id":"door","#
      + #""streamName":"K\u00fcche \/ door","timestamp":"\#(stamp("19:30:00"))"}"#,
    #"{"speed":0.98,"width":1920,"action":"liveStreamStatus","id":"door","height":1080,"#
      + #""streamName":null,"totalByteReceived":4821193,"inputQueueSize":0,"#
      + #""timestamp":\#(stamp("19:30:05"))}"#,
    #"{"app":"live","action":"playStarted","id":"door","subscriberId":"viewer-31","#
      + #""timestamp":"\#(stamp("19:30:08"))","token":"EXAMPLE-TOKEN"}"#,
    #"{"app":"live","metadata":{"rtmp-url":"rtmp:\/\/203.0.113.30\/app\/EXAMPLE-KEY"},"#
      + #""action":"endpointFailed","id":"door","timestamp":"\#(stamp("19:30:31"))"}"#,
    #"{"app":"live","action":"publishTimeoutError","metadata":{"subscriberId":null},"id":"gate","#
      + #""timestamp":"\#(stamp("19:30:45"))"}"#,
    #"{"app":"live","metadata":"not json","action":"encoderNotOpenedError","id":"gate","#
      + #""timestamp":"\#(stamp("19:30:47"))"}"#,
    #"{"app":"live","action":"playStopped","id":"door","subscriberId":"viewer-31","#
      + #""timestamp":"\#(stamp("19:40:58"))"}"#,
    #"{"app":"live","action":"liveStreamEnded","id":"door","timestamp":"\#(stamp("19:41:01"))"}"#,
    #"{"app":"live","duration":"661440","vodId":"301478205516738941260054","action":"vodReady","#
      + #""vodName":"door-2025-12-17_19-30-00","id":"door","timestamp":"\#(stamp("19:41:03"))"}"#,
    #"{"action":"highResourceUsage","host":"203.0.113.10","#
      + #""resourceInfo":"{\"cpuUsage\":{\"systemCPULoad\":91}}"}"#,
    #"{"action":"highResourceUsage","host":"203.0.113.10","appNames":"live"}"#,
  ]

  /// Bodies of an Ant Media Server that sends forms.
  static let forms: [String] = [
    "action=liveStreamStarted&id=yard&streamName=Caf%E9+Z%FCrich&timestamp=\(stamp("19:35:00"))",
    "vodId=Yq3fB0mZk81xTjVn5rLsWc7d&action=vodReady&vodName=yard&id=yard"
      + "&metadata=%7B%22site%22%3A%22south%22%7D&timestamp=\(stamp("19:44:02"))",
    "action=liveStreamEnded&id=yard&timestamp=\(stamp("19:44:00"))",
  ]
}
