import EventLog
import Testing

@Suite("Names of events")
struct EventNameTableTests {
  /// Every name that logs, manuals and third parties use.
  static let names: [(name: String, kind: EventKind)] = [
    ("inStreamCreated", .inStreamCreated),
    ("outStreamCreated", .outStreamCreated),
    ("streamCreated", .streamCreated),
    ("inStreamClosed", .inStreamClosed),
    ("outStreamClosed", .outStreamClosed),
    ("streamClosed", .streamClosed),
    ("inStreamCodecsUpdated", .inStreamCodecsUpdated),
    ("outStreamCodecsUpdated", .outStreamCodecsUpdated),
    ("streamCodecsUpdated", .streamCodecsUpdated),
    ("audioFeedStopped", .audioFeedStopped),
    ("videoFeedStopped", .videoFeedStopped),
    ("NoAudio", .audioFeedStopped),
    ("NoVideo", .videoFeedStopped),
    ("outStreamFirstFrameSent", .outStreamFirstFrameSent),
    ("pullStreamFailed", .pullStreamFailed),
    ("hlsChunkCreated", .hlsChunkCreated),
    ("hlsChunkClosed", .hlsChunkClosed),
    ("hlsChunkError", .hlsChunkError),
    ("hlsChildPlaylistUpdated", .hlsChildPlaylistUpdated),
    ("hlsMasterPlaylistUpdated", .hlsMasterPlaylistUpdated),
    ("hlsChunkDeleted", .hlsChunkDeleted),
    ("hdsChunkCreated", .hdsChunkCreated),
    ("hdsChunkClosed", .hdsChunkClosed),
    ("hdsChunkError", .hdsChunkError),
    ("hdsChildPlaylistUpdated", .hdsChildPlaylistUpdated),
    ("hdsMasterPlaylistUpdated", .hdsMasterPlaylistUpdated),
    ("hdsChunkDeleted", .hdsChunkDeleted),
    ("mssChunkCreated", .mssChunkCreated),
    ("mssChunkClosed", .mssChunkClosed),
    ("mssChunkError", .mssChunkError),
    ("mssPlaylistUpdated", .mssPlaylistUpdated),
    ("dashChunkCreated", .dashChunkCreated),
    ("dashChunkClosed", .dashChunkClosed),
    ("dashChunkError", .dashChunkError),
    ("dashPlaylistUpdated", .dashPlaylistUpdated),
    ("dashChunkDeleted", .dashChunkDeleted),
    ("recordChunkCreated", .recordChunkCreated),
    ("recordChunkClosed", .recordChunkClosed),
    ("recordChunkError", .recordChunkError),
    ("streamingSessionStarted", .streamingSessionStarted),
    ("streamingSessionEnded", .streamingSessionEnded),
    ("mediaFileDownloaded", .mediaFileDownloaded),
    ("fileDownloaded", .mediaFileDownloaded),
    ("cliRequest", .cliRequest),
    ("cliResponse", .cliResponse),
    ("processStarted", .processStarted),
    ("processStopped", .processStopped),
    ("timerCreated", .timerCreated),
    ("timerTriggered", .timerTriggered),
    ("timerClosed", .timerClosed),
    ("protocolRegisteredToApp", .protocolRegisteredToApp),
    ("protocolUnregisteredFromApp", .protocolUnregisteredFromApp),
    ("carrierCreated", .carrierCreated),
    ("carrierClosed", .carrierClosed),
    ("playlistItemStart", .playlistItemStart),
    ("firstPlaylistItemStart", .firstPlaylistItemStart),
    ("lastPlaylistItemStart", .lastPlaylistItemStart),
    ("applicationStart", .applicationStart),
    ("applicationStop", .applicationStop),
    ("serverStarted", .serverStarted),
    ("serverStopping", .serverStopping),
    ("serverStopped", .serverStopping),
    ("webRtcCommandReceived", .webRtcCommandReceived),
    ("webRtcServiceConnected", .webRtcServiceConnected),
    ("playerJoinedRoom", .playerJoinedRoom),
    ("webRtcServiceStarted", .webRtcServiceStarted),
    ("webRtcServiceStopped", .webRtcServiceStopped),
    ("webRTCStarted", .webRTCStarted),
    ("webRTCStopped", .webRTCStopped),
    ("webRTCPeerConnectionCreated", .webRTCPeerConnectionCreated),
    ("webRTCPeerConnectionClosed", .webRTCPeerConnectionClosed),
    ("webRTCPeerStreamStarted", .webRTCPeerStreamStarted),
    ("webRTCPeerStreamClosed", .webRTCPeerStreamClosed),
    ("webRtcPeerConnected", .webRtcPeerConnected),
    ("webRtcPeerDisconnected", .webRtcPeerDisconnected),
    ("webRtcPeerError", .webRtcPeerError),
    ("WSStreamStarted", .wsStreamStarted),
    ("WSStreamClosed", .wsStreamClosed),
    ("MultiprotocolSAPEvent", .multiprotocolSAPEvent),
    ("webRTCCommandReceived", .webRtcCommandReceived),
    ("webRTCServiceConnected", .webRtcServiceConnected),
    ("webRTCServiceStarted", .webRtcServiceStarted),
    ("webRTCServiceStopped", .webRtcServiceStopped),
    ("webRTCPeerConnected", .webRtcPeerConnected),
    ("webRTCPeerDisconnected", .webRtcPeerDisconnected),
    ("webRTCPeerError", .webRtcPeerError),
    ("webRtcStarted", .webRTCStarted),
    ("webRtcStopped", .webRTCStopped),
    ("webRtcPeerConnectionCreated", .webRTCPeerConnectionCreated),
    ("webRtcPeerConnectionClosed", .webRTCPeerConnectionClosed),
    ("webRtcPeerStreamStarted", .webRTCPeerStreamStarted),
    ("webRtcPeerStreamClosed", .webRTCPeerStreamClosed),
    ("HLSChuckClosed", .hlsChunkClosed),
  ]

