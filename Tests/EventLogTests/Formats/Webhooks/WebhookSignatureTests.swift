import TestSupport
import Testing

@testable import EventLog

@Suite("Signatures of webhooks")
struct WebhookSignatureTests {
  private static let body = WebhookBodyTests.fastpix("video.media.ready")

  /// A check that knows one signature, of the bytes of ``body`` alone.
  private static let check = SignatureCheck { signature, bytes in
    String(copying: signature) == "right" && String(copying: bytes) == body
  }

  /// What is said of a body with that carriage.
  private func verdict(
    _ carriage: WebhookCarriage, body: String = body, at place: WebhookBody.Place = .record(at: 0),
    check: SignatureCheck? = check
  ) throws -> SignatureVerdict? {
    var tree = RecordTree()
    var context = DecodingContext()
    context.signatureCheck = check
    let bytes = ContiguousArray(body.utf8)
    try WebhookBody(only: nil, showsRequests: true).decode(
      bytes.span, at: place, carriage, into: &tree, context: context)
    return tree.head.signature
  }

  private func carriage(
    _ signature: String?, hasHeaders: Bool = true, hasExactBody: Bool = true
  ) -> WebhookCarriage {
    var carriage = WebhookCarriage()
    carriage.signature = signature.map { ContiguousArray($0.utf8) }
    carriage.hasHeaders = hasHeaders
    carriage.hasExactBody = hasExactBody
    return carriage
  }

  @Test("are valid or not where the header and the exact bytes were logged")
  func checked() throws {
    #expect(try verdict(carriage("right")) == .valid)
    #expect(try verdict(carriage("right"), at: .copy) == .valid)
    #expect(try verdict(carriage("wrong")) == .invalid)
    #expect(try verdict(carriage("")) == .invalid)
    #expect(try verdict(carriage("right"), body: Self.body + " ") == .invalid)
    #expect(try verdict(carriage("right", hasHeaders: false)) == .valid)
  }

  @Test("are absent only where the headers are known")
  func absent() throws {
    #expect(try verdict(carriage(nil)) == .absent)
    #expect(try verdict(carriage(nil, hasExactBody: false)) == .absent)
    #expect(try verdict(carriage(nil, hasHeaders: false)) == .unverifiable)
    #expect(try verdict(WebhookCarriage()) == .unverifiable)
  }

  @Test("cannot be checked where the bytes of the body are not those that were sent")
  func inexact() throws {
    #expect(try verdict(carriage("right", hasExactBody: false)) == .unverifiable)
  }

  @Test("are none of Ant Media Server's business, nor of requests that are no events")
  func others() throws {
    #expect(try verdict(carriage("right"), body: #"{"action":"playStarted","id":"c"}"#) == nil)
    #expect(try verdict(carriage(nil), body: "{}") == nil)
    var mux = carriage("right")
    mux.hasMuxSignature = true
    #expect(try verdict(mux) == nil)
  }

  @Test("are not spoken of unless somebody asks")
  func unasked() throws {
    #expect(try verdict(carriage("right"), check: nil) == nil)
  }

  @Test("of bodies on lines of their own are printed, found and counted as what they are")
  func printed() throws {
    var filter = Filter()
    filter.condition = try WhereExpression(["signature = unverifiable"], reading: .forTests)
    #expect(try lines(Filter()) == lines(filter))
    #expect(
      try lines(filter).map { $0.hasSuffix(#""attempts":[]},"signature":"unverifiable"}"#) }
        == [true])
    filter.condition = try WhereExpression(["signature = valid"], reading: .forTests)
    #expect(try lines(filter) == [])
    var options = RenderOptions()
    options.fields = try FieldList.parse(["type,signature"])
    #expect(
      try lines(Filter(), options)
        == [#"{"type":"video.media.ready","signature":"unverifiable"}"#])
    #expect(
      try lines(Filter(), options, .tsv)
        == ["type\tsignature", "video.media.ready\tunverifiable"])
  }

  private func lines(
    _ filter: Filter, _ options: RenderOptions = RenderOptions(), _ format: OutputFormat = .jsonl
  ) throws -> [String] {
    var context = DecodingContext()
    context.signatureCheck = Self.check
    var reader = EventReader(context: context)
    var selection = FilteredEvents(filter, .print(format), options: options)
    let bytes = ContiguousArray((Self.body + "\n").utf8)
    selection.begin()
    reader.read(bytes.span, into: &selection)
    reader.finish(into: &selection)
    selection.end()
    return String(copying: selection.output.span).split(separator: "\n").map(String.init)
  }
}
