/// The folder that holds `Package.swift`.
public enum PackageRoot {
  /// The absolute path of the folder, without a slash at the end.
  ///
  /// Found from the place of this file, so tests may be started from any folder.
  public static let path: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)  // Tests/TestSupport/PackageRoot.swift
    return parts.joined(separator: "/")
  }()

  /// The absolute path of a file of the package, from its path below the root.
  public static func path(of relative: String) -> String {
    path + "/" + relative
  }
}
