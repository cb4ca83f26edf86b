public import SystemPackage

/// Where a log stands among others, as far as its path tells: its rotated set, and its place in that.
///
/// The order is that of reading: sets by name, and within a set the oldest file first.
public struct LogPlace: Hashable, Sendable {
  /// The rotated set that it belongs to.
  public let set: SetKey
  /// Its place in the set.
  public let order: RotationOrder
  /// Its path.
  public let path: FilePath

  /// The place of a log with this path; nothing is looked at.
  public init(_ path: FilePath) {
    let name = RotatedName(path.lastComponent?.bytes ?? [])
    self.init(
      set: SetKey(
        directory: path.removingLastComponent(), name: name.setName, instance: name.instance),
      order: name.order, path: path)
  }

  /// The number of the server's run in the name; nil if the file may be of any run.
  public var instance: UInt64? {
    if let instance = set.instance { return instance }
    return order.creator > 0 ? order.creator : nil
  }

  init(set: SetKey, order: RotationOrder, path: FilePath) {
    (self.set, self.order, self.path) = (set, order, path)
  }
}

extension LogPlace: Comparable {
  /// Whether a log is read before another that was found together with it.
  public static func < (left: LogPlace, right: LogPlace) -> Bool {
    if left.set != right.set { return left.set < right.set }
    if left.order != right.order { return left.order < right.order }
    return precedesNaturally(left.path.bytes, right.path.bytes)
  }
}
