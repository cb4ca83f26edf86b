import EventLog
import Testing

@Suite("Types of fields")
struct FieldTypeTableTests {
  let table = FieldTypeTable()

  private func type(_ kind: EventKind, _ path: String) -> FieldType? {
    table.type(kind: kind, path: hash(path))
  }

  private func hash(_ path: String) -> UInt64 {
    path.split(separator: ".").reduce(FieldTypeTable.root) {
      FieldTypeTable.extend($0, with: ContiguousArray($1.utf8).span)
    }
  }

  @Test(
    "Known fields have the types that the server writes",
    arguments: [
      (.inStreamClosed, "upTime", .decimal),
      (.inStreamClosed, "name", .string),
      (.inStreamClosed, "audio.bytesCount", .integer),
      (.inStreamClosed, "typeNumeric", .integer),
      (.inStreamClosed, "PID", .integer),
      (.inStreamClosed, "pullSettings", .object),
      (.inStreamClosed, "pullSettings.uri", .string),
      (.inStreamClosed, "pullSettings.keepAlive", .boolean),
      (.inStreamClosed, "pullSettings.rangeStart", .integer),
      (.inStreamClosed, "outStreamsUniqueIds", .array),
      (.outStreamCreated, "inStreamUniqueId", .integer),
      (.outStreamCreated, "hlsSettings.timestamp", .decimal),
      (.outStreamCreated, "recordSettings.type", .string),
      (.streamClosed, "queryTimestamp", .decimal),
      (.hlsChunkClosed, "segmentDuration", .decimal),
      (.dashChunkClosed, "startTime", .string),
      (.dashChunkClosed, "frameCount", .integer),
      (.recordChunkClosed, "frameCount", .integer),
      (.mediaFileDownloaded, "elapsed", .integer),
      (.cliResponse, "status", .string),
      (.processStarted, "keepAlive", .boolean),
      (.processStarted, "$PATH", .string),
      (.processStarted, "$LD_LIBRARY_PATH", .string),
      (.carrierCreated, "rx", .integer),
      (.serverStarted, "buildNumber", .string),
      (.webRtcServiceConnected, "rrsPort", .integer),
      (.pullStreamFailed, "localStreamName", .string),
      (.pullStreamFailed, "ttl", .integer),
      (.audioFeedStopped, "id", .integer),
    ] as [(EventKind, String, FieldType)])
  func knownFields(kind: EventKind, path: String, expected: FieldType) {
    #expect(type(kind, path) == expected)
  }

  @Test(
    "Fields that are unknown, of several types or always null have none",
    arguments: [
      (.inStreamClosed, "customData"),
      (.inStreamClosed, "segmentDuration"),
      (.inStreamClosed, "uri"),
      (.inStreamClosed, "pullSettings._callback"),
      (.inStreamClosed, "pullSettings._user"),
      (.inStreamClosed, "audio.upTime"),
      (.inStreamClosed, "$PATH"),
      (.timerCreated, "value"),
      (.pullStreamFailed, "uri"),
      (.outStreamCreated, "mssSettings.audioBitrates"),
      (.processStarted, "processKillTimer"),
      (.unrecognized, "name"),
      (.unrecognized, "PID"),
    ] as [(EventKind, String)])
  func unknownFields(kind: EventKind, path: String) {
    #expect(type(kind, path) == nil)
  }

  @Test("The case of a key does not matter")
  func caseIsIgnored() {
    #expect(type(.inStreamClosed, "nearIP") == .string)
    #expect(type(.inStreamClosed, "NEARIP") == .string)
    #expect(type(.carrierCreated, "nearIp") == .string)
    #expect(type(.inStreamClosed, "AUDIO.droppedPacketscount") == .integer)
  }

  @Test("The table agrees with the fields of every kind")
  func agreesWithShapes() {
    for kind in EventKind.allCases {
      for field in kind.row.shape.fields where !field.isWildcard {
        #expect(type(kind, field.path) == field.types.onlyType, "\(kind) \(field.path)")
      }
    }
  }

  @Test("Keys of any length lead to different paths")
  func pathsDiffer() {
    var seen: Set<UInt64> = []
    for length in 0...40 {
      #expect(
        seen.insert(hash("x." + String(repeating: "a", count: length))).inserted || length == 0)
      var key = Array(repeating: UInt8(ascii: "a"), count: length)
      for index in key.indices {
        key[index] = UInt8(ascii: "b")
        let path = FieldTypeTable.extend(FieldTypeTable.root, with: ContiguousArray(key).span)
        #expect(seen.insert(path).inserted)
        key[index] = UInt8(ascii: "a")
      }
    }
    #expect(hash("audio.codec") != hash("codec.audio"))
    #expect(hash("a.b") != hash("ab"))
  }

  @Test("Types print as words")
  func words() {
    #expect(FieldTypes.integer.description == "integer")
    #expect(([.string, .null] as FieldTypes).description == "string or null")
    #expect(FieldTypes.any.description == "any")
    #expect(([.string, .null] as FieldTypes).onlyType == .string)
    #expect(FieldTypes.null.onlyType == nil)
    #expect(FieldTypes.any.onlyType == nil)
  }
}
