/// A log opened for reading, whether it is plain or gzip data.
///
/// What it is shows in its first bytes, never in its name.
public struct LogSource: ByteSource, ~Copyable {
  private var source: PeekableSource<OpenFile>
  private var inflater: Inflater?
  /// What the file system said when the file was opened.
  public let status: FileStatus
  /// How many NUL bytes at the start were skipped because they are a hole in the file.
  ///
  /// A log that was truncated while its writer went on has such a hole. The bytes that are read
  /// begin at this offset.
  public let leadingHole: Int64

  /// Looks at the first bytes of an open file.
  ///
  /// - Parameters:
  ///   - file: The file, before anything was read from it.
  ///   - namedGzip: Whether the name promises gzip data, so that anything else is an error.
  ///   - listed: For a discovered file what it was when it was found: it must still be a regular
  ///     file, and for root one of the same owner.
  /// - Throws: ``FileError`` if the file cannot be read or is not what it should be.
  init(
    _ file: consuming OpenFile, namedGzip: Bool, listed: FileStatus?
  ) throws(FileError) {
    let path = file.path
    let status = try file.status()
    if let listed {
      if status.kind != .regular { throw FileError(.open, path, .notRegular(status.kind)) }
      if POSIX.isPrivileged, status.owner != listed.owner {
        throw FileError(.open, path, .foreignOwner(status.owner))
      }
    }
    var source = PeekableSource(file)
    try source.peek(ForeignContent.headSize)
    if let content = ForeignContent(source.head) {
      throw FileError(.read, path, .foreign(content))
    }
    let magic: [UInt8] = [0x1f, 0x8b, 0x08]
    let head = source.head.prefix(3)
    var inflater: Inflater?
    if head.elementsEqual(magic) {
      inflater = try Inflater()
    } else if namedGzip, !head.isEmpty {
      // A file that is cut before the third byte is damaged gzip data rather than something else.
      guard head.elementsEqual(magic.prefix(head.count)) else {
        throw FileError(.read, path, .notGzip)
      }
      inflater = try Inflater()
    }
    var hole: Int64 = 0
    if status.kind == .regular, head.first == 0 {
      hole = source.base.skipLeadingHole()
      if hole > 0 { source.discardHead() }
    }
    self.source = source
    self.inflater = inflater
    self.status = status
    leadingHole = hole
  }

  /// Appends at least one byte of the log, inflated if need be, or nothing at the end.
  public mutating func read(into output: inout OutputSpan<UInt8>) throws(FileError) {
    if try inflater?.read(from: &source, into: &output) == nil {
      try source.read(into: &output)
    }
  }

  /// Whether the content is gzip data.
  public var isCompressed: Bool {
    switch inflater {
    case .some: true
    case .none: false
    }
  }

  /// How many bytes of the file were used, compressed if it is; for a progress bar.
  public var filePosition: Int64 { source.base.offset }

  /// The length of the file when it was opened; nil for anything but a regular file.
  public var fileSize: Int64? { status.kind == .regular ? status.size : nil }

  /// How the content ended; final once a read has appended nothing.
  public var end: SourceEnd {
    switch inflater {
    case .some(let inflater): inflater.end
    case .none: .clean
    }
  }
}
