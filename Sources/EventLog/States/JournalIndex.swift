/// Where in the files of states a log stands, and how much of it there is.
public struct JournalSection: Equatable, Sendable {
  /// The log's name as the run knew it that read it.
  public var name: String
  /// How much of it there is.
  public var extent: JournalExtent
  /// What it held, if the run that read it knew.
  public var source: LogContent?
  /// In which of the files of states it stands, from 0.
  public var file: Int
  /// The bytes of its lines in that file, after decompression.
  public var bytes: Range<Int>
  /// The check of these bytes.
  var check: StateCheck
  /// The check of the lines behind the name.
  var content = StateCheck()

  /// True if the other one is of a log that held all that this one did.
  public func isHeld(by other: JournalSection) -> Bool {
    guard let source, let others = other.source, source.size > 0 else { return false }
    return source.isHeld(by: others)
  }

  /// Whether both tell the same of logs that may have different names.
  public func isCopy(of other: JournalSection) -> Bool {
    extent.events > 0 && extent == other.extent && content == other.content
      && bytes.count - name.utf8.count == other.bytes.count - other.name.utf8.count
  }
}

/// Looks through journals: which logs they tell of, and whether all of their lines can be read.
struct JournalIndex: ~Copyable {
  /// What a line was.
  struct Part {
    /// Whether it ended a log.
    var isEnd = false
    /// The events of that log.
    var events = 0
  }

  private(set) var sections: [JournalSection] = []
  /// Whether a log has begun that has not ended.
  private(set) var isInLog = false
  private var reader: JournalReader

  init(readsDetails: Bool = false) { reader = JournalReader(readsDetails: readsDetails) }

  /// Makes ready for another file; what the one before broke off stays without an end.
  mutating func beginFile() { isInLog = false }

  /// Takes a line; nil if it is none of a journal, or not at this place.
  mutating func take(_ line: Span<UInt8>, at offset: Int, ofFile file: Int) -> Part? {
    guard let kind = reader.read(line) else { return nil }
    let end = offset + line.count
    if case .log(let name) = kind {
      guard !isInLog else { return nil }
      isInLog = true
      var check = StateCheck()
      check.add(line)
      sections.append(
        JournalSection(
          name: String(decoding: name, as: UTF8.self), extent: JournalExtent(), file: file,
          bytes: offset..<end, check: check))
      return Part()
    }
    guard isInLog else { return nil }
    let last = sections.count - 1
    sections[last].check.add(line)
    sections[last].content.add(line)
    sections[last].bytes = sections[last].bytes.lowerBound..<end
    guard case .end(let extent, let source) = kind else { return Part() }
    isInLog = false
    sections[last].extent = extent
    sections[last].source = source
    return Part(isEnd: true, events: extent.events)
  }
}
