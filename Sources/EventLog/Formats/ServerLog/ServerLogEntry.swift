/// One entry of a server log, taken apart; all ranges are offsets in the entry's bytes.
struct ServerLogEntry {
  /// The epoch seconds; empty in console captures, which bear no time.
  var stamp: Range<Int>
  var location: ServerLogLocation
  /// The message, with its own line ends and without what ends the entry.
  var message: Range<Int>

  /// Reads an entry, which has to begin at the first byte and to end with the last.
  ///
  /// - Parameters:
  ///   - entry: the entry's bytes.
  ///   - isPlain: the log is a console's without colours.
  ///   - lineEnd: the byte that ends lines.
  init?(_ entry: Span<UInt8>, isPlain: Bool, lineEnd: UInt8) {
    let opening = entry.serverLogOpening(
      at: 0, isEnd: true, isPlain: isPlain, lineEnd: lineEnd)
    switch opening {
    case .appender(let location):
      self.init(entry, location, isColoured: false, lineEnd: lineEnd)
    case .console(let location):
      self.init(entry, location, isColoured: entry[0] == 0x1B, lineEnd: lineEnd)
    case .header, .zeros, .continuation, nil: return nil
    }
  }

  /// Completes an entry whose beginning has been read already.
  @inline(__always)
  init(_ entry: Span<UInt8>, _ location: ServerLogLocation, isColoured: Bool, lineEnd: UInt8) {
    self.location = location
    stamp = 0..<location.stampEnd
    var end = Self.contentEnd(of: entry, lineEnd: lineEnd)
    if isColoured { end = Self.colourEnd(of: entry, from: location.message, to: end) }
    message = location.message..<max(end, location.message)
  }

  /// Where an entry ends without its line end, be it LF, CR LF or CR.
  @inline(__always)
  static func contentEnd(of entry: Span<UInt8>, lineEnd: UInt8) -> Int {
    var end = entry.count
    if end > 0, entry[end &- 1] == lineEnd { end &-= 1 }
    if end > 0, entry[end &- 1] == 0x0D { end &-= 1 }
    return end
  }

  /// Where the colour after the message begins; what a console shows behind it is not the server's.
  private static func colourEnd(of entry: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var from = start
    while let escape = entry.firstOffset(of: 0x1B, from: from), escape < end {
      let after = escape + 8
      if entry.has("\u{1B}[22;37m", at: escape),
        after >= end || entry[after] == 0x0A || entry[after] == 0x0D
      {
        return escape
      }
      from = escape + 1
    }
    return end
  }

  /// Whether more lines may make an event of an entry that is none so far.
  func mayGoOn(in text: Span<UInt8>) -> Bool {
    let words = text.extracting(message)
    return words.has("Event", at: 0) || words.has("Connection failed:", at: 0)
      || words.has("Stream ", at: 0) || words.has("NetStream.", at: 0)
      || words.has("No traffic on stream ", at: 0) || words.has("Application ", at: 0)
      || words.has("Streaming Session ", at: 0) || words.has("Media File ", at: 0)
  }
}
