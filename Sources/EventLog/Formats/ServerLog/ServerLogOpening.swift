/// What may begin at the start of a line of a server log.
enum ServerLogOpening: Equatable {
  /// An entry of a file appender: `1795216340:3:file:line:function:`.
  case appender(ServerLogLocation)
  /// An entry of a console appender: `file:line `, perhaps behind a colour.
  case console(ServerLogLocation)
  /// The line that begins each file of an appender: `PID: 4242; TIMESTAMP: 1795216340; LIFE: …`.
  case header
  /// A zero byte, which no appender writes: messages are cut at the first.
  case zeros
  /// None of these: the line goes on with what was begun before it.
  case continuation
}

/// Where an entry says which line of the source printed it; all offsets are those of the bytes that
/// were searched.
struct ServerLogLocation: Equatable {
  /// 0 is fatal, 6 is finest; nil where the line does not say.
  var level: UInt8?
  /// The end of the epoch seconds, which begin the entry; its start if there are none.
  var stampEnd: Int
  var file: Range<Int>
  var line: Range<Int>
  var function: Range<Int>
  /// Where the message begins.
  var message: Int
}

extension Span<UInt8> {
  /// What begins at the line that begins at `offset`; nil when more bytes are needed to tell.
  ///
  /// The prefix is matched as `^\d{1,20}:[0-6]:(.*?):(\d+):([^:]*):` would (formats.md §9.3). Colons of
  /// drive letters and blank locations are no trouble, since the first number that has a colon on
  /// each side is the line number (quirks 92 and 93).
  ///
  /// - Parameters:
  ///   - offset: where the line begins.
  ///   - isEnd: nothing follows these bytes.
  ///   - isPlain: the log is a console's without colours: `file:line ` is no accident there.
  ///   - lineEnd: the byte that ends lines.
  /// - Returns: What begins there.
  /// - Complexity: O(*n*) in the length of the prefix, or of the line if it has none.
  @inline(__always)
  func serverLogOpening(
    at offset: Int, isEnd: Bool, isPlain: Bool, lineEnd: UInt8
  ) -> ServerLogOpening? {
    guard offset < count else { return nil }
    switch self[offset] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return appenderPrefix(at: offset, isEnd: isEnd, lineEnd: lineEnd)
    case UInt8(ascii: "P"): return header(at: offset, isEnd: isEnd)
    case 0x1B: return colouredPrefix(at: offset, isEnd: isEnd, lineEnd: lineEnd)
    case 0: return .zeros
    default:
      guard isPlain else { return .continuation }
      return plainPrefix(at: offset, isEnd: isEnd, lineEnd: lineEnd)
    }
  }

  /// Reads `1795216340:3:file:line:function:`.
  private func appenderPrefix(
    at start: Int, isEnd: Bool, lineEnd: UInt8
  ) -> ServerLogOpening? {
    let unknown: ServerLogOpening? = isEnd ? .continuation : nil
    var offset = start &+ 1
    while offset < count, self[offset].isASCIIDigit { offset &+= 1 }
    guard offset &- start <= 20 else { return .continuation }
    let stampEnd = offset
    guard offset < count else { return unknown }
    guard self[offset] == UInt8(ascii: ":") else { return .continuation }
    guard offset &+ 1 < count else { return unknown }
    let level = self[offset &+ 1] &- UInt8(ascii: "0")
    guard level <= 6 else { return .continuation }
    guard offset &+ 2 < count else { return unknown }
    guard self[offset &+ 2] == UInt8(ascii: ":") else { return .continuation }
    let file = offset &+ 3
    offset = file
    while true {
      while offset < count, self[offset] != UInt8(ascii: ":") {
        guard self[offset] != lineEnd else { return .continuation }
        offset &+= 1
      }
      let fileEnd = offset
      offset &+= 1
      while offset < count, self[offset].isASCIIDigit { offset &+= 1 }
      guard offset < count else { return unknown }
      guard offset > fileEnd &+ 1, self[offset] == UInt8(ascii: ":") else { continue }
      let number = offset
      offset &+= 1
      while offset < count, self[offset] != UInt8(ascii: ":") {
        guard self[offset] != lineEnd else { return .continuation }
        offset &+= 1
      }
      guard offset < count else { return unknown }
      return .appender(
        ServerLogLocation(
          level: level, stampEnd: stampEnd, file: file..<fileEnd, line: (fileEnd &+ 1)..<number,
          function: (number &+ 1)..<offset, message: offset &+ 1))
    }
  }

  /// Reads `PID: 4242; TIMESTAMP: 1795216340`.
  private func header(at start: Int, isEnd: Bool) -> ServerLogOpening? {
    var offset = start
    for part: StaticString in ["PID: ", "; TIMESTAMP: "] {
      guard let end = end(of: part, at: offset) else { return .continuation }
      guard end < count else { return isEnd ? .continuation : nil }
      offset = end
      while offset < count, self[offset].isASCIIDigit { offset &+= 1 }
      guard offset > end else { return .continuation }
    }
    return .header
  }

  /// Where `text` ends that begins at `offset`, `count` if the bytes end inside it; nil if other bytes
  /// stand there.
  private func end(of text: StaticString, at offset: Int) -> Int? {
    let length = text.utf8CodeUnitCount
    for index in 0..<length {
      guard offset + index < count else { return count }
      guard self[offset + index] == text.byte(at: index) else { return nil }
    }
    return offset + length
  }

  /// Reads `ESC[22;36mfile:line `: the colour is the level (formats.md §9.3).
  private func colouredPrefix(
    at start: Int, isEnd: Bool, lineEnd: UInt8
  ) -> ServerLogOpening? {
    for index in 0..<min(8, count - start) {
      let byte = self[start + index]
      let isRight =
        switch index {
        case 0: true
        case 1: byte == UInt8(ascii: "[")
        case 4: byte == UInt8(ascii: ";")
        case 7: byte == UInt8(ascii: "m")
        default: byte.isASCIIDigit
        }
      guard isRight else { return .continuation }
    }
    guard count - start >= 8 else { return isEnd ? .continuation : nil }
    let level: UInt8
    switch (self[start + 3], self[start + 6]) {
    case (UInt8(ascii: "1"), UInt8(ascii: "1")): level = 0
    case (UInt8(ascii: "2"), UInt8(ascii: "1")): level = 1
    case (UInt8(ascii: "1"), UInt8(ascii: "3")): level = 2
    case (UInt8(ascii: "2"), UInt8(ascii: "6")): level = 3
    case (UInt8(ascii: "1"), UInt8(ascii: "7")): level = 4
    // Fine and finest share a colour; events are only printed at finest.
    case (UInt8(ascii: "2"), UInt8(ascii: "7")): level = 6
    default: return .continuation
    }
    return consoleLocation(at: start, from: start + 8, level: level, isEnd: isEnd, lineEnd: lineEnd)
  }

  /// Reads `file:line ` where the file is named like a source file, or not at all.
  private func plainPrefix(at start: Int, isEnd: Bool, lineEnd: UInt8) -> ServerLogOpening? {
    let opening = consoleLocation(
      at: start, from: start, level: nil, isEnd: isEnd, lineEnd: lineEnd)
    guard case .console(let location)? = opening else { return opening }
    let file = extracting(location.file)
    var extent = file.count
    while extent > 0, file[extent - 1].isASCIILetter { extent -= 1 }
    let suffix = file.extracting(extent...)
    let isSource =
      file.count == 0
      || (extent > 1 && file[extent - 1] == UInt8(ascii: ".")
        && (suffix.equals("cpp") || suffix.equals("h") || suffix.equals("c")
          || suffix.equals("mm") || suffix.equals("hpp")))
    return isSource ? opening : .continuation
  }

  /// Reads `file:line `; the first number between a colon and a blank is the line.
  private func consoleLocation(
    at start: Int, from file: Int, level: UInt8?, isEnd: Bool, lineEnd: UInt8
  ) -> ServerLogOpening? {
    var offset = file
    while true {
      while offset < count, self[offset] != UInt8(ascii: ":") {
        guard self[offset] != lineEnd else { return .continuation }
        offset &+= 1
      }
      let fileEnd = offset
      offset &+= 1
      while offset < count, self[offset].isASCIIDigit { offset &+= 1 }
      guard offset < count else { return isEnd ? .continuation : nil }
      guard offset > fileEnd &+ 1, self[offset] == 0x20 else { continue }
      return .console(
        ServerLogLocation(
          level: level, stampEnd: start, file: file..<fileEnd, line: (fileEnd &+ 1)..<offset,
          function: offset..<offset, message: offset &+ 1))
    }
  }
}
