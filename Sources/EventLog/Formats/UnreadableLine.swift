/// Tells pieces of damaged records from lines of something else.
extension SkipReason {
  /// What to call a line in which no record can be read.
  ///
  /// Logs of web servers, applications and receivers hold many lines that are no records. A line is
  /// damage only if it begins like a record, ends like one, or has members of one (real-bytes.md,
  /// fact 1).
  init(unreadable line: Span<UInt8>) {
    if line.beginsObject {
      self = .malformed
    } else if line.endsObject {
      self = .repeatedTail
    } else if line.firstOffset(of: UInt8(ascii: "{")) == nil, line.firstOffset(of: "\":") != nil {
      self = .malformed
    } else {
      self = .otherLine
    }
  }

  /// True if bytes were read and are nothing that any known system writes.
  var isUnknown: Bool { self == .unknownRecord || self == .otherLine }
}

extension EventHead {
  /// Checks that an object is a record of one of the media server's own sinks.
  ///
  /// - Throws: ``SkipReason/unknownRecord`` for an object that has nothing of the envelope but perhaps
  ///   a type, which records of many programs have; ``SkipReason/noType`` for a record without one.
  @inline(__always)
  func requireSinkRecord() throws(DecodeError) {
    guard logEntryNode >= 0 || payloadNode >= 0 || processIdNode >= 0 else {
      throw DecodeError(reason: .unknownRecord, offset: 0)
    }
    guard typeNode >= 0 else { throw DecodeError(reason: .noType, offset: 0) }
  }
}

extension Span<UInt8> {
  /// True if it begins like an object of JSON: with a brace and a quote, or an empty one.
  fileprivate var beginsObject: Bool {
    guard count > 0, self[0] == UInt8(ascii: "{") else { return false }
    var offset = 1
    while offset < count, self[offset].isXMLSpace { offset += 1 }
    return offset == count || self[offset] == UInt8(ascii: "\"")
      || self[offset] == UInt8(ascii: "}")
  }

  /// True if it ends with the end of an object that began before it.
  fileprivate var endsObject: Bool {
    guard count > 2, self[count - 1] == UInt8(ascii: "}") else { return false }
    return occurrences(of: UInt8(ascii: "}")) > occurrences(of: UInt8(ascii: "{"))
  }
}
