import TestSupport
import Testing

/// The folders of each target form layers: a file uses types of its own folder and of those below it.
///
/// Types are known by their names. A nested type of the same name counts as its file's own.
@Suite("The folders of the sources")
struct LayerTests {
  /// The folders of each target, lowest first.
  static let layers: [String: [String]] = [
    "EventLog": [
      "Bytes", "Time", "Catalogue", "Record", "Formats", "Reading", "Filtering", "Output",
      "Sessions", "Sinks", "Analyses", "States", "Pipeline",
    ],
    "LogFiles": ["System", "Files", "Gzip", "Rotation", "Inputs", "Following"],
    "emslog": ["System", "Diagnostics", "Inputs", "Options", "Runs", "Commands"],
  ]

  /// The most Swift files in one folder.
  static let fileLimit = 30

  @Test("are the layers of their target, and no others", arguments: layers.keys.sorted())
  func folders(target: String) throws {
    let files = Self.files(of: target)
    #expect(Set(files.compactMap(\.layer)) == Set(try #require(Self.layers[target])))
    #expect(files.filter { $0.layer == nil }.map(\.path) == [], "outside of all folders")
  }

  @Test("use only folders below them", arguments: layers.keys.sorted())
  func arrows(target: String) throws {
    let arrows = Self.upwardArrows(
      among: Self.files(of: target), layers: try #require(Self.layers[target]))
    #expect(arrows == [])
  }

  @Test("hold few enough files to see at a glance")
  func sizes() {
    var counts: [String: Int] = [:]
    for path in filesBelow(PackageRoot.path(of: "Sources")) where path.hasSuffix(".swift") {
      counts[path.split(separator: "/").dropLast().joined(separator: "/"), default: 0] += 1
    }
    #expect(counts.filter { $0.value > Self.fileLimit } == [:])
  }

  @Test("name a file and a type where a lower folder uses a higher one")
  func example() {
    let files = [
      SourceFile(
        path: "EventLog/Bytes/Low.swift",
        text: """
          struct Low {  // High in a comment
            let text = "High"
            func use(_ high: High, _ own: Inner) -> Outer.High { .low }
            struct Inner {}
          }
          """),
      SourceFile(
        path: "EventLog/Time/High.swift", text: "public struct High { var low: Low }"),
      SourceFile(path: "EventLog/Time/Inner.swift", text: "struct Inner {}"),
      SourceFile(path: "EventLog/Time/Outer.swift", text: "private struct Outer {}"),
    ]
    #expect(
      Self.upwardArrows(among: files, layers: ["Bytes", "Time"])
        == ["EventLog/Bytes/Low.swift uses High of EventLog/Time/High.swift"])
    #expect(Self.upwardArrows(among: files, layers: ["Time", "Bytes"]).count == 1)
  }

  private static func files(of target: String) -> [SourceFile] {
    filesBelow(PackageRoot.path(of: "Sources/\(target)"))
      .filter { $0.hasSuffix(".swift") }
      .compactMap { path in
        (try? text(of: PackageRoot.path(of: "Sources/\(target)/\(path)"))).map {
          SourceFile(path: "\(target)/\(path)", text: $0)
        }
      }
  }

  /// One sentence for each type of a higher folder that a file uses, in order.
  private static func upwardArrows(among files: [SourceFile], layers: [String]) -> [String] {
    var homes: [Substring: SourceFile] = [:]
    for file in files {
      for type in file.types where homes[type] == nil { homes[type] = file }
    }
    var arrows: [String] = []
    for file in files {
      guard let layer = file.layer.flatMap(layers.firstIndex(of:)) else { continue }
      for word in file.words.subtracting(file.nestedTypes) {
        guard let home = homes[word], let other = home.layer.flatMap(layers.firstIndex(of:)),
          other > layer
        else { continue }
        arrows.append("\(file.path) uses \(word) of \(home.path)")
      }
    }
    return arrows.sorted()
  }
}

/// What a source declares and what it names.
private struct SourceFile {
  let path: String
  /// The types at the top of the file that other files can see.
  let types: [Substring]
  /// The types inside of others.
  let nestedTypes: Set<Substring>
  /// The words that begin with a capital letter and do not follow a dot.
  let words: Set<Substring>

  /// The folder of the target in which the file is; nil without one.
  var layer: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : nil
  }

  init(path: String, text: String) {
    self.path = path
    var types: [Substring] = []
    var nestedTypes: Set<Substring> = []
    var words: Set<Substring> = []
    let declaration = /\b(?:struct|class|enum|protocol|actor|typealias) (\w+)/
    for line in Self.code(of: text) {
      if let found = line.firstMatch(of: declaration), !line.contains("class func ") {
        if line.first == " " {
          nestedTypes.insert(found.output.1)
        } else if !line.contains("private ") {
          types.append(found.output.1)
        }
      }
      for word in line.matches(of: /(?:^|[^.\w])([A-Z]\w*)/) { words.insert(word.output.1) }
    }
    (self.types, self.nestedTypes, self.words) = (types, nestedTypes, words)
  }

  /// The lines without comments and texts.
  private static func code(of text: String) -> [Substring] {
    var isInText = false
    return text.split(separator: "\n").compactMap { line in
      if line.contains("\"\"\"") { isInText.toggle() }
      if isInText || line.drop(while: { $0 == " " }).hasPrefix("//") { return nil }
      let bare = line.replacing(/"(?:\\.|[^"\\])*"/, with: "")
      return bare.firstRange(of: "//").map { bare[..<$0.lowerBound] } ?? bare
    }
  }
}
