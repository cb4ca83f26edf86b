/// Where bytes come from: a file, standard input, or what gzip data inflates to.
///
/// This is the seam between the readers of this module and whoever wants bytes. It is crossed once
/// per chunk (64 KiB or so), so that neither dynamic dispatch nor a generic call shows in a profile,
/// and a test can put a source in between that fails or dribbles.
public protocol ByteSource: ~Copyable {
  /// Appends at least one byte, or nothing at the end.
  ///
  /// A source that has ended keeps appending nothing. A call that throws has appended nothing, so
  /// nothing that was read is lost with the error.
  ///
  /// - Parameter output: Takes the bytes; it must have free capacity.
  /// - Throws: ``FileError`` if the operating system refuses.
  mutating func read(into output: inout OutputSpan<UInt8>) throws(FileError)
}

/// How a source ended; it is final once a read has appended nothing.
public enum SourceEnd: Equatable, Sendable {
  /// Everything that the file holds was read.
  case clean
  /// Bytes that are no gzip data follow the last gzip member; they were counted, not read.
  ///
  /// `offset` is the place of the first of them in the compressed file.
  case trailingGarbage(offset: Int64, count: Int64)
  /// The gzip data is damaged; all bytes that came before the damage were delivered.
  case damaged(GzipDamage)
}
