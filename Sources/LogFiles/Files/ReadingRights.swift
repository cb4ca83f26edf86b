/// Whose files may be read without being asked for by name.
///
/// It restricts root only: somebody else's log directory must not make root's report show files that
/// its owner cannot read.
struct ReadingRights: Sendable {
  /// Whether the program runs with the rights of root.
  var isPrivileged: Bool
  /// The user who started it.
  var invokingUser: UInt32

  /// The rights of this process.
  static var current: ReadingRights {
    ReadingRights(isPrivileged: POSIX.isPrivileged, invokingUser: POSIX.invokingUser)
  }

  /// Whether a discovered file belongs to somebody who may put files there.
  ///
  /// That is the owner of the directory, root or the invoking user. Where the directory is writable
  /// for its group but not for everybody, it is also the group: many programs log as a user of
  /// their own into a directory that root owns.
  func allow(_ file: FileStatus, in directory: FileStatus) -> Bool {
    if !isPrivileged || isTrusted(file.owner) || file.owner == directory.owner { return true }
    return directory.permissions & 0o022 == 0o020 && file.group == directory.group
  }

  /// What happens to a symbolic link that a pattern matches.
  ///
  /// Root follows none: whoever may write to the directory could have it lead to a secret.
  var patternLinks: OpenFile.LinkPolicy { isPrivileged ? .refuse : .follow }

  private func isTrusted(_ user: UInt32) -> Bool { user == 0 || user == invokingUser }
}
