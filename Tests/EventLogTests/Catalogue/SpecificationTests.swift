import EventLog
import Foundation
import Testing

/// The catalogue against the machine-readable specification, where that lies next to the package.
@Suite("The specification of the events")
struct SpecificationTests {
  /// `$EMSLOG_SPECIFICATION`, or the place where it lies beside a checkout.
  static let path =
    ProcessInfo.processInfo.environment["EMSLOG_SPECIFICATION"]
    ?? URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/spec/ems/events.json").path
  static let isPresent = FileManager.default.fileExists(atPath: path)

  private struct Specification: Decodable {
    struct Event: Decodable {
      var name: String
      var aliases: [String]?
      var status: String
      var inDefaultEnabledList: Bool?
      var w3cDefault: Bool
      var fieldGroups: [String]?
      var payload: [Field]
    }
    struct Field: Decodable {
      var path: String
      var type: String
      var always: Bool
    }
    struct Group: Decodable {
      struct Member: Decodable {
        var key: String
        var type: String
      }
      var fields: [Member]
    }
    struct Enums: Decodable {
      struct Number: Decodable { var numeric: UInt64 }
      var streamType: [String: Number]
      var videoCodec: [String: Number]
      var audioCodec: [String: Number]
      var protocolType: [String]
    }
    var events: [Event]
    var fieldGroups: [String: Group]
    var enums: Enums
  }

  private func specification() throws -> Specification {
    try JSONDecoder().decode(
      Specification.self, from: Data(contentsOf: URL(filePath: Self.path)))
  }

  private func types(_ text: String) -> FieldTypes {
    text.split(separator: "|").reduce(into: []) { types, word in
      switch word {
      case "int": types.insert(.integer)
      case "float": types.insert(.decimal)
      case "bool": types.insert(.boolean)
      case "string": types.insert(.string)
      case "object": types.insert(.object)
      case "array": types.insert(.array)
      case "null": types.insert(.null)
      case "any": types.insert(.any)
      default: Issue.record("unknown type \(word)")
      }
    }
  }

  /// The fields of an event by path, those of its settings included.
  private func fields(
    of event: Specification.Event, in specification: Specification
  ) throws -> [String: (types: FieldTypes, isAlways: Bool)] {
    var fields: [String: (types: FieldTypes, isAlways: Bool)] = [:]
    for name in event.fieldGroups ?? [] {
      // A failed pull has its settings in the payload itself.
      let prefix = event.name == "pullStreamFailed" ? "" : name + "."
      if !prefix.isEmpty { fields[name] = (.object, false) }
      for member in try #require(specification.fieldGroups[name]).fields {
        fields[prefix + member.key] = (types(member.type), false)
      }
    }
    for field in event.payload {
      let keys = field.path.split(separator: "/").drop { $0 == "payload" }
      fields[keys.joined(separator: ".")] = (types(field.type), field.always)
    }
    return fields
  }

  @Test(
    "Names, fields, types and presence are those of the catalogue",
    .enabled(if: isPresent, "skipped: no specification next to the package"))
  func events() throws {
    let specification = try specification()
    let table = EventNameTable()
    #expect(specification.events.count == 79)
    for event in specification.events {
      let kind = table.kind(of: ContiguousArray(event.name.utf8).span)
      let row = kind.row
      try #require(kind != .unrecognized, "\(event.name)")
      let expected = try fields(of: event, in: specification)
      let actual = Dictionary(uniqueKeysWithValues: row.shape.fields.map { ($0.path, $0) })
      #expect(Set(actual.keys) == Set(expected.keys), "\(event.name)")
      for (path, field) in expected {
        #expect(actual[path]?.types == field.types, "\(event.name) \(path)")
        #expect(actual[path]?.isAlways == field.isAlways, "\(event.name) \(path)")
      }
      for alias in event.aliases ?? [] {
        #expect(table.kind(named: alias) == kind)
      }
      guard row.name == event.name else { continue }
      #expect(row.isLoggedByDefault == event.inDefaultEnabledList, "\(event.name)")
      #expect(row.isLoggedByDefaultInW3C == event.w3cDefault, "\(event.name)")
      #expect((row.status == .emitted) == (event.status == "emitted"), "\(event.name)")
    }
    let canonical = Set(
      specification.events.map { table.kind(of: ContiguousArray($0.name.utf8).span) })
    #expect(canonical.count == 75)
  }

  @Test(
    "Tags and their numbers are those of the catalogue",
    .enabled(if: isPresent, "skipped: no specification next to the package"))
  func tags() throws {
    let enums = try specification().enums
    func numbers<T: PackedTag>(_ type: T.Type) -> [String: UInt64] {
      Dictionary(uniqueKeysWithValues: T.allCases.map { ($0.rawValue, $0.numeric) })
    }
    #expect(numbers(StreamType.self) == enums.streamType.mapValues(\.numeric))
    #expect(numbers(VideoCodec.self) == enums.videoCodec.mapValues(\.numeric))
    #expect(numbers(AudioCodec.self) == enums.audioCodec.mapValues(\.numeric))
    #expect(Vocabulary.protocolType.words.map(\.value) == enums.protocolType)
  }
}
