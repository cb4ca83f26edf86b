import TestSupport
import Testing

/// The fenced blocks of README.md.
///
/// A block marked `sh` is one script that is run in the root of the package, with `emslog` in `PATH`;
/// it has to succeed and to print something. A block marked `text` or `json` right behind it is all
/// that it prints. Not run: blocks marked `sh no-run`, and those that install or build.
struct Readme {
  /// What stands between two fences.
  struct Block: Equatable {
    /// What stands behind the opening fence.
    var language: String
    /// The lines, each with its line end.
    var text: String
    /// The number of its first line.
    var line: Int
  }

  /// A script and, if the page shows it, what it prints.
  struct Example: Sendable, CustomTestStringConvertible {
    var script: String
    var output: String?
    var line: Int
    var testDescription: String { "README.md:\(line)" }
  }

  /// In the order of the page.
  private(set) var blocks: [Block] = []
  /// The scripts that can be run anywhere.
  private(set) var examples: [Example] = []

  /// Finds the blocks of a page.
  init(_ page: String) {
    var open: Block?
    var isBehindScript = false
    for (index, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if var block = open {
        guard line == "```" else {
          block.text += line + "\n"
          open = block
          continue
        }
        open = nil
        blocks.append(block)
        if block.language == "sh", !Self.changesMachine(block.text) {
          examples.append(Example(script: block.text, output: nil, line: block.line))
          isBehindScript = true
        } else if isBehindScript, ["text", "json"].contains(block.language) {
          examples[examples.count - 1].output = block.text
          isBehindScript = false
        }
      } else if line.hasPrefix("```") {
        open = Block(language: String(line.dropFirst(3)), text: "", line: index + 2)
      } else if !line.isEmpty {
        isBehindScript = false
      }
    }
  }

  /// The page of this package.
  static func current() throws -> Readme {
    Readme(try text(of: PackageRoot.path(of: "README.md")))
  }

  private static func changesMachine(_ script: String) -> Bool {
    ["apt-get", "brew ", "git clone", "swift "].contains { script.contains($0) }
  }
}
