import TestSupport
import Testing

@Suite("The sources")
struct SourceTests {
  /// The text of every Swift file, by path below the package.
  static let sources = files(below: ["Sources", "Tests", "Benchmarks"], endingIn: ".swift")

  /// The files in which memory may be handled without the compiler's protection.
  ///
  /// Each says why at its top. A file that needs none any more is to be taken off the list.
  static let unsafeFiles: Set<String> = [
    "Sources/EventLog/Bytes/Unsafe.swift",
    "Sources/LogFiles/Files/FilePath+Bytes.swift",
    "Sources/LogFiles/Following/InotifyWaker.swift",
    "Sources/LogFiles/Following/KqueueWaker.swift",
    "Sources/LogFiles/Gzip/Inflater.swift",
    "Sources/LogFiles/System/CommandLineArguments.swift",
    "Sources/LogFiles/System/POSIX+State.swift",
    "Sources/LogFiles/System/POSIX.swift",
    "Sources/LogFiles/System/Terminal.swift",
    "Sources/emslog/Options/RegularExpression.swift",
    "Sources/emslog/System/Environment.swift",
  ]

  /// Tables of what servers log, as long as there is to tell.
  static let catalogue = "Sources/EventLog/Catalogue/"

  @Test("import only what their layer may know", arguments: sources.keys.sorted())
  func layers(path: String) throws {
    let source = try #require(Self.sources[path])
    for module in Self.imports(of: source) {
      let isAllowed =
        switch path.split(separator: "/").prefix(2).joined(separator: "/") {
        case "Sources/EventLog":
          Self.libraries.union(["_Builtin_intrinsics"]).contains(module)
            && Self.name(of: path).hasPrefix("Unsafe")
        case "Sources/LogFiles":
          Self.libraries.union(["Crypto", "CZlib", "SystemPackage", "System", "Synchronization"])
            .contains(module)
        case "Sources/emslog":
          module != "Foundation" && module != "CZlib"
            && (module != "CPCRE2" || Self.name(of: path) == "RegularExpression.swift")
        default: true
        }
      #expect(isAllowed, "\(path) imports \(module)")
    }
  }

  @Test("find the imports that the layers are judged by")
  func importStatements() {
    let source = """
      import A
      public import struct B.C
        @preconcurrency import D  // indented, inside of #if
      // import E
      let important = "import F"
      """
    #expect(Self.imports(of: source) == ["A", "B", "D"])
  }

  @Test("use `unsafe` only where the list says so")
  func unsafeExpressions() {
    let word = /\bunsafe\b/
    let found = Self.sources.filter { path, source in
      path.hasPrefix("Sources/") && Self.code(of: source).contains { $0.contains(word) }
    }
    #expect(Set(found.keys) == Self.unsafeFiles)
  }

  @Test("are short enough to read", arguments: sources.keys.sorted())
  func length(path: String) throws {
    let lines = try #require(Self.sources[path]).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.count <= 601 || path.hasPrefix(Self.catalogue), "\(path): \(lines.count - 1) lines")
  }

  @Test("leave nothing to be done later")
  func unfinished() {
    let word = /\b(TO[D]O|FIX[M]E|XX[X])\b/
    for (path, source) in Self.sources where source.contains(word) {
      Issue.record("\(path) has a note to its author")
    }
  }

  @Test("and the other texts name no folder of the machine they were written on")
  func paths() {
    let folder = /(^|[^A-Za-z0-9_.~$}])\/(work|root|home|Users)\/[A-Za-z.]/
    let texts = Self.files(below: ["Tests", "samples", "man", ".ci", ".github"], endingIn: "")
      .merging(Self.sources) { $1 }
      .merging(Self.files(below: [""], endingIn: ".md")) { $1 }
    for (path, text) in texts where !path.hasPrefix(".build") && text.contains(folder) {
      Issue.record("\(path) names a folder of one machine")
    }
  }

  private static let libraries: Set<String> = ["Glibc", "Musl", "Darwin"]

  private static func files(below folders: [String], endingIn suffix: String) -> [String: String] {
    var found: [String: String] = [:]
    for folder in folders {
      let names =
        folder.isEmpty
        ? ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        : filesBelow(PackageRoot.path(of: folder)).filter { !$0.hasPrefix(".build") }
          .map { folder + "/" + $0 }
      for name in names where name.hasSuffix(suffix) && !name.hasSuffix(".gz") {
        found[name] = try? text(of: PackageRoot.path(of: name))
      }
    }
    return found
  }

  private static func name(of path: String) -> Substring {
    path.split(separator: "/").last ?? ""
  }

  /// The lines of a source without those that are comments.
  private static func code(of source: String) -> [Substring] {
    source.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
  }

  private static func imports(of source: String) -> [String] {
    let statement =
      /^(?:@[A-Za-z_()]+ )*(?:(?:public|package|internal|private) )?import (?:(?:struct|enum|class|func|protocol|typealias|let|var) )?([A-Za-z_]+)/
    return code(of: source).compactMap { line in
      line.drop { $0 == " " }.prefixMatch(of: statement).map { String($0.output.1) }
    }
  }
}
