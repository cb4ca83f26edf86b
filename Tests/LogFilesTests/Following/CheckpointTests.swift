import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("A checkpoint")
struct CheckpointTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func written() throws -> Checkpoint {
    try folder.append(log(lines(0..<300)), to: "e.log")
    let poll = Polling(folder, "e.log")
    _ = try poll.run(output: folder.path("out"))
    try folder.append(log(lines(300..<900)), to: "e.log")
    _ = try poll.run(output: folder.path("out"))
    return try CheckpointFile(poll.checkpoint).load().checkpoint
  }

  @Test("is read as it was written")
  func roundTrip() throws {
    let checkpoint = try written()
    #expect(checkpoint.streams.count == 1)
    #expect(checkpoint.streams.first?.rungs.count == 1)
    #expect(checkpoint.outputs.events != nil)
    #expect(checkpoint.files.count == 1)
    #expect(try Checkpoint(text: checkpoint.text) == checkpoint)
  }

  @Test("keeps what a consumer wants to be told, line by line")
  func memory() throws {
    var checkpoint = try written()
    checkpoint.memory = ["metrics 1", "", "stream a  b ", "memory"]
    #expect(try Checkpoint(text: checkpoint.text) == checkpoint)
  }

  @Test("is refused when it was cut, at every byte")
  func cut() throws {
    let text = try written().text
    for count in 0..<text.utf8.count {
      let cut = String(decoding: Array(text.utf8).prefix(count), as: UTF8.self)
      #expect(throws: Checkpoint.Defect.self, "\(count) bytes") { try Checkpoint(text: cut) }
    }
  }

  @Test("is refused when any of its bytes was changed")
  func changed() throws {
    let bytes = Array(try written().text.utf8)
    for index in bytes.indices {
      var other = bytes
      other[index] ^= 1
      let text = String(decoding: other, as: UTF8.self)
      #expect(throws: Checkpoint.Defect.self, "byte \(index)") { try Checkpoint(text: text) }
    }
  }

  @Test(
    "is refused although its digest is right when it says",
    arguments: [
      "generation -1", "generation 99999999999999999999", "generation", "output 1 2 3",
      "stream 1 0 0:00 0:00 5 0:00 5 0 0 0 - -", "rung 7 1 1:00000000000000000000000000000000",
      "file 1 2 3 4 5 6 1", "file 1 2 3 4 5 6", "something else", "about 1 e.log",
    ])
  func nonsense(line: String) {
    let body = line + "\n"
    let digest = Fingerprint(of: body.utf8).digest.hexadecimal
    #expect(throws: Checkpoint.Defect.badLine(2)) {
      try Checkpoint(text: "emslog checkpoint 1 sha256 \(digest)\n" + body)
    }
  }

  @Test("of a later version is refused")
  func laterVersion() {
    #expect(throws: Checkpoint.Defect.otherVersion) {
      try Checkpoint(text: "emslog checkpoint \(Checkpoint.version + 1) sha256 0\n")
    }
  }

  @Test("forgets streams that have been gone for a month, and the oldest of too many")
  func forgetting() throws {
    var checkpoint = try written()
    checkpoint.files = [:]
    let now = checkpoint.streams[0].lastSeen
    checkpoint.forgetOld(now: now + 30 * 86_400, after: Checkpoint.memory)
    #expect(checkpoint.streams.count == 1)
    for number in 2...5000 {
      checkpoint.streams.append(checkpoint.streams[0])
      checkpoint.streams[number - 1].number = number
      checkpoint.streams[number - 1].lastSeen = now + Int64(number)
    }
    checkpoint.forgetOld(now: now + 6000, after: Checkpoint.memory)
    #expect(checkpoint.streams.count == Checkpoint.capacity)
    #expect(checkpoint.streams.map(\.number).min() == 5000 - Checkpoint.capacity + 1)
    checkpoint.forgetOld(now: now + 30 * 86_400 + 6000, after: Checkpoint.memory)
    #expect(checkpoint.streams.isEmpty)
  }
}

@Suite("A digest of a checkpoint")
struct ContentDigestTests {
  // FIPS 180-4: the digest of "abc" is ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 …
  @Test("is the first half of the SHA-256 of the bytes, in hexadecimal digits")
  func vector() {
    let fingerprint = Fingerprint(of: "abc".utf8)
    #expect(fingerprint.length == 3)
    #expect(fingerprint.digest.hexadecimal == "ba7816bf8f01cfea414140de5dae2223")
  }

  @Test("keeps the noughts that it begins with")
  func leadingNoughts() throws {
    let digits = "000000000000000a000000000000000b"
    #expect(try #require(ContentDigest(hexadecimal: digits)).hexadecimal == digits)
  }
}
