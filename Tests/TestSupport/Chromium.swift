import SystemPackage
public import Testing

/// A browser without a window, which tells what becomes of a page.
public enum Chromium {
  /// Why a test that wants it was skipped.
  public static let absence: Comment = "There is no chromium to look at pages with."

  /// Whether there is one, and it starts.
  public static let isPresent: Bool = {
    let folders = FinishedProgram.plainEnvironment["PATH"]?.split(separator: ":") ?? []
    return folders.contains { exists("\($0)/chromium") }
  }()

  /// Opens a file and returns what the browser says on standard error, and prints.
  ///
  /// - Parameters:
  ///   - page: The path of the file.
  ///   - width: Of the window, in pixels.
  ///   - height: Of the window, in pixels.
  ///   - isDark: Whether the user prefers dark colours.
  ///   - options: What is to be done with the page.
  /// - Returns: What it wrote and how it ended.
  /// - Throws: What Foundation says when it cannot be started.
  public static func open(
    _ page: String, width: Int, height: Int, isDark: Bool = false, _ options: String...
  ) async throws -> FinishedProgram {
    let profile = try TemporaryDirectory()
    return try await .running(
      "chromium",
      arguments: [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
        "--enable-logging=stderr", "--v=0", "--user-data-dir=\(profile.path)",
        "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
        "--window-size=\(width),\(height)",
      ] + options + ["file://\(page)"],
      environment: FinishedProgram.plainEnvironment.merging(["HOME": profile.path.string]) { $1 },
      directory: profile.path.string, limit: .seconds(120))
  }

  /// The lines of a page's console, such as errors and what a policy has kept out.
  public static func console(_ run: FinishedProgram) -> [Substring] {
    run.errorText.split(separator: "\n").filter { $0.contains(":CONSOLE") }
  }
}
