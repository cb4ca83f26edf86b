import EventLog
import Foundation
import Testing

@Suite("The catalogue as text")
struct CatalogueTextTests {
  @Test("The listing has one line for each kind and category and fits 80 columns")
  func listing() {
    let lines = EventCatalogue.listing().split(separator: "\n")
    let headings = Set(EventKind.allCases.map { "\($0.row.category) \($0.row.system)" })
    #expect(lines.count == EventKind.count + headings.count)
    #expect(lines.allSatisfy { $0.count <= 80 })
    for kind in EventKind.allCases {
      #expect(lines.contains { $0.hasPrefix("  \(kind.name) ") })
    }
  }

  @Test("A part of the listing has the headings of that part only")
  func partialListing() {
    #expect(
      EventCatalogue.listing(of: [.timerCreated, .pullStreamFailed]) == """
        pull (ems): Pulls from other servers
          pullStreamFailed  A pull could not connect, or the source rejected it.

        timer (ems): Timers
          timerCreated  A timer of the runtime API was set.

        """)
  }

  @Test("Details tell names, status, notes and fields, wrapped to the width")
  func details() {
    #expect(
      EventCatalogue.details(of: .mediaFileDownloaded, width: 72) == """
        mediaFileDownloaded: A plain media file was downloaded.

          Also called   fileDownloaded
          System        ems
          Categories    session
          Status        written by current builds
          Logged        by default

        Notes
          - Range requests delay it until a quiet period has passed, 30 s by
            default.

        Fields of the payload (* = in every event of current builds)
          * PID         integer                Process in which it happened: the
                                               edge's own for edge events.
          * customData  any                    What the configuration attached
                                               to the sink or the logger.
          * clientIP    string                 Address of the client.
          * mediaFile   string                 Path of the file.
          * startTime   string, hyphenated UTC
                                               When the download began.
            stopTime    string, hyphenated UTC
                                               When the download ended.
          * elapsed     integer, s             Duration of the download.

        """)
  }

  @Test("Details fit the width, however many fields there are", arguments: [80, 100, 132])
  func detailsFit(width: Int) {
    for kind in EventKind.allCases {
      for line in EventCatalogue.details(of: kind, width: width).split(separator: "\n") {
        #expect(line.count <= width, "\(kind): \(line)")
        #expect(line.last != " ")
      }
    }
  }

  private struct Document: Decodable {
    struct Event: Decodable {
      struct Field: Decodable {
        var path: String
        var types: [String]
        var unit: String?
        var always: Bool
        var meaning: String
      }
      var name: String
      var aliases: [String]
      var system: String
      var categories: [String]
      var loggedByDefault: Bool?
      var summary: String
      var notes: [String]
      var fields: [Field]
    }
    var version: Int
    var events: [Event]
  }

  @Test("The JSON holds every row and every field")
  func json() throws {
    let document = try JSONDecoder().decode(
      Document.self, from: Data(EventCatalogue.json().utf8))
    #expect(document.version == 1)
    #expect(document.events.map(\.name) == EventKind.allCases.map(\.name))
    for (event, kind) in zip(document.events, EventKind.allCases) {
      #expect(event.aliases == kind.row.aliases)
      #expect(event.summary == kind.row.summary)
      #expect(event.notes == kind.row.notes)
      #expect(event.fields.map(\.path) == kind.row.shape.fields.map(\.path))
    }
    let closed = try #require(document.events.first { $0.name == "inStreamClosed" })
    let upTime = try #require(closed.fields.first { $0.path == "upTime" })
    #expect(upTime.types == ["decimal"] && upTime.unit == "ms" && upTime.always)
  }

  @Test("The manual page names every kind, and no text of ours starts a request")
  func manualPage() {
    let page = EventCatalogue.manualPage(date: "2026-11-20")
    let lines = page.split(separator: "\n")
    #expect(lines.first == ".Dd 2026-11-20")
    for kind in EventKind.allCases {
      #expect(page.contains(".It Sy \(kind.name)\n"))
    }
    let macros: Set = [
      ".Dd", ".Dt", ".Os", ".Sh", ".Ss", ".Nm", ".Nd", ".Fl", ".Xr", ".Dq", ".Pp", ".Bl", ".It",
      ".El",
    ]
    for line in lines where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(macros.contains(String(line.prefix { $0 != " " })), "\(line)")
    }
    #expect(page.utf8.allSatisfy { $0 < 0x80 })
    #expect(
      lines.count { $0.hasPrefix(".Bl") } == lines.count { $0 == ".El" }, "every list is closed")
  }
}
