/// What the gzip data of another source inflates to.
///
/// Damage is not thrown: all bytes that can be decoded are delivered first, then the source ends and
/// ``end`` says why. Several members are read as one; gzip data inside gzip data is not unwrapped.
public struct GzipSource<Base: ByteSource & ~Copyable>: ByteSource, ~Copyable {
  private var base: Base
  private var inflater: Inflater

  /// Creates a source that inflates `base`, which must begin with a gzip header.
  public init(_ base: consuming Base) throws(FileError) {
    self.base = base
    inflater = try Inflater()
  }

  /// Appends at least one inflated byte, or nothing at the end.
  public mutating func read(into output: inout OutputSpan<UInt8>) throws(FileError) {
    try inflater.read(from: &base, into: &output)
  }

  /// How the data ended; final once a read has appended nothing.
  public var end: SourceEnd { inflater.end }

  /// How many compressed bytes were used so far.
  public var compressedOffset: Int64 { inflater.compressedOffset }
}
