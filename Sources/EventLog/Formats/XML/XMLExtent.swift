/// How far the record at the front of some bytes reaches.
enum XMLExtent {
  /// To this offset, which is behind its last end tag.
  case complete(Int)
  /// Further than the bytes do.
  case unfinished
  /// In the element that begins at this offset it stops being a record.
  case broken(Int, SkipReason)

  /// Measures the record that begins with the first byte, by counting how deep its elements nest.
  ///
  /// What it says of the same record never depends on how many bytes follow it: with too few of them
  /// it says ``unfinished``.
  ///
  /// - Complexity: O(*n*), and no more than to a break.
  static func measure(_ text: Span<UInt8>) -> XMLExtent {
    var offset = 0
    var depth = 0
    // One bit a level: whether it is a TYPED_MAP.
    var levels: UInt64 = 0
    repeat {
      while offset < text.count, text[offset].isXMLSpace { offset &+= 1 }
      guard offset < text.count else { return .unfinished }
      guard text[offset] == UInt8(ascii: "<") else { return .broken(offset, .malformed) }
      let tag: XMLTag
      do {
        tag = try text.xmlTag(at: offset)
        if depth > 0, text[offset &- 1] == UInt8(ascii: "\n"), tag.isRoot {
          return .broken(offset, .tornRecord)
        }
        var end = tag.end
        if tag.isEnd {
          guard tag.element == (levels & 1 == 0 ? .map : .typedMap), depth > 0 else {
            return .broken(offset, .malformed)
          }
          depth &-= 1
          levels >>= 1
        } else if tag.element.isContainer {
          if !tag.isEmpty {
            guard depth < RecordTree.depthLimit else { return .broken(offset, .tooDeep) }
            depth &+= 1
            levels = levels << 1 | (tag.element == .typedMap ? 1 : 0)
          }
        } else if !tag.isEmpty {
          var style = TextStyle()
          end = try text.xmlTextEnd(from: tag.end, name: tag.name, style: &style)
          end &+= tag.name.count &+ 3
        }
        offset = end
      } catch {
        return error == .malformed ? .broken(offset, .malformed) : .unfinished
      }
    } while depth > 0
    return .complete(offset)
  }
}

extension XMLTag {
  /// Whether a record begins with it: only the map that is the record itself has no name.
  var isRoot: Bool { element.isContainer && !isEnd && key.isEmpty }
}

/// Where the next record may begin.
struct XMLStart {
  /// The offset of its first byte.
  var offset: Int?
  /// What is before this offset certainly holds no beginning of a record.
  var cleared: Int
}

extension Span<UInt8> {
  /// Whether a record begins at `offset`; nil when the bytes end too early to tell.
  func xmlRoot(at offset: Int) -> Bool? {
    if has("<MAP isArray=\"false\" name=\"\">", at: offset) { return true }
    do {
      return try xmlTag(at: offset).isRoot
    } catch {
      return error == .malformed ? false : nil
    }
  }

  /// Finds the first line from `start` on with which a record begins, or the declaration of a file
  /// that was appended, or a record in another format.
  ///
  /// The server begins each record with a line end, so that even behind a record that was cut off
  /// the next one begins with a line (real-bytes.md, fact 4).
  ///
  /// - Complexity: O(*n*), and no more than to the start.
  func nextXMLStart(from start: Int, isEnd: Bool) -> XMLStart {
    var from = Swift.max(start - 1, 0)
    while let lineEnd = firstOffset(of: UInt8(ascii: "\n"), from: from) {
      let line = lineEnd + 1
      guard line < count else {
        return XMLStart(offset: gluedStart(in: start..<count), cleared: lineEnd)
      }
      switch xmlLineStart(at: line) {
      case true?:
        return XMLStart(offset: gluedStart(in: start..<line) ?? line, cleared: line)
      case nil where !isEnd:
        return XMLStart(offset: gluedStart(in: start..<line), cleared: lineEnd)
      default: from = line
      }
    }
    let cleared = Swift.max(start, count - JSONFormat.recordStart.utf8CodeUnitCount)
    return XMLStart(offset: gluedStart(in: start..<count), cleared: cleared)
  }

  /// Whether a line begins as a record, in xml or in another format; nil: too few bytes to tell.
  @inline(__always)
  func xmlLineStart(at line: Int) -> Bool? {
    switch self[line] {
    case UInt8(ascii: "<"): return xmlRoot(at: line)
    case UInt8(ascii: "{"):
      if has(JSONFormat.recordStart, at: line) { return true }
      return count - line < JSONFormat.recordStart.utf8CodeUnitCount ? nil : false
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "#"):
      switch InputFormat.recognition(of: extracting(line...), isEnd: false) {
      case .known: return true
      case .undecided: return nil
      case .unknown: return false
      }
    default: return false
    }
  }

  /// Where, within a record that was cut off, something begins that never stands inside of one.
  func gluedStart(in range: Range<Int>) -> Int? {
    guard range.lowerBound < range.upperBound else { return nil }
    let piece = extracting(range)
    let declaration = piece.firstOffset(of: XMLFormat.declarationStart)
    let object = piece.extracting(0..<(declaration ?? piece.count))
      .firstOffset(of: JSONFormat.recordStart)
    guard let first = object ?? declaration else { return nil }
    return range.lowerBound + first
  }
}
