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
      try Checkpoint(text: "emslog checkpoint 2 sha256 0\n")
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

@Suite("SHA-256 gives the digests of FIPS 180-4 for")
struct SHA256Tests {
  private func digest(_ text: some Sequence<UInt8>) -> String {
    var hash = SHA256()
    for byte in text { hash.append(byte) }
    return hash.digest().map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  @Test("nothing, three bytes and two blocks")
  func vectors() {
    #expect(
      digest([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      digest("abc".utf8) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }
}
