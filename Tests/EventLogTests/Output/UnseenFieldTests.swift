import Testing

@testable import EventLog

@Suite("Fields that no event has")
struct UnseenFieldTests {
  private func unseen(
    _ log: String, fields: [String] = [], template: String? = nil, by: [String] = []
  ) throws -> [UnseenField] {
    var options = RenderOptions()
    options.fields = try FieldList.parse(fields)
    options.template = try template.map { try Template.parse($0) }
    var plan = TallyPlan()
    plan.keys = try by.map { try FieldPath.parse($0) }
    var selection = FilteredEvents(
      Filter(), by.isEmpty ? .print() : .stats(plan), options: options)
    selection.read([[log.utf8]])
    return selection.unseenFields
  }

  private let log = record("inStreamClosed", #"{"name":"cam1","upTime":5,"mine":null}"#)

  @Test("are named with the known fields that are most like them")
  func suggestions() throws {
    #expect(
      try unseen(log, fields: ["tpye,payload.upTme"])
        == [
          UnseenField(name: "tpye", suggestions: ["type"]),
          UnseenField(name: "payload.upTme", suggestions: ["upTime"]),
        ])
    #expect(try unseen(log, fields: ["type,-steam"]).map(\.suggestions.first) == ["stream"])
    #expect(
      try unseen(log, template: "{byte} {sorce.file|x}").map(\.suggestions.first)
        == ["bytes", "source.file"])
    #expect(
      try unseen(log, by: ["farip", "zzzzzzzzzz"]) == [
        UnseenField(name: "zzzzzzzzzz", suggestions: [])
      ])
  }

  @Test(
    "are none of those that the catalogue knows, that an event has, or that all events may have")
  func known() throws {
    let fields = [
      "farIp", "audio.bytesCount", "recordSettings.pathToFile", "MINE", "bytes", "extra",
      "signature",
      "source.id", "stream",
    ]
    #expect(try unseen(log, fields: fields) == [])
  }

  @Test("are not told where no event matched")
  func nothing() throws {
    #expect(try unseen("", fields: ["tpye"]) == [])
  }
}
