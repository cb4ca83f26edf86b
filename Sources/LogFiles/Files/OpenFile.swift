public import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A descriptor open for reading, closed when the value ends.
///
/// Read it from start to end as a ``ByteSource``, or anywhere with ``read(into:at:)``; the two do
/// not disturb each other. It stays readable when its name is moved or deleted.
public struct OpenFile: ByteSource, ~Copyable {
  /// What happens to a symbolic link at the end of the path.
  public enum LinkPolicy: Sendable {
    case follow
    case refuse
  }

  /// Whether opening may wait, as it does for a FIFO that nobody writes to.
  public enum WaitPolicy: Sendable {
    case wait
    case never
  }

  /// The file as the user named it; empty for standard input.
  public let path: FilePath
  private let descriptor: Int32
  private let closesAtEnd: Bool
  /// How many bytes were read from start to end so far, holes that were skipped included.
  public private(set) var offset: Int64 = 0

  private init(_ path: FilePath, descriptor: Int32, closesAtEnd: Bool) {
    self.path = path
    self.descriptor = descriptor
    self.closesAtEnd = closesAtEnd
  }

  /// Opens a file for reading.
  public init(
    _ path: FilePath, links: LinkPolicy = .follow, waiting: WaitPolicy = .wait
  ) throws(FileError) {
    let flags = Self.flags(links, waiting)
    do throws(Errno) {
      let descriptor = try POSIX.openForReading(path, flags: flags)
      self.init(path, descriptor: descriptor, closesAtEnd: true)
    } catch {
      throw FileError(.open, path, error)
    }
  }

  /// Opens a member of an open directory without following links or waiting.
  init(_ name: FilePath.Component, in directory: borrowing Directory) throws(FileError) {
    let path = directory.path.appending(name)
    do throws(Errno) {
      let descriptor = try POSIX.openForReading(
        FilePath(name), relativeTo: directory.descriptor, flags: Self.flags(.refuse, .never))
      self.init(path, descriptor: descriptor, closesAtEnd: true)
    } catch {
      throw FileError(.open, path, error)
    }
  }

  /// Standard input, which stays open when the value ends.
  public static var standardInput: OpenFile {
    OpenFile(FilePath(), descriptor: STDIN_FILENO, closesAtEnd: false)
  }

  deinit {
    if closesAtEnd { POSIX.close(descriptor: descriptor) }
  }

  private static func flags(_ links: LinkPolicy, _ waiting: WaitPolicy) -> Int32 {
    (links == .refuse ? O_NOFOLLOW : 0) | (waiting == .never ? O_NONBLOCK : 0) | O_NOCTTY
  }

  /// Appends what the next read gives: at least one byte, or nothing at the end.
  ///
  /// Interrupted calls are repeated, and a descriptor that does not block is waited for.
  public mutating func read(into output: inout OutputSpan<UInt8>) throws(FileError) {
    do throws(Errno) {
      offset += Int64(try POSIX.readBytes(from: descriptor, into: &output))
    } catch {
      throw FileError(.read, path, error)
    }
  }

  /// Appends bytes from anywhere in the file: at least one, or nothing at or behind the end.
  ///
  /// - Parameters:
  ///   - output: Takes the bytes; it must have free capacity.
  ///   - offset: Where to read, in bytes from the start of the file.
  /// - Throws: ``FileError``, also for a pipe, which has no positions.
  public func read(into output: inout OutputSpan<UInt8>, at offset: Int64) throws(FileError) {
    do throws(Errno) {
      _ = try POSIX.readBytes(from: descriptor, at: offset, into: &output)
    } catch {
      throw FileError(.read, path, error)
    }
  }

  /// What the file system says about the open file now.
  public func status() throws(FileError) -> FileStatus {
    do throws(Errno) {
      return try POSIX.status(of: descriptor)
    } catch {
      throw FileError(.inspect, path, error)
    }
  }

  /// Where the first bytes are that take room on the disk, at or after `offset`.
  ///
  /// A file that was truncated under a writer begins with a hole, which reads as NUL bytes but need
  /// not be read. If nothing but a hole follows, this is the file's size. On file systems that
  /// cannot tell, and for pipes, it is `offset`.
  ///
  /// - Complexity: Independent of the length of the hole.
  public func firstData(from offset: Int64) -> Int64 {
    do throws(Errno) {
      let position = try POSIX.seek(descriptor, to: 0, from: SEEK_CUR)
      defer { _ = try? POSIX.seek(descriptor, to: position, from: SEEK_SET) }
      do throws(Errno) {
        return try POSIX.seek(descriptor, to: offset, from: Self.seekData)
      } catch  where error == .noSuchAddressOrDevice {
        return max(offset, try POSIX.status(of: descriptor).size)
      }
    } catch {
      return offset
    }
  }

  /// Skips a hole at the very start, and returns its length in bytes, 0 if there is none.
  ///
  /// Bytes that were read already are skipped with it, so the caller drops them.
  mutating func skipLeadingHole() -> Int64 {
    do throws(Errno) {
      let start = try POSIX.seek(descriptor, to: 0, from: SEEK_CUR) - offset
      let data = firstData(from: start)
      guard data > start, data >= start + offset else { return 0 }
      _ = try POSIX.seek(descriptor, to: data, from: SEEK_SET)
      offset = data - start
      return offset
    } catch {
      return 0
    }
  }

  #if canImport(Darwin)
    private static let seekData = SEEK_DATA
  #else
    /// Behind `_GNU_SOURCE` in the C headers, so it is not imported.
    private static let seekData: Int32 = 3
  #endif
}
