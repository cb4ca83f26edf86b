/// What kind of thing a path names.
public enum FileKind: Sendable {
  case regular
  case directory
  case symbolicLink
  case fifo
  case socket
  case device
  case other

  /// With its article, for sentences.
  var phrase: String {
    switch self {
    case .regular: "a regular file"
    case .directory: "a directory"
    case .symbolicLink: "a symbolic link"
    case .fifo: "a FIFO"
    case .socket: "a socket"
    case .device: "a device"
    case .other: "no regular file"
    }
  }
}

/// Device and inode: two names with the same identity lead to one file at this moment.
///
/// An inode number is used again after its file is deleted, so this is a hint over time.
public struct FileIdentity: Hashable, Sendable {
  /// The number of the device.
  public var device: UInt64
  /// The number of the file on the device.
  public var inode: UInt64

  /// Creates an identity from its two numbers.
  public init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }
}

/// What the file system says about a file.
public struct FileStatus: Equatable, Sendable {
  /// What it is.
  public var kind: FileKind
  /// Which file it is.
  public var identity: FileIdentity
  /// Its length in bytes; of no meaning for anything but regular files.
  public var size: Int64
  /// The owner's user number.
  public var owner: UInt32
  /// The group number.
  public var group: UInt32
  /// The permission bits, 0o7777 at most.
  public var permissions: UInt32
  /// How many names the file has; 0 means that it is deleted but still open.
  public var linkCount: UInt64
  /// The last change of content, in nanoseconds since 1970.
  public var modifiedNanoseconds: Int64
  /// The last change of content or status, in nanoseconds since 1970.
  public var changedNanoseconds: Int64
}
