public import Testing

/// A way to cut an input into the chunks in which it arrives.
///
/// What is read must not depend on it:
/// ```swift
/// @Test("does not depend on where chunks are cut", arguments: ChunkCutter.all)
/// ```
public enum ChunkCutter: Equatable, Sendable, CustomTestStringConvertible {
  /// Chunks of this many bytes, the last one perhaps shorter.
  case size(Int)
  /// Chunks of 0 to 40 bytes, with a long one now and then.
  case random(Seed)

  /// Every size from 1 to 9, a power of two, everything at once, and four random cuts.
  public static let all: [ChunkCutter] =
    (1...9).map { .size($0) } + [.size(4096), .size(.max)] + Seed.all(4).map { .random($0) }

  /// The chunks, in order; together they are `bytes`.
  public func cut(_ bytes: [UInt8]) -> [[UInt8]] {
    switch self {
    case .size(let size):
      return stride(from: 0, to: bytes.count, by: min(size, max(bytes.count, 1))).map {
        Array(bytes[$0..<min($0 + min(size, bytes.count), bytes.count)])
      }
    case .random(let seed):
      var random = SeededGenerator(seed)
      var chunks: [[UInt8]] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let longest = Int.random(in: 0..<8, using: &random) == 0 ? 5_000 : 40
        let chunk = rest.prefix(Int.random(in: 0...longest, using: &random))
        chunks.append(Array(chunk))
        rest = rest.dropFirst(chunk.count)
      }
      return chunks
    }
  }

  /// What a failure shows.
  public var testDescription: String {
    switch self {
    case .size(.max): "in one chunk"
    case .size(let size): "in chunks of \(size)"
    case .random(let seed): "cut at random, \(seed.testDescription)"
    }
  }
}
