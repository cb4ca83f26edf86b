import LogFiles

/// How far a long scan has come, on standard error; nothing in the first two seconds.
struct ProgressBar {
  private let total: Int64
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?
  private var isVisible = false

  /// Creates a bar for so many bytes of files.
  init(total: Int64) { self.total = total }

  /// What to print to show that `done` bytes of the files were read; nil if it is not time yet.
  mutating func frame(_ done: Int64) -> String? {
    let now = ContinuousClock.now
    guard now - start > .seconds(2), total > 0 else { return nil }
    if let lastDrawn, now - lastDrawn < .milliseconds(200) { return nil }
    lastDrawn = now
    isVisible = true
    let share = min(Double(done) / Double(total), 1)
    let width = max(10, min(40, (Terminal.columns(of: .error) ?? 80) - 30))
    let filled = Int(share * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    return "\r\(bar) \(Int(share * 100)) % of \(total / 1_000_000) MB\u{1B}[K"
  }

  /// What to print to wipe the bar away; nil if it was never shown.
  var ending: String? { isVisible ? "\r\u{1B}[K" : nil }
}
