// Real files for tests. Each `unsafe` passes a path or a buffer to a system call that copies it.

package import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A directory that is removed with everything in it when the value ends.
package final class TemporaryDirectory: Sendable {
  /// The directory's own path.
  package let path: FilePath

  /// Creates an empty directory under `/tmp`.
  package init() throws(Errno) {
    // mkdtemp(3) puts letters of its own in the place of six capitals X.
    var template = Array(("/tmp/emslog-test-" + String(repeating: "X", count: 6)).utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map {
        unsafe FilePath(platformString: $0)
      }
    }
    guard let made else { throw Errno(rawValue: errno) }
    path = made
  }

  deinit {
    Self.remove(path)
  }

  /// Removes a file, or a directory with everything in it; links are not followed.
  private static func remove(_ path: FilePath) {
    if unsafe path.withPlatformString({ unsafe unlink($0) }) == 0 { return }
    if let stream = unsafe path.withPlatformString({ unsafe opendir($0) }) {
      while let entry = unsafe readdir(stream) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
          unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 1) { characters in
            unsafe FilePath.Component(platformString: characters)
          }
        }
        if let name, name.kind == .regular { remove(path.appending(name)) }
      }
      unsafe closedir(stream)
    }
    _ = unsafe path.withPlatformString { unsafe rmdir($0) }
  }

  /// The path of a name in the directory.
  package func path(_ name: String) -> FilePath { path.appending(name) }

  /// Writes a file, replacing one that exists.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> FilePath {
    try write(bytes, to: path(name))
  }

  /// Writes a file whose path need not be UTF-8.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to path: FilePath) throws -> FilePath {
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead])
    try file.closeAfter { _ = try file.writeAll(bytes) }
    return path
  }

  /// Writes a text file.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> FilePath {
    try write(text.utf8, to: name)
  }

  /// Makes a file longer without writing: what is added is a hole.
  package func extend(_ name: String, to size: Int64) throws {
    let file = try FileDescriptor.open(
      path(name), .writeOnly, options: .create, permissions: .ownerReadWrite)
    try file.closeAfter { try file.resize(to: size) }
  }

  /// Writes bytes at the end of a file.
  package func append(_ bytes: some Sequence<UInt8>, to name: String) throws {
    let file = try FileDescriptor.open(
      path(name), .writeOnly, options: [.append, .create],
      permissions: [.ownerReadWrite, .groupRead])
    try file.closeAfter { _ = try file.writeAll(bytes) }
  }

  /// Creates a directory inside.
  package func makeDirectory(_ name: String, mode: UInt32 = 0o755) throws(Errno) {
    try check(unsafe path(name).withPlatformString { unsafe mkdir($0, mode_t(mode)) })
    // The mask of the process does not matter here.
    try check(unsafe path(name).withPlatformString { unsafe chmod($0, mode_t(mode)) })
  }

  /// Creates a FIFO.
  package func makeFIFO(_ name: String) throws(Errno) {
    try check(unsafe path(name).withPlatformString { unsafe mkfifo($0, 0o600) })
  }

  /// Creates a symbolic link.
  package func link(_ name: String, to target: String) throws(Errno) {
    try check(unsafe path(name).withPlatformString { unsafe symlink(target, $0) })
  }

  /// Gives a file a second name.
  package func hardLink(_ name: String, to target: String) throws(Errno) {
    let other = path(name)
    try check(
      unsafe path(target).withPlatformString { from in
        unsafe other.withPlatformString { unsafe linkFile(from, $0) }
      })
  }

  /// Renames a file, replacing one that has the new name.
  package func rename(_ name: String, to other: String) throws(Errno) {
    let target = path(other)
    try check(
      unsafe path(name).withPlatformString { from in
        unsafe target.withPlatformString { unsafe renameFile(from, $0) }
      })
  }

  /// Removes a file.
  package func delete(_ name: String) throws(Errno) {
    try check(unsafe path(name).withPlatformString { unsafe unlink($0) })
  }

  /// Changes the permission bits.
  package func setPermissions(_ mode: UInt32, of name: String) throws(Errno) {
    try check(unsafe path(name).withPlatformString { unsafe chmod($0, mode_t(mode)) })
  }

  /// Gives a file to another user and group, which only root can.
  package func setOwner(_ user: UInt32, group: UInt32, of name: String) throws(Errno) {
    try check(unsafe path(name).withPlatformString { unsafe chown($0, user, group) })
  }

  /// Whether the tests run as root.
  package static var isRoot: Bool { geteuid() == 0 }

  private func check(_ result: Int32) throws(Errno) {
    if result != 0 { throw Errno(rawValue: errno) }
  }
}

/// `link`, which a method of the class hides.
private func linkFile(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
  unsafe link(from, to)
}

/// `rename`, which a method of the class hides.
private func renameFile(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
  unsafe rename(from, to)
}
