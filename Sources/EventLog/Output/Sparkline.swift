/// Counts drawn with block characters.
enum Sparkline {
  private static let heights: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let widths: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  /// A column for each count, the greatest as high as the line; only nothing is drawn lowest.
  static func columns(_ counts: [Int]) -> String {
    let greatest = counts.max() ?? 0
    var text = ""
    for count in counts {
      let height = greatest == 0 ? 0 : share(of: count, in: greatest, parts: heights.count - 1)
      text.unicodeScalars.append(heights[height])
    }
    return text
  }

  /// A bar for a count, `cells` long for the greatest; only nothing is drawn as nothing.
  static func bar(_ count: Int, of greatest: Int, cells: Int = 10) -> String {
    guard greatest > 0 else { return "" }
    let eighths = share(of: count, in: greatest, parts: 8 * cells)
    var text = ""
    for _ in 0..<(eighths / 8) { text.unicodeScalars.append(widths[7]) }
    if eighths % 8 > 0 { text.unicodeScalars.append(widths[eighths % 8 - 1]) }
    return text
  }

  /// How many of so many parts a count is, rounded up.
  private static func share(of count: Int, in greatest: Int, parts: Int) -> Int {
    Int((Int128(count) * Int128(parts) + Int128(greatest) - 1) / Int128(greatest))
  }
}
