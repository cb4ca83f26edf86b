extension TroubleStory {
  /// Chunks of one series, as the server spells their paths.
  private struct Packaging {
    var kind: String
    var camera: String
    var tag: String
    var settings: [String: Variant]
    /// The path of a chunk by its number.
    var paths: [@Sendable (Int) -> String]
    var length: Int
  }

  private static let packagings = [
    Packaging(
      kind: "hls", camera: "cam1", tag: "OFHLS",
      settings: ["hlsSettings": ["targetFolder": "/web/hls/cam1"]],
      paths: [{ "/web/hls/cam1/seg_1765998000021_\($0).ts" }], length: 10),
    Packaging(
      kind: "hds", camera: "cam2", tag: "OFHDS",
      settings: ["hdsSettings": ["targetFolder": "/web/hds/cam2/"]],
      paths: [{ "/web/hds/cam2/f4vSeg1-Frag\($0)" }], length: 6),
    Packaging(
      kind: "mss", camera: "cam3", tag: "OFMSS",
      settings: ["mssSettings": ["targetFolder": "/web/mss/cam3/"]],
      paths: [
        { "/web/mss/cam3/video/524288/\($0).fmp4" }, { "/web/mss/cam3/audio/65536/\($0).fmp4" },
      ], length: 8),
    Packaging(
      kind: "dash", camera: "cam4", tag: "OFDASH",
      settings: ["dashSettings": ["targetFolder": "/web/dash/cam4/"]],
      paths: [{ "/web/dash/cam4//video/100/segment_\($0).m4s" }], length: 12),
    Packaging(
      kind: "record", camera: "cam4", tag: "OFMP4",
      settings: ["recordSettings": ["computedPathToFile": "/rec/cam4.mp4"]],
      paths: [{ number in "/rec/cam4_part\(String(10_000 + number).dropFirst()).mp4" }], length: 60),
  ]

  /// Packages and records the cameras; each chunk is up to a second late.
  mutating func package(from: Int, to: Int, _ process: Int32, closes: Bool) {
    for packaging in Self.packagings {
      var packager = StoryStream(
        id: newId(), tag: packaging.tag, name: packaging.camera, created: (from + 30) * 1000,
        process: process)
      packager.parent = 1
      packager.settings = packaging.settings
      open(packager)
      for (number, time) in stride(from: from + 40, to: to, by: packaging.length).enumerated()
      where !isSilent(packaging.kind, at: time) {
        // Around the gap chunks are on time, so that its ends are known.
        let delay = (2600..<2800).contains(time) ? 0 : Int.random(in: 0...1000, using: &random)
        let moment = time * 1000 + delay
        let stamp = CivilTime(seconds: UInt64(Self.start + moment / 1000)).stamp
        for path in packaging.paths {
          var chunk: [String: Variant] = ["file": .text(path(number))]
          if packaging.kind == "hls" {
            chunk["playlistStartTs"] = .double(Double((Self.start + from + 30) * 1000))
            chunk["segmentStartTs"] = .double(Double((time - from - packaging.length) * 1000))
            chunk["segmentDuration"] = .double(Double(packaging.length * 1000))
          } else {
            chunk["stopTime"] = .timestamp(stamp)
          }
          add("\(packaging.kind)ChunkClosed", at: moment, process, chunk)
        }
      }
      if closes { close(packager, at: to * 1000) }
    }
  }

  /// Whether no chunk is finished then: HLS from 19:45:10 to 19:46:10, HDS from 20:40:00 on.
  private func isSilent(_ kind: String, at second: Int) -> Bool {
    guard troubles.contains(.gaps) else { return false }
    return kind == "hls" && (2710..<2770).contains(second) || kind == "hds" && second >= 6000
  }

  /// Plants what was asked for.
  mutating func plant() {
    if troubles.contains(.flaps) { flap() } else { restless() }
    if troubles.contains(.stalls) { stall() }
    failPulls()
    if troubles.contains(.failures) { failToWrite() }
    if troubles.contains(.deadPackager) { losePackager() }
    if troubles.contains(.drops) { dropMuch() }
    if troubles.contains(.codecChange) { changeSize() }
  }

  /// A camera that comes seven times for ten seconds, three minutes apart, from 19:20:00 on.
  ///
  /// Then it stays from 19:41:00 to 20:10:00. Its fourth visit has two viewers; one is back after 20 s.
  private mutating func flap() {
    for visit in 0..<7 {
      let from = (1200 + 180 * visit) * 1000
      let camera = StoryStream(id: newId(), tag: "INR", name: "gate", created: from, process: 4242)
      open(camera)
      if visit == 3 {
        for (host, leaves) in [("192.0.2.77", 9500), ("192.0.2.78", 11_000)] {
          var viewer = StoryStream(
            id: newId(), tag: "ONR", name: "gate", created: from + 2000, process: 4242)
          (viewer.far, viewer.parent) = (host, camera.id)
          open(viewer)
          close(viewer, at: from + leaves)
        }
        var viewer = StoryStream(
          id: newId(), tag: "ONR", name: "gate", created: from + 31_000, process: 4242)
        viewer.far = "192.0.2.78"
        viewer.parent = 0
        open(viewer)
        close(viewer, at: from + 100_000)
      }
      close(camera, at: from + 10_000)
    }
    let camera = StoryStream(
      id: newId(), tag: "INR", name: "gate", created: 2_460_000, process: 4242)
    open(camera)
    close(camera, at: 4_200_000)
  }

  /// A camera that comes four times for ten seconds: fewer than are told of.
  private mutating func restless() {
    for visit in 0..<4 {
      let camera = StoryStream(
        id: newId(), tag: "INR", name: "gate", created: (1200 + 180 * visit) * 1000, process: 4242)
      open(camera)
      close(camera, at: camera.created + 10_000)
    }
  }

  /// A camera without a picture from 19:30:00 to 19:31:00, and one without sound from 20:00:00 until it
  /// is closed at 20:00:20.
  private mutating func stall() {
    for (name, type, reports, end) in [
      ("yard", "videoFeedStopped", [1800, 1815, 1830, 1845, 1860], 3000),
      ("shed", "audioFeedStopped", [3600, 3615], 3620),
    ] {
      let camera = StoryStream(
        id: newId(), tag: "INR", name: name, created: 1_000_000, process: 4242)
      open(camera)
      for second in reports {
        add(
          type, at: second * 1000, 4242,
          ["id": .uint32(UInt32(camera.id)), "localStreamName": .text(name)])
      }
      close(camera, at: end * 1000)
    }
  }

  /// A stream that is pulled until 19:40:00, and again from 19:52:30 on; planted are twelve failures
  /// from 19:50:00 to 19:51:50.
  private mutating func failPulls() {
    for (from, to) in [(300, 2400), (3150, 4400)] {
      let pulled = StoryStream(
        id: newId(), tag: "INR", name: "dock", created: from * 1000, process: 4242)
      open(pulled)
      close(pulled, at: to * 1000)
    }
    guard troubles.contains(.failedPulls) else { return }
    let pull = SampleStory.pullSettings(
      uri: "rtsp://user:secret@198.51.100.44/dock", name: "dock", configId: 7)
    for second in stride(from: 3000, through: 3110, by: 10) {
      add("pullStreamFailed", at: second * 1000, 4242, pull)
    }
  }

  /// Three fragments that cannot be written, from 20:05:00 to 20:05:24.
  private mutating func failToWrite() {
    for second in [3900, 3912, 3924] {
      add(
        "dashChunkError", at: second * 1000, 4242,
        ["error": "Could not write video sample to /web/dash/cam4//video/100/segment_7.m4s"])
    }
  }

  /// A packager of the first camera that ends at 20:08:00 and is back after a minute.
  private mutating func losePackager() {
    var packager = StoryStream(
      id: newId(), tag: "OFHLS", name: "cam1", created: 100_000, process: 4242)
    packager.parent = 1
    packager.settings = ["hlsSettings": ["keepAlive": true, "targetFolder": "/web/spare/cam1"]]
    open(packager)
    close(packager, at: 4_080_000)
    (packager.id, packager.created) = (newId(), 4_140_000)
    open(packager)
  }

  /// A viewer from 19:10:00 to 19:20:00 who gets nine tenths of 50 MB.
  private mutating func dropMuch() {
    var viewer = StoryStream(
      id: newId(), tag: "ONR", name: "cam4", created: 600_000, process: 4242)
    (viewer.far, viewer.parent, viewer.bytes, viewer.dropped) =
      ("192.0.2.99", 1, 45_000_000, 5_000_000)
    open(viewer)
    close(viewer, at: 1_200_000)
  }

  /// A camera from 19:10:00 to 20:10:00 whose picture becomes smaller after half an hour.
  private mutating func changeSize() {
    var camera = StoryStream(
      id: newId(), tag: "INR", name: "lobby", created: 600_000, process: 4242)
    open(camera)
    camera.size = (1280, 720)
    add("inStreamCodecsUpdated", at: 2_400_000, 4242, camera.payload(at: 1_800_000, codecs: 2))
    close(camera, at: 4_200_000)
  }
}
