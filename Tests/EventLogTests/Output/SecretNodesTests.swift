import TestSupport
import Testing

@testable import EventLog

@Suite("Finding of secret nodes")
struct SecretNodesTests {
  /// Runs `body` with each event of a log.
  private func withEvents(of log: String, _ body: (borrowing Event) -> Void) {
    var reader = EventReader(format: .json)
    let bytes = ContiguousArray(log.utf8)
    reader.forEach(in: bytes.span, body)
  }

  /// A record with so many members of a kind in its payload or beside it.
  private static func wide(_ width: Int, _ members: Members) -> String {
    let list = (0..<width).map { number in
      switch members {
      case .payload, .beside, .upload: "\"m\(number)\":\"v\""
      case .objects: "\"m\(number)\":{\"token\":\"v\"}"
      case .list: "\"v\""
      }
    }.joined(separator: ",")
    return switch members {
    case .payload, .objects: record("inStreamClosed", "{\(list)}")
    case .beside: record("inStreamClosed", more: list + ",")
    case .list: record("inStreamClosed", "{\"l\":[\(list)]}")
    case .upload: record("cliRequest", "{\(list),\"command\":\"setAuthentication\"}")
    }
  }

  enum Members: CaseIterable { case payload, beside, objects, list, upload }

  @Test("A record of many members is searched for secrets once", arguments: Members.allCases)
  func steps(members: Members) {
    for width in [10, 100, 1000, 10_000] {
      withEvents(of: Self.wide(width, members)) { event in
        var scratch = RenderScratch()
        scratch.redacts = true
        var output = ByteBuffer(capacity: 1024)
        output.append(jsonValue: Int(event.head.payloadNode), of: event, &scratch)
        output.append(extraMembersOf: event, &scratch)
        #expect(scratch.secrets.steps <= 2 * event.nodes.count, "\(width) members")

        var options = RenderOptions()
        options.redacts = true
        var survey = FieldSurvey(.json, options)
        let nothing = ContiguousArray<UInt8>()
        survey.take(event, source: nothing.span, into: &output)
        #expect(survey.stepsForSecrets <= 2 * event.nodes.count, "\(width) members")
      }
    }
  }

  /// Members of random names, some of them secret, and random depth.
  private static func randomObject(_ random: inout SeededGenerator, depth: Int = 0) -> String {
    let names = ["a", "pass", "PASSWORD", "cl\\u0069entSecret", "b", "auth\\u006f", "sec\\u0072et"]
    let members = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      let name = names.randomElement(using: &random) ?? "a"
      let value =
        switch Int.random(in: 0...(depth < 4 ? 4 : 2), using: &random) {
        case 0: "1"
        case 1: "true"
        case 2: "\"x\""
        case 3: randomObject(&random, depth: depth + 1)
        default: "[1,\(randomObject(&random, depth: depth + 1)),2]"
        }
      return "\"\(name)\":\(value)"
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  @Test(
    "What is in a secret object is secret, in whatever order it is asked for",
    arguments: Seed.all(200))
  func anyOrder(seed: Seed) {
    var random = SeededGenerator(seed)
    withEvents(of: record("inStreamClosed", Self.randomObject(&random))) { event in
      let secret: Set = ["pass", "password", "clientsecret", "secret"]
      let expected = (0..<event.nodes.count).map { number in
        (1..<event.nodes.count).contains { around in
          var key = ByteBuffer(capacity: 64)
          let node = event.nodes[around]
          key.append(decoding: event.keyBytes(node), style: node.keyStyle, dialect: event.dialect)
          return around <= number && number < Int(node.next)
            && secret.contains(String(copying: key.span).lowercased())
        }
      }
      var secrets = SecretNodes()
      secrets.begin(event)
      for number in 0..<event.nodes.count where Bool.random(using: &random) {
        #expect(secrets.contains(number, of: event) == expected[number])
      }
      for _ in 0..<50 {
        let number = Int.random(in: 0..<event.nodes.count, using: &random)
        #expect(secrets.contains(number, of: event) == expected[number])
      }
    }
  }

  @Test(
    "Names of secrets are known in every spelling that callers and services use",
    arguments: [
      "pass", "passwd", "pwd", "password", "passphrase", "jwt", "auth", "Authorization", "apikey",
      "api_key", "apiKey", "secret", "secretKey", "secret_key", "srtSecret", "srt_secret",
      "srtSecert", "srtPlaybackSecret", "srt_playback_secret", "clientSecret", "sign", "signature",
      "token", "subscriberCode", "streamKey", "stream_key",
    ])
  func names(name: String) {
    var options = RenderOptions()
    options.redacts = true
    let log = record("inStreamClosed", "{\"\(name)\":\"pw9\"}", more: "\"\(name)\":\"pw9\",")
    let output = rendered(log, as: .jsonl, options)
    #expect(output.contains("\"payload\":{\"\(name)\":\"***\"}"))
    #expect(output.contains("\"extra\":{\"\(name)\":\"***\"}"))
  }

  @Test(
    "Names that only look like those of secrets are shown",
    arguments: ["pas", "passed", "author", "signal", "design", "keys", "secs", "tokens", "apikeys"])
  func harmless(name: String) {
    var options = RenderOptions()
    options.redacts = true
    let output = rendered(record("inStreamClosed", "{\"\(name)\":\"v\"}"), as: .jsonl, options)
    #expect(output.contains("\"\(name)\":\"v\""))
  }
}
