public import SystemPackage

/// A named pipe that is read for as long as its reader likes, however often its writers come and go.
public struct FollowedPipe: ~Copyable {
  private let path: FilePath
  private let descriptor: OwnedDescriptor
  private var isAtEnd = false

  /// So many bytes are read at once.
  private static let chunk = 64 << 10

  /// Opens a named pipe.
  ///
  /// - Throws: ``FileError``
  public init(_ path: FilePath) throws(FileError) {
    self.path = path
    do throws(Errno) {
      descriptor = OwnedDescriptor(try POSIX.openPipe(path))
    } catch {
      throw FileError(.open, path, error)
    }
  }

  /// Whether a path names a pipe.
  public static func isNamed(_ path: FilePath) -> Bool {
    (try? POSIX.status(of: path, following: true))?.kind == .fifo
  }

  /// How its content is begun with.
  public var opening: StreamOpening {
    let place = LogPlace(path)
    return StreamOpening(
      fileName: path.printable, set: place.set, instance: place.instance, isPart: false,
      isNew: true, offset: 0, leadingNULs: 0, head: [], annotation: "")
  }

  /// The bytes that are there, after a sleep until there are some, the time is over or a signal
  /// arrives.
  ///
  /// - Throws: ``FileError``, also when nobody reads the output any more.
  public mutating func bytes(
    within milliseconds: Int, output: Terminal.Stream
  ) throws(FileError) -> ContiguousArray<UInt8> {
    // The end of a pipe without a writer can be read again and again.
    let readiness = POSIX.wait(
      for: isAtEnd ? nil : descriptor.number, or: output.pipe,
      milliseconds: isAtEnd ? min(milliseconds, 100) : milliseconds)
    switch readiness {
    case .outputClosed: throw FileError(.write, FilePath(), .system(.brokenPipe))
    case .timeout where !isAtEnd: return []
    case .timeout, .readable: break
    }
    var failure: Errno?
    let bytes = ContiguousArray<UInt8>(capacity: Self.chunk) { output in
      do throws(Errno) {
        _ = try POSIX.readBytes(from: descriptor.number, into: &output)
      } catch {
        failure = error
      }
    }
    if let failure { throw FileError(.read, path, failure) }
    isAtEnd = bytes.isEmpty
    return bytes
  }
}
