import Testing

@testable import EventLog

@Suite("Hiding of secrets")
struct RedactionTests {
  private func redacted(_ text: String) -> String {
    let bytes = ContiguousArray(text.utf8)
    return appended { $0.append(redacting: bytes.span) }
  }

  @Test(
    "quirk 65: Credentials in addresses are hidden, wherever in a text these are",
    arguments: [
      ("rtsp://user:p%40ss@10.0.0.1:554/x", "rtsp://user:***@10.0.0.1:554/x"),
      ("rtsp://user:p@ss@host/x", "rtsp://user:***@host/x"),
      ("rtsp://user:p/ss@host/x", "rtsp://user:***@host/x"),
      ("https://token@host/", "https://***@host/"),
      ("rtsp://user:@host", "rtsp://user:***@host"),
      ("user:secret@host", "user:***@host"),
      ("-i 'rtmp://a:b@c/d' -f", "-i 'rtmp://a:***@c/d' -f"),
      ("rtsp://a:b@c,rtsp://d:e@f", "rtsp://a:***@c,rtsp://d:***@f"),
      ("http://h/x?user=me&password=abc&n=1", "http://h/x?user=me&password=***&n=1"),
      ("http://u:p@h/x?token=abc", "http://u:***@h/x?token=***"),
      ("PASSWORD=abc", "PASSWORD=***"), ("password=", "password="),
    ])
  func addresses(text: String, expected: String) {
    #expect(redacted(text) == expected)
  }

  @Test(
    "What holds no secret stays as it is",
    arguments: [
      "", "cam1", "rtmp://10.0.0.1:1935/live/cam1", "rtmp://host:1935/live/cam@2",
      "rtsp://[::1]:554/a@b", "2026-11-20T23:12:33.000", "mail me@example.org", "a=b&c=d",
      "http://host/path@2x.png", "12:30 @noon",
    ])
  func harmless(text: String) {
    #expect(redacted(text) == text)
  }

  private static let failedPull = record(
    "pullStreamFailed",
    #"{"localStreamName":"c","uri":{"fullUri":"rtsp:\/\/h\/x","fullUriWithAuth":"rtsp:\/\/u:pw9@h\/x","#
      + #""originalUri":"rtsp:\/\/u:pw9@h\/x","password":"pw9","parameters":{"token":["pw9"]},"#
      + #""userName":"u"},"empty":{"password":"","secret":null,"token":17}}"#)

  @Test("Formats for people hide secrets when they are told to, key by key")
  func lines() throws {
    var options = RenderOptions()
    options.redacts = true
    for format in OutputFormat.allCases where format != .raw {
      let output = rendered(Self.failedPull, as: format, options)
      #expect(!output.contains("pw9"), "\(format)")
    }
    #expect(
      rendered(Self.failedPull, as: .jsonl, options)
        == #"{"time":"2026-11-20T23:12:33.000Z","system":"ems","type":"pullStreamFailed","stream":"c","#
        + #""id":7,"logEntry":6,"timestamp":1795216353,"processId":42,"payload":{"localStreamName":"c","#
        + #""uri":{"fullUri":"rtsp://h/x","fullUriWithAuth":"***","originalUri":"rtsp://u:***@h/x","#
        + #""password":"***","parameters":{"token":["***"]},"userName":"u"},"#
        + #""empty":{"password":"","secret":null,"token":"***"}}}"# + "\n")
    options.fields = try FieldList.parse(["uri.password,uri.originalUri,empty.password"])
    #expect(
      rendered(Self.failedPull, as: .tsv, options)
        == "uri.password\turi.originalUri\tempty.password\n***\trtsp://u:***@h/x\t\n")
  }

  @Test("Nothing is hidden unless it is asked for")
  func unhidden() {
    #expect(rendered(Self.failedPull, as: .jsonl).contains(#""password":"pw9""#))
  }

  @Test("All parameters of setAuthentication are secret, and those of other commands are not")
  func authentication() {
    var options = RenderOptions()
    options.redacts = true
    let parameters = #","parameters":{"user":"bob","pw":"x1"}}"#
    #expect(
      rendered(
        record("cliRequest", #"{"command":"SETauthentication""# + parameters), as: .jsonl, options
      )
      .contains(#""parameters":{"user":"***","pw":"***"}"#))
    #expect(
      rendered(record("cliRequest", #"{"command":"pullStream""# + parameters), as: .jsonl, options)
        .contains(#""parameters":{"user":"bob","pw":"x1"}"#))
  }

  @Test("The stream key at the end of a push target is hidden, and the target is not")
  func streamKeys() {
    var options = RenderOptions()
    options.redacts = true
    let push = record(
      "outStreamCreated",
      #"{"name":"a","pushSettings":{"targetUri":"rtmp:\/\/live.example\/app\/abcd-1234","#
        + #""targetStreamName":"abcd-1234"},"tcUrl":"rtmp:\/\/h\/live\/cam1"}"#)
    let output = rendered(push, as: .jsonl, options)
    #expect(output.contains(#""targetUri":"rtmp://live.example/app/***","targetStreamName":"***""#))
    #expect(output.contains(#""tcUrl":"rtmp://h/live/cam1""#))
  }
}
