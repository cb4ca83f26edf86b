import EventLog
import TestSupport
import Testing

@Suite("Samples of webhooks")
struct WebhookSampleTests {
  private static func types(_ name: String) throws -> [String] {
    let reading = Reading(try contents(of: PackageRoot.path(of: "samples/webhooks/" + name)))
    #expect(reading.accountsForEveryByte)
    return try reading.lines.compactMap { try JSONEvent($0)["type"] }
  }

  /// What the vendor's list has in 21 rows: one event stands in it twice.
  static let fastpix = [
    "video.media.created", "video.media.upload", "video.upload.media_created", "video.media.ready",
    "video.media.failed", "video.media.deleted", "video.media.updated",
    "video.media.live_stream.created", "video.live_stream.created", "video.live_stream.preparing",
    "video.live_stream.connected", "video.live_stream.recording", "video.live_stream.active",
    "video.live_stream.disconnected", "video.live_stream.idle", "video.live_stream.updated",
    "video.live_stream.deleted", "video.live_stream.simulcast_target.created",
    "video.live_stream.simulcast_target.updated", "video.live_stream.simulcast_target.deleted",
  ]
  static let antmedia = [
    "liveStreamStarted", "liveStreamEnded", "vodReady", "endpointFailed", "publishTimeoutError",
    "encoderNotOpenedError",
  ]

  @Test("hold every event that the vendors list publicly")
  func listed() throws {
    #expect(Set(try Self.types("fastpix.jsonl")) == Set(Self.fastpix))
    #expect(Set(try Self.types("antmedia.jsonl")).isSuperset(of: Self.antmedia))
    let mixed = Set(try Self.types("mixed.log"))
    let sinks = EventKind.allCases.filter { $0.row.system == .ems && $0.row.status == .emitted }
    #expect(mixed.isSuperset(of: Self.fastpix + Self.antmedia))
    #expect(sinks.map(\.name).filter { !mixed.contains($0) } == [])
    for name in Self.fastpix + Self.antmedia { #expect(EventCatalogue.listing().contains(name)) }
  }

  @Test("The mixed one has four lines that are no events, and a comment")
  func mixed() throws {
    let reading = Reading(try contents(of: PackageRoot.path(of: "samples/webhooks/mixed.log")))
    #expect(
      reading.allReasons.sorted { $0.rawValue < $1.rawValue }
        == [.malformed, .probe, .authorization, .otherLine])
  }

  @Test(
    "Those of each container hold the same events as bodies alone",
    arguments: [
      (
        "nginx.log", ["video.media.ready", "liveStreamStarted", "liveStreamStarted"],
        [SkipReason.probe, .noWebhook]
      ),
      (
        "receivers.log",
        [
          "video.media.ready", "vodReady", "liveStreamEnded", "video.live_stream.active",
          "liveStreamStarted",
        ], [.unknownRecord]
      ),
      ("requests.txt", ["video.media.ready", "endpointFailed", "liveStreamStarted"], []),
      ("dumpio.log", ["liveStreamEnded"], []),
      ("audit.log", ["video.live_stream.created"], []),
    ] as [(String, [String], [SkipReason])])
  func containers(_ example: (name: String, types: [String], reasons: [SkipReason])) throws {
    let bytes = try contents(of: PackageRoot.path(of: "samples/webhooks/" + example.name))
    let reading = Reading(bytes)
    #expect(try reading.lines.map { try JSONEvent($0)["type"] } == example.types)
    #expect(reading.allReasons == example.reasons)
    #expect(reading.accountsForEveryByte)
    let alone = try ["fastpix.jsonl", "antmedia.jsonl", "antmedia-forms.txt"].flatMap {
      Reading(try contents(of: PackageRoot.path(of: "samples/webhooks/" + $0))).lines
    }
    // The lists of a form are shorter than the body of the same event.
    let others = reading.lines.filter { !alone.contains($0) }
    #expect(others.count == (example.name == "receivers.log" ? 1 : 0), "\(others)")
  }

  @Test("Keys, secrets, signed addresses and tokens are hidden")
  func secrets() throws {
    for name in ["fastpix.jsonl", "antmedia.jsonl", "mixed.log", "requests.txt", "audit.log"] {
      let bytes = try contents(of: PackageRoot.path(of: "samples/webhooks/" + name))
      #expect(Reading(bytes, allLines: true).lines.contains { $0.contains("EXAMPLE") })
      let hidden = Reading(bytes, allLines: true, redacts: true).lines
      #expect(hidden.filter { $0.contains("EXAMPLE") } == [])
    }
  }
}