  let table = EventNameTable()

  private func kind(of name: some Sequence<UInt8>) -> EventKind {
    table.kind(of: ContiguousArray(name).span)
  }

  @Test("quirk 66: Every recorded and documented name leads to its kind", arguments: names)
  func recordedName(name: String, expected: EventKind) {
    #expect(kind(of: name.utf8) == expected)
    #expect(table.kind(named: name) == expected)
  }

  @Test("Names of the server's own log lead to their kinds")
  func serverLogNames() {
    #expect(kind(of: "connectionAccepted".utf8) == .connectionAccepted)
    #expect(kind(of: "serverLogLine".utf8) == .serverLogLine)
  }

  @Test("No name or alias belongs to two kinds, whatever its case")
  func noDuplicates() {
    var owners: [String: EventKind] = [:]
    for kind in EventKind.allCases {
      for name in Set(([kind.row.name] + kind.row.aliases).map { $0.lowercased() }) {
        #expect(owners.updateValue(kind, forKey: name) == nil, "\(name) has two kinds")
      }
    }
    let categories = EventCategory.allCases.flatMap { [$0.rawValue] + $0.aliases }
    #expect(Set(categories).count == categories.count)
    for category in categories {
      #expect(owners[category.lowercased()] == nil, "\(category) is a kind and a category")
    }
  }

  @Test("The table agrees with a search from end to end")
  func agreesWithLinearSearch() {
    let known = EventKind.allCases.flatMap { kind in
      ([kind.row.name] + kind.row.aliases).map { (name: Array($0.utf8), kind: kind) }
    }
    func search(_ name: [UInt8]) -> EventKind {
      known.first { $0.name == name }?.kind ?? .unrecognized
    }
    for (name, expected) in known {
      #expect(kind(of: name) == expected)
      // Near misses: each single byte changed, one byte more, one less.
      for index in name.indices {
        var changed = name
        changed[index] ^= 1
        #expect(kind(of: changed) == search(changed))
      }
      #expect(kind(of: name + [0x73]) == search(name + [0x73]))
      #expect(kind(of: name.dropLast()) == search(Array(name.dropLast())))
    }
  }

