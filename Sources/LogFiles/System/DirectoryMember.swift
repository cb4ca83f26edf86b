import SystemPackage

/// A member of a directory, as the listing names it: nothing was looked at yet.
struct DirectoryMember {
  let name: FilePath.Component
  /// The number of its file; some file systems that join others give a different one when asked.
  let inode: UInt64
}
