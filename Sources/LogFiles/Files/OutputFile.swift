public import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A descriptor open for writing: standard output, standard error or a file.
///
/// Nothing is buffered. A file is closed when the value ends.
public struct OutputFile: ~Copyable {
  /// What happens to a file that exists.
  public enum Existing: Sendable {
    case replace
    case append
  }

  /// The file as the user named it; empty for the standard streams.
  public let path: FilePath
  private let descriptor: Int32
  private let closesAtEnd: Bool
  /// How many bytes were handed to the kernel so far, also by a write that then failed.
  public private(set) var writtenCount: Int64 = 0

  private init(_ path: FilePath, descriptor: Int32, closesAtEnd: Bool) {
    self.path = path
    self.descriptor = descriptor
    self.closesAtEnd = closesAtEnd
  }

  /// Creates a file, or opens the one that exists.
  public init(_ path: FilePath, existing: Existing = .replace) throws(FileError) {
    do throws(Errno) {
      let flags = existing == .replace ? O_TRUNC : O_APPEND
      let descriptor = try POSIX.openForWriting(path, flags: flags)
      self.init(path, descriptor: descriptor, closesAtEnd: true)
    } catch {
      throw FileError(.write, path, error)
    }
  }

  /// Standard output, which stays open when the value ends.
  public static var standardOutput: OutputFile {
    OutputFile(FilePath(), descriptor: STDOUT_FILENO, closesAtEnd: false)
  }

  /// Standard error, which stays open when the value ends.
  public static var standardError: OutputFile {
    OutputFile(FilePath(), descriptor: STDERR_FILENO, closesAtEnd: false)
  }

  deinit {
    if closesAtEnd { POSIX.close(descriptor: descriptor) }
  }

  /// True if the next bytes are added to a file that ends in the middle of a line, as a run that was
  /// killed or a full disk leaves it.
  public var isWithinLine: Bool {
    guard POSIX.appends(descriptor), let status = try? POSIX.status(of: descriptor),
      status.kind == .regular, status.size > 0,
      let reader = try? OwnedDescriptor(POSIX.openForReading(FilePath("/dev/fd/\(descriptor)"))),
      (try? POSIX.status(of: reader.number))?.identity == status.identity
    else { return false }
    let last = ContiguousArray<UInt8>(capacity: 1) { output in
      _ = try? POSIX.readBytes(from: reader.number, at: status.size - 1, into: &output)
    }
    return last.first.map { $0 != UInt8(ascii: "\n") } ?? false
  }

  /// Writes all the bytes, however many calls that takes.
  ///
  /// - Throws: ``FileError``; ask ``FileError/isClosedPipe`` before saying anything about it.
  public mutating func write(_ bytes: Span<UInt8>) throws(FileError) {
    var written = 0
    do throws(Errno) {
      while written < bytes.count {
        let count = try POSIX.writeBytes(
          bytes.extracting(written..<bytes.count), to: descriptor)
        written += count
        writtenCount += Int64(count)
      }
    } catch {
      throw FileError(.write, path, error)
    }
  }

  /// Returns when everything written has reached the disk.
  public func synchronize() throws(FileError) {
    do throws(Errno) {
      try POSIX.synchronize(descriptor)
    } catch {
      throw FileError(.synchronize, path, error)
    }
  }
}
