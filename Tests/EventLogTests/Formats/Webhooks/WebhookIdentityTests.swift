import EventLog
import TestSupport
import Testing

/// What tells bodies of the known systems from those of others, and from receivers' own records.
@Suite("Whose webhook a body is")
struct WebhookIdentityTests {
  private static let started = WebhookContainerTests.body

  private static func live(data: String, more: String = "") -> String {
    #"{"type":"video.live_stream.active","object":{"type":"live","id":"l"},"id":"e","#
      + #""environment":{"name":"P","id":"n"},"data":\#(data),"created_at":"2026-11-18T09:30:42Z""#
      + more + "}"
  }

  static let bodies: [(title: String, body: String, system: String?)] = [
    ("FastPix, with its stream", live(data: #"{"streamId":"l"}"#), "fastpix"),
    (
      "FastPix of 2023, with a key too", live(data: #"{"streamId":"l","stream_key":"k"}"#),
      "fastpix"
    ),
    ("Mux, by its key", live(data: #"{"stream_key":"k","id":"l"}"#), nil),
    ("Mux, by its settings", live(data: #"{"id":"l","new_asset_settings":{}}"#), nil),
    ("Mux, by its asset", live(data: #"{"id":"l","active_asset_id":"a"}"#), nil),
    (
      "Mux, by an attempt",
      live(data: #"{"id":"l"}"#, more: #","attempts":[{"webhook_id":1,"id":"x"}]"#), nil
    ),
    (
      "another service with such names",
      #"{"type":"video.transformation.ready","id":"t","created_at":"2026-11-18T09:30:42Z","#
        + #""data":{"asset":{}}}"#,
      nil
    ),
    (
      "text where FastPix has objects",
      #"{"type":"video.hologram.ready","id":"t","workspace":"x","object":"y","data":"z","#
        + #""createdAt":"2026-11-18T09:30:42Z"}"#,
      nil
    ),
    (
      "a flattened body of FastPix",
      #"{"type":"video.media.ready","id":"e","createdAt":"2026-11-18T09:30:42Z"}"#, "fastpix"
    ),
    (
      "Ant Media Server, with parameters like those of FastPix",
      #"{"workspace":"x","data":"y","action":"liveStreamStarted","id":"door","object":"z","#
        + #""type":"video.media.ready","createdAt":"2020-01-01T00:00:00Z"}"#,
      "antmedia"
    ),
    (
      "the same as a form",
      "workspace=x&action=liveStreamStarted&id=door&type=video.media.ready&createdAt=2020-01-01",
      "antmedia"
    ),
    (
      "a record of a sink, of a type that nobody knows",
      #"{"id":1,"payload":{"a":1},"type":"somethingNew"}"#, "ems"
    ),
    ("the same without a payload", #"{"id":1,"processId":7,"type":"somethingNew"}"#, "ems"),
    ("the plug-in's test", #"{"id":"t","type":"fastpix.plugin.test","data":{}}"#, nil),
    ("a name of the media server alone", #"{"type":"serverStarted","msg":"x"}"#, nil),
  ]

  @Test("A body is of a system only if it has what bodies of that system have", arguments: bodies)
  func identity(_ example: (title: String, body: String, system: String?)) {
    for log in [example.body + "\n", Self.started + "\n" + example.body + "\n"] {
      let reading = Reading(log)
      let lines = reading.lines.suffix(reading.lines.count - (log.hasPrefix(Self.started) ? 1 : 0))
      #expect(lines.count == (example.system == nil ? 0 : 1), "\(reading.lines)")
      if let system = example.system {
        #expect(lines.last?.contains(#""system":"\#(system)""#) == true, "\(lines)")
      }
      #expect(reading.skipped.isEmpty, "\(reading.reasons)")
    }
  }

  static let rows: [(title: String, row: String, stream: String)] = [
    ("no id of its own", #"{"action":"liveStreamEnded","event":BODY}"#, "cam"),
    ("a number", #"{"id":77,"action":"liveStreamEnded","event":BODY}"#, "cam"),
    ("text, and payload", #"{"id":"req-78","action":"liveStreamEnded","payload":BODY}"#, "cam"),
    ("body", #"{"id":"req-78","action":"liveStreamEnded","body":BODY}"#, "cam"),
    ("data", #"{"id":"req-78","action":"liveStreamEnded","data":BODY}"#, "cam"),
    (
      "an object that is no body",
      #"{"id":"cam","action":"liveStreamEnded","streamName":"Café","data":{"id":"x"}}"#, "cam"
    ),
    (
      "text, which a publisher may have chosen",
      #"{"id":"cam","action":"liveStreamEnded","body":"{\"id\":\"victim\",\"action\":\"vodReady\"}"}"#,
      "cam"
    ),
    (
      "text and a type, which a publisher may have chosen",
      #"{"id":"cam","action":"liveStreamEnded","type":"x","body":"{\"id\":\"victim\","#
        + #"\"action\":\"vodReady\"}"}"#,
      "cam"
    ),
  ]

  @Test(
    "An object that is a whole body wins over the receiver's own id and action", arguments: rows)
  func held(_ example: (title: String, row: String, stream: String)) {
    let reading = Reading(example.row.replacing("BODY", with: Self.started) + "\n")
    #expect(reading.lines.count == 1)
    #expect(reading.lines[0].contains(#""type":"liveStreamEnded","stream":"\#(example.stream)""#))
  }
}
