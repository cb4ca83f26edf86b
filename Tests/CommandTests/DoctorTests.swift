import LogFiles
import SystemPackage
import TestSupport
import Testing

@testable import emslog

@Suite("The doctor of rotated logs")
struct DoctorTests {
  /// Files of one set, by name, as they are listed.
  private func symptoms(_ names: [String]) throws -> [Doctor.Symptoms] {
    let folder = try TemporaryDirectory()
    for name in names { try folder.write("x", to: name) }
    return PathList([folder.path], depth: .oneLevel).expanded().files.map { file in
      Doctor.Symptoms(place: file.displayName, set: file.setKey, order: file.order)
    }
  }

  @Test(
    "knows by names and zero bytes who rotates",
    arguments: [
      (["events.json"], Doctor.Scheme.none),
      (["events_20251217_190000.json.gz", "events_20251217_200000.json"], .stamps),
      (["events_0001.json", "events_0002.json"], .parts),
      (["events.json.2.gz", "events.json.1", "events.json"], .renaming),
      (["events.json-20251217", "events.json"], .renaming),
      (["events_20251217_190000.json.1.gz", "events_20251217_200000.json"], .renaming),
      (["rms.31.1795217621690.log", "rms.31.1795217621999.log"], .stamps),
    ])
  func scheme(names: [String], expected: Doctor.Scheme) throws {
    var files = try symptoms(names)
    #expect(files.count == names.count)
    #expect(Doctor.scheme(of: files) == expected)
    files[0].isTruncated = true
    #expect(Doctor.scheme(of: files) == .truncation)
  }

  @Test("is silent about logs in which nothing is wrong, unless it is asked")
  func silence() throws {
    let files = try symptoms(["events.json.1", "events.json"])
    #expect(Doctor(files, vanished: 0).advice(isVerbose: false).isEmpty)
    let all = Doctor(files, vanished: 0).advice(isVerbose: true)
    #expect(all.count == 2)
    #expect(all.first?.hint?.contains("fileChunkLength") == true)
    #expect(all.last?.hint?.contains("two periods") == true)
  }

  @Test("asks to keep logs for longer when records are missing or files have vanished")
  func retention() throws {
    var files = try symptoms(["events_20251217_190000.json"])
    #expect(Doctor(files, vanished: 1).advice(isVerbose: false).count == 1)
    files[0].hasFinding = true
    #expect(Doctor(files, vanished: 0).advice(isVerbose: false).isEmpty)
    files[0].hasGap = true
    let advice = Doctor(files, vanished: 0).advice(isVerbose: false)
    #expect(advice.map(\.hint).contains { $0?.contains("keep rotated logs") == true })
  }
}
