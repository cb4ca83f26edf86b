import Foundation
public import Testing

/// The optional specification of webhooks, with samples and what they have to give.
///
/// It is `$EMSLOG_WEBHOOKS` if that is set, else `../shared/spec/webhooks` seen from the package. Tests
/// that want it are skipped with a sentence where there is none, as those of ``Corpus`` are.
public enum WebhookSpecification {
  /// The absolute path of the folder, or nil where there is none.
  public static let path: String? = {
    let named = ProcessInfo.processInfo.environment["EMSLOG_WEBHOOKS"]
    let candidate = named ?? PackageRoot.path(of: "../shared/spec/webhooks")
    return FileManager.default.fileExists(atPath: candidate + "/webhooks.md") ? candidate : nil
  }()

  /// Whether there is one to read.
  public static var isPresent: Bool { path != nil }

  /// Why a test that reads it was skipped.
  public static let absence: Comment =
    "There is no specification of webhooks: set EMSLOG_WEBHOOKS to its folder to run this test."

  /// What one line of a sample has to give.
  public struct Row: Sendable {
    /// The sample's name, and the line in it, from 1.
    public let file: String, line: Int
    /// `fastpix` or `antmedia`.
    public let provider: String
    /// `event`, or what it is instead.
    public let kind: String
    /// The event's name; its resource, id and time, each empty where there is none.
    public let event: String, subject: String, id: String, time: String
  }

  /// The rows about a sample.
  public static func rows(of file: String) throws -> [Row] {
    let table = try text(of: (path ?? "") + "/samples/expected.tsv")
    return table.split(separator: "\n").dropFirst().compactMap { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard cells.count >= 8, cells[0] == file else { return nil }
      return Row(
        file: cells[0], line: Int(cells[1]) ?? 0, provider: cells[2], kind: cells[3],
        event: cells[4], subject: cells[5], id: cells[6], time: cells[7])
    }
  }

  /// The bytes of a file in the folder.
  public static func contents(of file: String) throws -> [UInt8] {
    try TestSupport.contents(of: (path ?? "") + "/" + file)
  }
}
