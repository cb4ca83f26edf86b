import LogFiles
import SystemPackage
import TestSupport
import Testing

@Suite("Reading gzip data")
struct GzipTests {
  static let first = (1...40).map { "\($0)\tstreamCreated\n" }.joined()
  static let second = (41...60).map { "\($0)\tstreamClosed\n" }.joined()
  static let text = Array((first + second).utf8)
  static let members = [Gzip.member(first), Gzip.member(second)]
  static let data = members[0] + members[1]

  /// What was decoded, and how it ended.
  private func inflate(
    _ bytes: some Sequence<UInt8>, chunk: Int = .max, capacity: Int = 64 << 10
  ) throws -> (bytes: [UInt8], end: SourceEnd) {
    var source = try GzipSource(FailingByteSource(bytes, chunk: chunk))
    let decoded = try readAll(&source, capacity: capacity)
    return (decoded, source.end)
  }

  @Test(
    "does not depend on how input and output are cut", arguments: [1, 2, 7, 4096], [1, 3, 65536])
  func chunks(chunk: Int, capacity: Int) throws {
    let result = try inflate(Self.data, chunk: chunk, capacity: capacity)
    #expect(result.bytes == Self.text)
    #expect(result.end == .clean)
  }

  @Test("reports every place where the data can be cut", arguments: [1, 4096])
  func truncation(chunk: Int) throws {
    let boundary = Self.members[0].count
    for count in 0..<Self.data.count {
      let result = try inflate(Self.data.prefix(count), chunk: chunk)
      #expect(Self.text.starts(with: result.bytes), "cut after \(count) bytes")
      if count >= boundary { #expect(result.bytes.starts(with: Self.first.utf8)) }
      let damage = GzipDamage(
        kind: .truncated, compressedOffset: Int64(count),
        uncompressedOffset: Int64(result.bytes.count), member: count < boundary ? 0 : 1)
      // Between two members nothing shows that there was a second one.
      #expect(
        result.end == (count == boundary ? .clean : .damaged(damage)), "cut after \(count) bytes")
    }
  }

  @Test("notices every bit that is flipped and matters")
  func bitFlips() throws {
    for bit in 0..<Self.data.count * 8 {
      var data = Self.data
      data[bit / 8] ^= 1 << (bit % 8)
      let result = try inflate(data)
      // The header's time, operating system and such are not covered by a checksum.
      if result.end == .clean { #expect(result.bytes == Self.text, "bit \(bit)") }
      let trailer = (Self.members[0].count - 8) * 8
      if bit >= trailer { #expect(result.bytes.starts(with: Self.first.utf8), "bit \(bit)") }
    }
  }

  @Test("delivers all bytes before it reports a wrong checksum or length")
  func trailer() throws {
    var data = Self.members[0]
    let checksum = data.count - 8
    data[checksum] ^= 1
    var result = try inflate(data)
    #expect(result.bytes == Array(Self.first.utf8))
    guard case .damaged(let damage) = result.end else {
      Issue.record("no damage")
      return
    }
    #expect(damage.kind == .checksumMismatch)
    #expect(damage.uncompressedOffset == Int64(Self.first.utf8.count))
    #expect(damage.member == 0)

    data = Self.data
    data[data.count - 1] ^= 1
    result = try inflate(data)
    #expect(result.bytes == Self.text)
    guard case .damaged(let damage) = result.end else {
      Issue.record("no damage")
      return
    }
    #expect(damage.kind == .lengthMismatch)
    #expect(damage.member == 1)
  }

  @Test("says where nonsense begins")
  func invalidData() throws {
    // Block type 3 does not exist; it is in the first byte after the ten of the header.
    let data = Array(Self.members[0].prefix(10)) + [0x07, 0, 0]
    let result = try inflate(data)
    #expect(result.bytes.isEmpty)
    guard case .damaged(let damage) = result.end else {
      Issue.record("no damage")
      return
    }
    #expect(damage.kind == .invalidData(reason: "invalid block type"))
    #expect((10...13).contains(damage.compressedOffset))
  }

  @Test("takes zeros after the last member for padding", arguments: [1, 512, 300_000])
  func padding(count: Int) throws {
    let result = try inflate(Self.data + Array(repeating: 0, count: count), chunk: 1000)
    #expect(result.bytes == Self.text)
    #expect(result.end == .clean)
  }

  @Test("reads a member after padding")
  func memberAfterPadding() throws {
    let result = try inflate(Self.members[0] + [0, 0, 0] + Self.members[1])
    #expect(result.bytes == Self.text)
    #expect(result.end == .clean)
  }

  @Test("counts garbage after the last member", arguments: [[], [0, 0]] as [[UInt8]], [1, 4096])
  func garbage(padding: [UInt8], chunk: Int) throws {
    let result = try inflate(Self.data + padding + Array("garbage".utf8), chunk: chunk)
    #expect(result.bytes == Self.text)
    let offset = Int64(Self.data.count + padding.count)
    #expect(result.end == .trailingGarbage(offset: offset, count: 7))
  }

  @Test("takes half a magic number for a member that was cut")
  func halfMagic() throws {
    let result = try inflate(Self.members[0] + [0x1f])
    #expect(result.bytes == Array(Self.first.utf8))
    guard case .damaged(let damage) = result.end else {
      Issue.record("no damage")
      return
    }
    #expect(damage.kind == .truncated)
    #expect(damage.member == 1)
  }

  @Test("passes many empty members")
  func emptyMembers() throws {
    let empty = Gzip.member("")
    var data: [UInt8] = []
    for _ in 0..<100_000 { data += empty }
    let result = try inflate(data + Gzip.member("x\n"))
    #expect(result.bytes == Array("x\n".utf8))
    #expect(result.end == .clean)
  }

  @Test("passes a file name of megabytes in the header")
  func hugeName() throws {
    let plain = Gzip.member("x\n")
    let header: [UInt8] = [0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]
    let name = Array(repeating: UInt8(ascii: "N"), count: 8 << 20)
    let result = try inflate(header + name + [0] + plain.dropFirst(10))
    #expect(result.bytes == Array("x\n".utf8))
    #expect(result.end == .clean)
  }

  @Test("does not unwrap gzip data inside gzip data")
  func nested() throws {
    let result = try inflate(Gzip.member(Self.data))
    #expect(result.bytes == Self.data)
  }

  @Test("inflates a million equal bytes without the input ending first")
  func bomb() throws {
    let result = try inflate(
      Gzip.member(repeatElement(UInt8(ascii: "A"), count: 1 << 20)), chunk: 100)
    #expect(result.bytes.count == 1 << 20)
    #expect(result.bytes.allSatisfy { $0 == UInt8(ascii: "A") })
    #expect(result.end == .clean)
  }

  @Test("loses nothing when a read fails and is tried again", arguments: 1...5)
  func failingRead(call: Int) throws {
    var source = try GzipSource(FailingByteSource(Self.data, chunk: 40, failingCall: call))
    var bytes: [UInt8] = []
    var failures = 0
    while true {
      do throws(FileError) {
        var chunk = ContiguousArray<UInt8>()
        var failure: FileError?
        chunk = ContiguousArray(capacity: 100) { output in
          do throws(FileError) {
            try source.read(into: &output)
          } catch {
            failure = error
          }
        }
        if let failure { throw failure }
        if chunk.isEmpty { break }
        bytes += chunk
      } catch {
        failures += 1
        #expect(error.reason == .system(.ioError))
      }
    }
    #expect(bytes == Self.text)
    #expect(failures == 1)
    #expect(source.end == .clean)
  }
}
