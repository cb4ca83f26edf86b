import EventLog
import Foundation
import TestSupport
import Testing

/// Webhooks against their specification, where that lies next to the package.
@Suite("The specification of webhooks")
struct WebhookSpecificationTests {
  static let bodies = ["fastpix_bodies.jsonl", "antmedia_bodies.jsonl", "antmedia_form_bodies.txt"]

  @Test(
    "Every sample body gives what the specification expects",
    .enabled(if: WebhookSpecification.isPresent, WebhookSpecification.absence), arguments: bodies)
  func samples(file: String) throws {
    let rows = try WebhookSpecification.rows(of: file)
    let bytes = try WebhookSpecification.contents(of: "samples/" + file)
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    #expect(rows.count == lines.count)
    for cut in [ChunkCutter.size(.max), .size(7)] {
      let whole = Reading(bytes, cut: cut)
      #expect(whole.lines.count == rows.count { $0.kind == "event" })
      #expect(whole.accountsForEveryByte)
      #expect(whole.allReasons == rows.filter { $0.kind != "event" }.map { _ in .authorization })
      var events = whole.lines.makeIterator()
      for row in rows where row.kind == "event" {
        let line = events.next()
        let event = try JSONEvent(try #require(line))
        #expect(event["system"] == row.provider, "\(file) \(row.line)")
        #expect(event["type"] == row.event, "\(file) \(row.line)")
        #expect((event["id"] ?? "") == row.id, "\(file) \(row.line)")
        let subject =
          event["extra", "object", "id"] ?? event["payload", "id"] ?? event["payload", "host"]
        #expect((subject ?? "") == row.subject, "\(file) \(row.line)")
        // Milliseconds in the time, all digits in the stamp.
        let stamp = row.provider == "fastpix" ? event["timestamp"] : event["time"]
        #expect((stamp ?? "") == row.time, "\(file) \(row.line)")
      }
    }
  }

  @Test(
    "Each sample line alone is the same event as in its file",
    .enabled(if: WebhookSpecification.isPresent, WebhookSpecification.absence), arguments: bodies)
  func alone(file: String) throws {
    let bytes = try WebhookSpecification.contents(of: "samples/" + file)
    let whole = Reading(bytes)
    let single = bytes.split(separator: 0x0A).map { Reading(Array($0) + [0x0A]) }
    #expect(single.flatMap(\.lines) == whole.lines)
    #expect(single.flatMap(\.allReasons) == whole.allReasons)
  }

  static let containers = [
    "nginx_access_json.log", "nginx_access_none.log", "http_dump.txt", "receivers_json.log",
  ]

  @Test(
    "Every body in a container gives what the specification expects, at its line",
    .enabled(if: WebhookSpecification.isPresent, WebhookSpecification.absence),
    arguments: containers)
  func contained(file: String) throws {
    let rows = try WebhookSpecification.rows(of: file)
    let bytes = try WebhookSpecification.contents(of: "samples/" + file)
    var line = 1
    let lines = bytes.map { byte in
      defer { line += byte == 0x0A ? 1 : 0 }
      return line
    }
    for cut in [ChunkCutter.size(.max), .size(7)] {
      let whole = Reading(bytes, cut: cut, showsSource: true)
      #expect(whole.accountsForEveryByte)
      #expect(whole.lines.count == rows.count { $0.kind == "event" })
      #expect(whole.skipped.isEmpty)
      let others = rows.map(\.kind).filter { $0 != "event" }
      let probes = others.count { $0 == "probe" }
      let questions = others.count { $0 == "publishAuth" || $0 == "playAuth" }
      #expect(whole.statistics.others == others.count)
      #expect(whole.statistics.skipped(.probe) == probes)
      #expect(whole.statistics.skipped(.authorization) == questions)
      #expect(
        whole.statistics.skipped(.noWebhook) + whole.statistics.skipped(.unknownRecord)
          == others.count - probes - questions)
      var events = whole.lines.makeIterator()
      for row in rows where row.kind == "event" {
        let place: Comment = "\(file) \(row.line)"
        let line = events.next()
        let event = try JSONEvent(try #require(line, place))
        let offset = try #require(event.number("source", "offset"), place)
        #expect(lines[offset] == row.line, place)
        #expect(event["system"] == row.provider, place)
        #expect(event["type"] == row.event, place)
        #expect((event["id"] ?? "") == row.id, place)
        let subject =
          event["extra", "object", "id"] ?? event["payload", "id"] ?? event["payload", "host"]
        #expect((subject ?? "") == row.subject, place)
        let stamp = row.provider == "fastpix" ? event["timestamp"] : event["time"]
        #expect((stamp ?? "") == row.time, place)
        // All of these but a few of the receivers tell when the request came, and from where.
        if file != "receivers_json.log" {
          #expect(event["source", "time"]?.hasPrefix("2026-11-18T09:") == true, place)
          let isFastPix = row.provider == "fastpix"
          #expect(
            event["source", "address"]?.hasPrefix(isFastPix ? "198.51.100." : "203.0.113.") == true,
            place)
        }
      }
    }
  }

  private struct Catalogue: Decodable {
    struct Event: Decodable {
      var name: String
      var aliases: [String]
      var inPublicList: Bool
    }
    var events: [Event]
  }

  @Test(
    "Every catalogued name leads to its kind, in any case",
    .enabled(if: WebhookSpecification.isPresent, WebhookSpecification.absence),
    arguments: [("fastpix.json", 52, 20), ("antmedia.json", 16, 6)])
  func names(file: String, count: Int, listed: Int) throws {
    let catalogue = try JSONDecoder().decode(
      Catalogue.self, from: Data(WebhookSpecification.contents(of: file)))
    #expect(catalogue.events.count == count)
    #expect(catalogue.events.count { $0.inPublicList } == listed)
    let table = EventNameTable()
    for event in catalogue.events {
      let kind = try #require(table.kind(named: event.name), "\(event.name)")
      #expect(kind.row.name == event.name)
      for alias in event.aliases where !alias.contains(" ") {
        #expect(table.kind(named: alias.uppercased()) == kind, "\(alias)")
      }
      if event.inPublicList { #expect(kind.row.status == .emitted) }
    }
  }
}

/// A printed event, to be asked for its values.
struct JSONEvent {
  private let root: [String: Any]

  init(_ line: String) throws {
    root = try #require(
      JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
  }

  /// The whole number at the end of the keys; nil where there is none.
  func number(_ path: String...) -> Int? {
    var value: Any? = root
    for key in path { value = (value as? [String: Any])?[key] }
    return value as? Int
  }

  /// The text at the end of the keys; nil where there is none, or null.
  subscript(path: String...) -> String? {
    var value: Any = root
    for key in path {
      guard let next = (value as? [String: Any])?[key] else { return nil }
      value = next
    }
    return value as? String
  }
}
