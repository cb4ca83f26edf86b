// The one structure whose fields are named and typed differently from system to system.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension FileStatus {
  init(_ record: stat) {
    #if canImport(Darwin)
      let modified = record.st_mtimespec
      let changed = record.st_ctimespec
    #else
      let modified = record.st_mtim
      let changed = record.st_ctim
    #endif
    self.init(
      kind: FileKind(mode: mode_t(record.st_mode)),
      identity: FileIdentity(
        device: UInt64(truncatingIfNeeded: record.st_dev), inode: UInt64(record.st_ino)),
      size: Int64(record.st_size),
      owner: record.st_uid,
      group: record.st_gid,
      permissions: UInt32(record.st_mode) & 0o7777,
      linkCount: UInt64(record.st_nlink),
      modifiedNanoseconds: modified.nanoseconds,
      changedNanoseconds: changed.nanoseconds)
  }
}

extension FileKind {
  fileprivate init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regular
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .symbolicLink
    case S_IFIFO: self = .fifo
    case S_IFSOCK: self = .socket
    case S_IFCHR, S_IFBLK: self = .device
    default: self = .other
    }
  }
}

extension timespec {
  /// Since 1970; a clock that is out of range gives a wrong number rather than a trap.
  fileprivate var nanoseconds: Int64 { Int64(tv_sec) &* 1_000_000_000 &+ Int64(tv_nsec) }
}
