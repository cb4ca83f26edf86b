/// What a log is called for as long as it is read, whatever rotation does to the names of its files.
public struct LogName: Hashable, Sendable {
  /// What the logs of all runs of one server have in common: a directory, and a part of the names.
  public var group: ContiguousArray<UInt8>
  /// The number of the run in the names of the files, where each run writes files of its own.
  public var run: UInt64?

  /// Creates a name.
  public init(group: ContiguousArray<UInt8>, run: UInt64? = nil) {
    self.group = group
    self.run = run
  }
}
