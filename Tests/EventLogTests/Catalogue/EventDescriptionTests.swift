import EventLog
import Testing

@Suite("Rows of the catalogue")
struct EventDescriptionTests {
  @Test("Every row is one that can be printed", arguments: EventKind.allCases)
  func row(kind: EventKind) {
    let row = kind.row
    #expect(!row.name.isEmpty)
    #expect(row.summary.last == ".")
    #expect(row.summary.filter { $0 == "." }.count == 1, "one sentence")
    #expect(row.notes.allSatisfy { $0.last == "." })
    #expect(Set(row.categories).count == row.categories.count)
    #expect(!row.aliases.contains(row.name))
    let texts = [row.name, row.summary] + row.aliases + row.notes
    for text in texts {
      #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    }
  }

  @Test("A kind's name is its row's, and no two kinds share a row")
  func distinctRows() {
    #expect(Set(EventKind.allCases.map(\.name)).count == EventKind.allCases.count)
    #expect(EventKind.inStreamClosed.name == "inStreamClosed")
    #expect("\(EventKind.wsStreamClosed)" == "WSStreamClosed")
  }

  @Test(
    "Kinds are 75 of event sinks, 14 of log lines, 68 of webhooks, 10 of analytics, 5 of requests")
  func counts() {
    let own = EventKind.allCases.filter { $0.row.status == .serverLog }
    #expect(own.count == 14)
    #expect(
      EventKind.allCases.count { $0.row.system == .fastpix && $0.row.status != .request } == 52)
    #expect(
      EventKind.allCases.count { $0.row.system == .antmedia && $0.row.status == .emitted } == 26)
    #expect(EventKind.allCases.count { $0.row.status == .request } == 5)
    #expect(EventKind.allCases.count == 75 + 14 + 52 + 16 + 10 + 5 + 1)
    #expect(EventKind.allCases.last == .unrecognized)
    #expect(EventKind.count == EventKind.allCases.count)
    #expect(EventKind.allCases.map { Int($0.rawValue) } == Array(0..<EventKind.count))
  }

  @Test("A w3c sink without a list of its own logs 14 kinds")
  func w3cDefaults() {
    let expected: EventKindSet = [
      .inStreamCreated, .outStreamCreated, .streamCreated, .inStreamClosed, .outStreamClosed,
      .streamClosed, .inStreamCodecsUpdated, .outStreamCodecsUpdated, .streamCodecsUpdated,
      .audioFeedStopped, .videoFeedStopped, .mediaFileDownloaded, .streamingSessionStarted,
      .streamingSessionEnded,
    ]
    let logged = EventKindSet(EventKind.allCases.filter { $0.row.isLoggedByDefaultInW3C })
    #expect(logged == expected)
    #expect(logged.count == 14)
  }

  @Test("A kind answers to its own category and to the wider ones")
  func categories() {
    #expect(EventKind.hlsChunkClosed.row.categories == [.hls, .chunk, .ended])
    #expect(EventKind.audioFeedStopped.row.categories == [.feed, .stream, .ended])
    #expect(EventKind.inStreamCodecsUpdated.row.categories == [.stream, .codecs, .live, .updated])
    #expect(EventCategory.chunk.kinds.contains(.recordChunkClosed))
    #expect(EventCategory(named: "SERVER") == .application)
    #expect(EventCategory(named: "serverlog") == .serverLog)
    #expect(EventCategory(named: "") == nil)
  }

  @Test("Categories of what happened, of live streams and of media select across systems")
  func acrossSystems() {
    #expect(
      Set([.inStreamCreated, .videoLiveStreamCreated, .videoMediaCreated, .liveStreamStarted])
        .isSubset(of: Set(EventCategory.created.kinds)))
    #expect(
      Set([.inStreamClosed, .videoLiveStreamIdle, .liveStreamEnded])
        .isSubset(of: Set(EventCategory.ended.kinds)))
    for category in [EventCategory.live, .media, .created, .ended, .failed, .started] {
      #expect(Set(category.kinds.map(\.row.system)) == Set(EventSystem.allCases), "\(category)")
    }
    #expect(EventCategory(named: "closed") == .ended)
  }

  @Test("Every category has kinds and a title", arguments: EventCategory.allCases)
  func category(category: EventCategory) {
    #expect(!category.kinds.isEmpty)
    #expect(!category.title.isEmpty && category.title.last != ".")
  }

  @Test("Every shape is some kind's, and names each field once", arguments: PayloadShape.allCases)
  func shape(shape: PayloadShape) {
    #expect(EventKind.allCases.contains { $0.row.shape == shape })
    #expect(Set(shape.fields.map { $0.path.lowercased() }).count == shape.fields.count)
    for field in shape.fields {
      #expect(field.meaning.last == ".", "\(field.path)")
      #expect(!field.types.isEmpty, "\(field.path)")
    }
  }
}
