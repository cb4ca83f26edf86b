/// A table in Markdown, its columns as wide as their widest cell.
struct Table {
  private var rows: [[String]]

  /// A table without rows; the first column is flush left, the others flush right.
  init(_ titles: String...) {
    rows = [titles]
  }

  mutating func append(_ cells: String...) {
    rows.append(cells)
  }

  var isEmpty: Bool { rows.count == 1 }

  var markdown: String {
    let titles = rows.first ?? []
    let widths = titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      let padded = cells.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }
      return "| \(padded.joined(separator: " | ")) |\n"
    }
    let rule = widths.enumerated().map { column, width in
      column == 0
        ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
    }
    return line(titles) + line(rule) + rows.dropFirst().map(line).joined()
  }
}

extension Double {
  /// With a fixed number of decimals, rounded.
  func decimals(_ count: Int) -> String {
    let scale = (0..<count).reduce(1) { scale, _ in scale * 10 }
    let units = Int((self * Double(scale)).rounded())
    let magnitude = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, count + 1 - magnitude.count)) + magnitude
    let sign = units < 0 ? "-" : ""
    return count == 0 ? sign + padded : "\(sign)\(padded.dropLast(count)).\(padded.suffix(count))"
  }
}
