import EventLog
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import emslog

@Suite("Secrets of webhooks")
struct WebhookSecretsTests {
  private static let old = "b2xkLXNlY3JldC1vZi0zMi1ieXRlcy0wMDAwMDAwMDE="
  private static let new = "bmV3"
  private static let body = #"{"type":"video.media.ready","id":"e-1","data":{},"workspace":{}}"#
  /// Signatures of ``body``, computed with Python's `hmac`.
  private static let signedByOld = "OHgWosKtITcV1ylCkYX0fgBdjYt4uu3J+UTUXwYJmmI="
  private static let signedByNew = "Kce3Z7Pza7c7i3AnPjNYBj6/OTD/z32ELOyJK2GOrJ8="

  private func isValid(
    _ signature: String, of body: some Sequence<UInt8>, under secrets: String
  ) throws -> Bool {
    try WebhookSecrets(secrets.utf8).isValid(
      ContiguousArray(signature.utf8), body: ContiguousArray(body))
  }

  private func isValid(_ signature: String, under secrets: String) throws -> Bool {
    try isValid(signature, of: Self.body.utf8, under: secrets)
  }

  @Test("sign the bytes of a body, whatever they are")
  func bytes() throws {
    #expect(try isValid(Self.signedByNew, under: Self.new))
    #expect(
      try isValid(
        "aopb/hS+wdMvrB2o82MaU/HasnOyRKr7RReGnV49Kw4=", of: #"{"t":"Été 🎬"}"#.utf8,
        under: Self.new))
    #expect(
      try isValid(
        "8JBcMzq5BBasxZAHLp0GY5iqv7FYpvAPR6f+45tOKAk=", of: UInt8.min...UInt8.max,
        under: Self.new))
  }

  @Test("that are longer than a block of the hash sign too")
  func longKey() throws {
    let secret = String(repeating: "eHh4", count: 33) + "eA=="
    #expect(try isValid("fG+EOJJkDRe0Rq7HnKKgkUkbxPJ8yMQpPxJ0BxpfUiQ=", under: secret))
  }

  @Test("do not sign the line end behind a body")
  func lineEnd() throws {
    let signature = "9ISBNaNJU9KxaT3x+nz9Qzvml/9MuTelnXPu27tPAAs="
    #expect(try isValid(signature, of: (Self.body + "\n").utf8, under: Self.new))
    #expect(try !isValid(signature, under: Self.new))
    #expect(try !isValid(Self.signedByNew, of: (Self.body + "\n").utf8, under: Self.new))
  }

  @Test("that were in force before a rotation are accepted as long as they are in the file")
  func rotation() throws {
    let both = "# since Monday\n\(Self.new)\r\n\n  \(Self.old)\n"
    #expect(try isValid(Self.signedByNew, under: both))
    #expect(try isValid(Self.signedByOld, under: both))
    #expect(try !isValid(Self.signedByOld, under: Self.new))
    #expect(try !isValid(Self.signedByNew, under: Self.old))
  }

  @Test("and signatures may have any bits behind the last byte, and no padding")
  func strayBits() throws {
    for letter in ["E", "F", "G", "H"] {
      #expect(try isValid(Self.signedByOld, under: Self.old.dropLast(2) + letter + "="))
      #expect(try isValid(Self.signedByOld, under: Self.old.dropLast(2) + letter))
    }
    #expect(try !isValid(Self.signedByOld, under: Self.old.dropLast(2) + "I="))
    // The last letter of the signature is I, 001000; the bits of a byte are its first four.
    #expect(try isValid(Self.signedByOld.dropLast(2) + "L=", under: Self.old))
    #expect(try isValid(" \(Self.signedByOld) ", under: Self.old))
    #expect(try !isValid(Self.signedByOld.dropLast(2) + "M=", under: Self.old))
  }

  @Test("are no text: a secret that is not decoded signs otherwise")
  func keyAsText() throws {
    #expect(try !isValid("TZSk8588APfgdmtwyclZHQpYW2pnyv+ofjZ8yMe8GEk=", under: Self.new))
  }

  @Test(
    "do not accept a signature of another kind",
    arguments: [
      "", "=", "Kce3", "t=1794994242,v1=29667e345a7aba1cbcda0a853b8dfa457b6e2eabdb18a83f24622fcf",
      "29c7b767b3f36bb73b8b70273e3358063ebf3930ffcf7d842cec892b618eac9f",
      "Kce3Z7Pza7c7i3AnPjNYBj6/OTD/z32ELOyJK2GOrJ8=Kce3",
      "Kce3Z7Pza7c7i3AnPjNYBj6/OTD/z32ELOyJK2GO",
    ])
  func others(signature: String) throws {
    #expect(try !isValid(signature, under: Self.new))
  }

  @Test("stay out of descriptions, dumps and errors")
  func silence() throws {
    let secrets = try WebhookSecrets("\(Self.old)\n\(Self.new)\n".utf8)
    var dumped = ""
    dump(secrets, to: &dumped)
    for text in ["\(secrets)", String(reflecting: secrets), dumped] {
      #expect(text.contains("2") && !text.contains("b2xk") && !text.contains("old-secret"))
    }
    let error = #expect(throws: WebhookSecrets.Defect.self) {
      try WebhookSecrets("\(Self.new)\nnot*base64\n".utf8)
    }
    #expect(error == WebhookSecrets.Defect(problem: "line 2 is not base64, as secrets are"))
    for nothing in ["", "\n# none\n"] {
      #expect(throws: WebhookSecrets.Defect(problem: "there is no secret in it")) {
        try WebhookSecrets(nothing.utf8)
      }
    }
  }

  @Test("in a file that others can read are used, with a warning")
  func rights() throws {
    let folder = try TemporaryDirectory()
    try folder.write(Array("\(Self.new)\n".utf8), to: "secret")
    let path = FilePath(folder.path.string + "/secret")
    for (permissions, warnings) in [(0o600, 0), (0o640, 1), (0o644, 1)] {
      try FileManager.default.setAttributes(
        [.posixPermissions: permissions], ofItemAtPath: path.string)
      #expect(try WebhookSecrets(path: path).warnings.count == warnings)
    }
  }

  private struct Vectors: Decodable {
    struct Vector: Decodable {
      var name: String
      var bodyUtf8: String
      var base64: String
      var keyHex: String
    }
    struct Mux: Decodable { var header: String }
    var secretBase64: String
    var keyText: String
    var vectors: [Vector]
    var muxForComparison: Mux
  }

  @Test(
    "verify every vector of the specification",
    .enabled(if: WebhookSpecification.isPresent, WebhookSpecification.absence))
  func vectors() throws {
    let file = try JSONDecoder().decode(
      Vectors.self, from: Data(WebhookSpecification.contents(of: "samples/signature_vectors.json")))
    #expect(file.vectors.count == 6)
    #expect(Base64.decoded(file.secretBase64.utf8) == Array(file.keyText.utf8))
    let bodies = Dictionary(grouping: file.vectors, by: \.bodyUtf8)
    for vector in file.vectors {
      // The one whose key was not decoded has to fail under the secret, and to hold under that key.
      let key = stride(from: 0, to: vector.keyHex.count, by: 2).compactMap { offset in
        UInt8(vector.keyHex.dropFirst(offset).prefix(2), radix: 16)
      }
      let isDecoded = key == Array(file.keyText.utf8)
      #expect(
        try isValid(vector.base64, of: vector.bodyUtf8.utf8, under: file.secretBase64) == isDecoded,
        "\(vector.name)")
      #expect(
        try isValid(
          vector.base64, of: vector.bodyUtf8.utf8, under: Data(key).base64EncodedString()),
        "\(vector.name)")
      for (body, others) in bodies where body != vector.bodyUtf8 && others.count > 0 {
        #expect(try !isValid(vector.base64, of: body.utf8, under: file.secretBase64))
      }
      let mux = String(file.muxForComparison.header.dropFirst("mux-signature: ".count))
      #expect(try !isValid(mux, of: vector.bodyUtf8.utf8, under: file.secretBase64))
    }
  }
}
