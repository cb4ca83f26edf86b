package import LogFiles
import SystemPackage

/// Bytes in memory that arrive in short reads, and an error where the test wants one.
package struct FailingByteSource: ByteSource, ~Copyable {
  private let bytes: ContiguousArray<UInt8>
  private let chunk: Int
  private let failingCall: Int?
  private var position = 0
  /// How often the source was read.
  package private(set) var calls = 0

  /// Creates a source.
  ///
  /// - Parameters:
  ///   - bytes: What there is to read.
  ///   - chunk: The most that one call gives.
  ///   - failingCall: Which call fails, counted from 1; later ones do not.
  package init(_ bytes: some Sequence<UInt8>, chunk: Int = .max, failingCall: Int? = nil) {
    self.bytes = ContiguousArray(bytes)
    self.chunk = chunk
    self.failingCall = failingCall
  }

  /// Appends the next bytes, or fails.
  package mutating func read(into output: inout OutputSpan<UInt8>) throws(FileError) {
    calls += 1
    if calls == failingCall { throw FileError(.read, "test", .system(.ioError)) }
    let count = min(chunk, bytes.count - position, output.freeCapacity)
    for byte in bytes[position..<position + count] { output.append(byte) }
    position += count
  }
}

/// Everything a source has, read in pieces of `capacity` bytes.
package func readAll<Source: ByteSource & ~Copyable>(
  _ source: inout Source, capacity: Int = 64 << 10
) throws(FileError) -> [UInt8] {
  var all: [UInt8] = []
  while true {
    var failure: FileError?
    let chunk = ContiguousArray<UInt8>(capacity: capacity) { output in
      do throws(FileError) {
        try source.read(into: &output)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    if chunk.isEmpty { return all }
    all += chunk
  }
}
