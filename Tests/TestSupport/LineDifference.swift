/// The lines in which two outputs differ, control bytes made visible.
///
/// ```text
///     two lines before
///   - what was expected
///   + what came
/// ```
public struct LineDifference: CustomStringConvertible, Sendable {
  /// The lines to show, each with its line end.
  public let description: String

  /// Compares what was expected with what came.
  ///
  /// - Complexity: O(*n* · *d*) in the lines and in the differences.
  public init(_ expected: [UInt8], _ actual: [UInt8]) {
    let (old, new) = (Self.lines(expected), Self.lines(actual))
    let changes = new.difference(from: old)
    let removed = Set(changes.removals.compactMap(Self.offset))
    let added = Set(changes.insertions.compactMap(Self.offset))
    var shown: [String] = []
    var context: [String] = []
    var (before, after) = (0, 0)
    while (before < old.count || after < new.count) && shown.count < 60 {
      if removed.contains(before) {
        shown += context + ["  - " + old[before]]
        (context, before) = ([], before + 1)
      } else if added.contains(after) {
        shown += context + ["  + " + new[after]]
        (context, after) = ([], after + 1)
      } else {
        context = context.suffix(1) + ["    " + old[before]]
        (before, after) = (before + 1, after + 1)
      }
    }
    if shown.count >= 60 { shown.append("  … and more") }
    description = shown.map { $0 + "\n" }.joined()
  }

  private static func offset(_ change: CollectionDifference<String>.Change) -> Int? {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  /// Lines with every byte visible; a last line without a line end says so.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(visible)
    if lines.last == "" {
      lines.removeLast()
    } else if let last = lines.popLast() {
      lines.append(last + "⟨no line end⟩")
    }
    return lines
  }

  /// Text in which control bytes are shown as `␛` and the like, and what is not UTF-8 as `⟨E9⟩`.
  public static func visible(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    var decoder = UTF8()
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      var input = rest.makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&input) {
        switch scalar.value {
        case 0..<0x20:
          text.unicodeScalars.append(Unicode.Scalar(UInt32(0x2400) + scalar.value) ?? "?")
        case 0x7F: text += "␡"
        default: text.unicodeScalars.append(scalar)
        }
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        text += "⟨" + String(rest[rest.startIndex], radix: 16, uppercase: true) + "⟩"
        rest = rest.dropFirst()
      }
      decoder = UTF8()
    }
    return text
  }
}
