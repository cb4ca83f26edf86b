/// The inflated content of a file for comparisons, with the NULs at its start only counted.
///
/// A hole at the start of a log reads as NULs once the log is compressed, so both count alike.
struct ContentReader: ~Copyable {
  /// How the contents of two files relate.
  enum Relation {
    case different
    case equal
    case firstIsPrefix
    case secondIsPrefix
  }

  /// What two files that begin alike have in common.
  struct Head: Hashable {
    var leadingNULs: Int64
    var bytesHash: Int
  }

  private static let headSize = 4096
  private static let chunkSize = 64 << 10
  /// So many NULs are read to get past them; files with more are not compared.
  private static let maximumNULs: Int64 = 64 << 20

  private var source: LogSource
  private var chunk: ContiguousArray<UInt8> = []
  private var leadingNULs: Int64 = 0
  private var hasEnded = false
  /// Whether something was read that tells the log from all others.
  private var distinction = DistinctionSearch()

  /// Whether what was compared tells the log from all others.
  var isDistinctive: Bool { distinction.hasFound }

  /// Opens the file; nil if that fails, which whoever reads the file will report.
  init?(_ file: InputFile) {
    do throws(FileError) {
      source = try file.open()
    } catch {
      return nil
    }
  }

  /// A fingerprint of the first bytes; nil if there are none or they cannot be read.
  mutating func head() -> Head? {
    guard start(), !chunk.isEmpty else { return nil }
    return Head(leadingNULs: leadingNULs, bytesHash: chunk.hashValue)
  }

  /// Whether the file is gzip data.
  var isCompressed: Bool { source.isCompressed }

  /// What stays if two files are equal: the lower rank.
  var rank: Int {
    switch source.end {
    case .clean: source.isCompressed ? 1 : 0
    case .trailingGarbage: 2
    case .damaged: 3
    }
  }

  /// Reads both files until they differ or one ends.
  static func compare(_ first: inout ContentReader, _ second: inout ContentReader) -> Relation {
    guard first.start(), second.start(), first.leadingNULs == second.leadingNULs else {
      return .different
    }
    while true {
      let (left, right) = (first.chunk, second.chunk)
      guard left.count == right.count else {
        let shorter = left.count < right.count ? left : right
        guard left.starts(with: shorter), right.starts(with: shorter) else { return .different }
        first.distinction.take(shorter)
        return left.count < right.count ? .firstIsPrefix : .secondIsPrefix
      }
      if left != right { return .different }
      if left.isEmpty { return .equal }
      first.distinction.take(left)
      second.distinction = first.distinction
      guard first.fill(chunkSize), second.fill(chunkSize) else { return .different }
    }
  }

  /// Reads the first chunk that is not all NUL.
  private mutating func start() -> Bool {
    leadingNULs = source.leadingHole
    repeat {
      guard fill(Self.headSize) else { return false }
      let content = chunk.firstIndex { $0 != 0 } ?? chunk.count
      leadingNULs += Int64(content)
      chunk.removeFirst(content)
      if !chunk.isEmpty {
        // Fill up again, so that equal contents give equal chunks.
        let rest = chunk
        guard fill(Self.headSize - rest.count) else { return false }
        chunk = rest + chunk
        return true
      }
    } while !hasEnded && leadingNULs - source.leadingHole < Self.maximumNULs
    return hasEnded
  }

  /// Reads `count` bytes; fewer only at the end.
  private mutating func fill(_ count: Int) -> Bool {
    var failed = false
    chunk = ContiguousArray(capacity: count) { output in
      do throws(FileError) {
        while output.freeCapacity > 0 {
          let before = output.count
          try source.read(into: &output)
          if output.count == before { break }
        }
      } catch {
        failed = true
      }
    }
    hasEnded = chunk.count < count
    return !failed
  }
}