  @Test("Random names, the empty one and very long ones are not recognized")
  func randomNames() {
    var generator = SplitMix(state: 7)
    for length in 0...300 {
      let name = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(kind(of: name) == .unrecognized)
    }
    #expect(kind(of: "instreamcreated".utf8) == .unrecognized, "recorded names are exact")
  }

  @Test("Typed names may differ in case")
  func typedNames() {
    #expect(table.kind(named: "INSTREAMCREATED") == .inStreamCreated)
    #expect(table.kind(named: "noaudio") == .audioFeedStopped)
    #expect(table.kind(named: "webrtcstarted") == .webRTCStarted)
    #expect(table.kind(named: "nothing") == nil)
    #expect(table.kind(named: "") == nil)
  }

  @Test("The bytes of a canonical name are those of its row")
  func canonicalNames() {
    for kind in EventKind.allCases {
      let name = table.canonicalName(of: kind)
      #expect(name.indices.map { name[$0] } == Array(kind.row.name.utf8))
    }
  }

  @Test(
    "A pattern stands for a kind, a category or whatever the glob fits",
    arguments: [
      ("serverStopped", [.serverStopping]),
      (
        "server",
        [
          .serverStarted, .serverStopping, .applicationStart, .applicationStop, .highResourceUsage,
          .unexpectedServerShutdown,
        ]
      ),
      ("FEED", [.audioFeedStopped, .videoFeedStopped]),
      ("codecs", [.inStreamCodecsUpdated, .outStreamCodecsUpdated, .streamCodecsUpdated]),
      ("hls*error", [.hlsChunkError]),
      ("no*o", [.audioFeedStopped, .videoFeedStopped]),
      ("?lsChunkClosed", [.hlsChunkClosed]),
      ("[md]*ChunkDeleted", [.dashChunkDeleted]),
      ("*CHUCK*", [.hlsChunkClosed]),
      ("timer*r*ed", [.timerCreated, .timerTriggered]),
      (
        "hls",
        [
          .hlsChunkCreated, .hlsChunkClosed, .hlsChunkError, .hlsChunkDeleted,
          .hlsChildPlaylistUpdated, .hlsMasterPlaylistUpdated,
        ]
      ),
      ("nothing", []),
      ("nothing*", []),
    ] as [(String, EventKindSet)])
  func patterns(pattern: String, expected: EventKindSet) {
    #expect(table.kinds(matching: pattern) == expected)
  }

  @Test("A star alone stands for everything that has a name")
  func everything() {
    #expect(table.kinds(matching: "*") == EventKindSet(.unrecognized).inverted)
  }

  @Test(
    "Mistyped names get the nearest ones suggested",
    arguments: [
      ("inStremClosed", "inStreamClosed"),
      ("instreamcreate", "inStreamCreated"),
      ("hlsChunkClsoed", "hlsChunkClosed"),
      ("serverStoped", "serverStopping"),
      ("streams", "stream"),
      ("recrod", "record"),
    ])
  func suggestions(typed: String, expected: String) {
    #expect(table.suggestions(for: typed, limit: 3).first == expected)
  }

  @Test("Nothing is suggested for what resembles nothing", arguments: ["", "x", "zzzzzzzz", "42"])
  func noSuggestions(typed: String) {
    #expect(table.suggestions(for: typed, limit: 3).isEmpty)
  }

  @Test("No more is suggested than was asked for")
  func suggestionLimit() {
    #expect(table.suggestions(for: "hlsChunk", limit: 2).count == 2)
    #expect(table.suggestions(for: "hlsChunk", limit: 0).isEmpty)
  }
}
