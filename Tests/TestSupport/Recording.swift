import Foundation

/// Whether tests write down what they find in place of comparing it.
///
/// With `EMSLOG_RECORD=1` a test that compares with a file of the repository rewrites the file
/// **and fails**, so that new contents never pass unread: look at `git diff`, then run it again.
public enum Recording {
  /// Whether `EMSLOG_RECORD` asks for it.
  public static let isOn = ProcessInfo.processInfo.environment["EMSLOG_RECORD"] == "1"
}
