import TestSupport

/// The releases that CHANGELOG.md tells of.
struct Changelog {
  /// One heading, `## 1.2.3 — 2026-11-21`.
  struct Release: Equatable {
    var version: String
    var date: String
  }

  /// In the order of the file, the newest first.
  var releases: [Release]

  /// Reads the headings of a text.
  init(_ text: String) {
    let heading = /## (\d+\.\d+\.\d+) — (\d{4}-\d{2}-\d{2})/
    releases = text.split(separator: "\n").compactMap { line in
      line.wholeMatch(of: heading).map {
        Release(version: String($0.output.1), date: String($0.output.2))
      }
    }
  }

  /// The file of this package.
  static func current() throws -> Changelog {
    Changelog(try text(of: PackageRoot.path(of: "CHANGELOG.md")))
  }
}
