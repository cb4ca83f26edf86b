/// A file that is about to be read.
struct SourceStart {
  /// As the user knows it, and safe to print.
  var name: String
  /// True if it goes on with the log of the file before it: both are of one rotated set.
  var isContinuation: Bool
  /// The number of the server's run in the file's name.
  var instance: UInt64?
}
