import Foundation
public import Testing

/// An optional folder of logs that real servers wrote, too large to be part of the repository.
///
/// It is `$EMSLOG_CORPUS` if that is set, else `../shared/corpus/ems` seen from the package. A test
/// that wants it is skipped with a sentence where there is none:
/// ```swift
/// @Test("reads every corpus file", .enabled(if: Corpus.isPresent, Corpus.absence))
/// ```
public enum Corpus {
  /// The absolute path of the folder, or nil where there is none.
  public static let path: String? = {
    let named = ProcessInfo.processInfo.environment["EMSLOG_CORPUS"]
    let candidate = named ?? PackageRoot.path(of: "../shared/corpus/ems")
    var isFolder: ObjCBool = false
    guard
      unsafe FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
      isFolder.boolValue
    else { return nil }
    return candidate
  }()

  /// Whether there is a corpus to read.
  public static var isPresent: Bool { path != nil }

  /// Why a test that reads the corpus was skipped.
  public static let absence: Comment =
    "There is no corpus of real logs: set EMSLOG_CORPUS to its folder to run this test."

  /// Every file below the folder whose name ends in `suffix`, in order of path; empty without a corpus.
  public static func files(endingIn suffix: String) -> [String] {
    guard let path else { return [] }
    return filesBelow(path).filter { $0.hasSuffix(suffix) }.map { path + "/" + $0 }
  }
}
