/// Repeats records byte by byte, with what separates them, so that the output is a log again.
///
/// Records that mean something only together with others of their log get what they need to be read
/// alone: those of text logs a ``TextEndMark`` where the next one is left out, those of server logs
/// the line that names their process.
struct RawWriter: EventWriter, ~Copyable {
  private let showsSource: Bool
  /// The number of the text record that was printed last, if that was the last of all.
  private var number: Int64?
  /// What is to be printed behind it if the next one does not follow.
  private var mark = ByteBuffer(capacity: 64)
  /// The process that was named last.
  private var process: Int64?

  init(_ options: RenderOptions) { showsSource = options.showsSource }

  mutating func write(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    let framed = event.framed
    // The last record of a log may lack its line end; the next one must not be glued to it.
    let isWhole = framed.count > 0 && framed[framed.count - 1] == UInt8(ascii: "\n")
    if showsSource {
      output.append(source)
      output.append(UInt8(ascii: ":"))
    } else {
      let length = framed.count + (isWhole ? 0 : 1)
      output.append(Piece(event, length: length))
    }
    output.append(framed)
    if !isWhole { output.append(UInt8(ascii: "\n")) }
  }

  /// What stands before each record on its way to ``arrange(_:into:)``.
  fileprivate struct Piece {
    /// The formats whose records need others.
    enum Kind: UInt8 {
      case text, server, other
    }

    static let size = 17

    var kind = Kind.other
    var length: Int
    /// A text record's number, or the process of a server log; negative if unknown.
    var number: Int64 = -1

    init(_ event: borrowing Event, length: Int) {
      self.length = length
      switch event.format {
      case .text:
        kind = .text
        if case .header(let header) = TextHeader.find(in: event.framed, at: 0, isEnd: true) {
          number = header.number
        }
      case .server:
        kind = .server
        number = event.writer ?? -1
      default: break
      }
    }

    init?(_ bytes: Span<UInt8>, at offset: Int) {
      guard bytes.count - offset >= Self.size, let kind = Kind(rawValue: bytes[offset]) else {
        return nil
      }
      self.kind = kind
      length = Int(bitPattern: UInt(bytes.word(at: offset + 1)))
      number = Int64(bitPattern: bytes.word(at: offset + 9))
    }

    func append(to output: inout ByteBuffer) {
      output.append(kind.rawValue)
      for word in [UInt64(length), UInt64(bitPattern: number)] {
        for shift in 0..<8 { output.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
      }
    }
  }

  var arranges: Bool { !showsSource }

  mutating func arrange(_ events: Span<UInt8>, into output: inout ByteBuffer) {
    var offset = 0
    var last: Range<Int>?
    while offset < events.count {
      guard let piece = Piece(events, at: offset) else {
        // Between groups of records stands a line of its own.
        let end = (events.firstOffset(of: UInt8(ascii: "\n"), from: offset) ?? events.count - 1) + 1
        if number == nil { output.append(events.extracting(offset..<end)) }
        offset = end
        continue
      }
      let record = (offset + Piece.size)..<(offset + Piece.size + piece.length)
      offset = record.upperBound
      if let number, piece.kind != .text || piece.number != number + 1 {
        if let last {
          Self.appendEnd(of: events.extracting(last), to: &output)
        } else {
          mark.append(to: &output)
        }
      }
      number = piece.kind == .text ? piece.number : nil
      last = piece.kind == .text ? record : nil
      if piece.kind == .server, piece.number >= 0, piece.number != process {
        process = piece.number
        output.append("PID: ")
        output.append(decimal: piece.number)
        output.append("; TIMESTAMP: 0\n")
      }
      output.append(events.extracting(record))
    }
    if let last {
      mark.removeAll()
      Self.appendEnd(of: events.extracting(last), to: &mark)
    }
  }

  /// Appends the empty lines that a record lacks, and its mark.
  private static func appendEnd(of record: Span<UInt8>, to output: inout ByteBuffer) {
    var whole = ByteBuffer(capacity: record.count + 2)
    whole.append(record)
    var lineEnds = 0
    while lineEnds < record.count, record[record.count - 1 - lineEnds] == UInt8(ascii: "\n") {
      lineEnds += 1
    }
    while lineEnds < 3 {
      whole.append("\n")
      output.append("\n")
      lineEnds += 1
    }
    whole.appendMark(to: &output)
  }
}

extension ByteBuffer {
  fileprivate mutating func append(_ piece: RawWriter.Piece) { piece.append(to: &self) }
  fileprivate borrowing func append(to output: inout ByteBuffer) { output.append(span) }
  /// Appends the mark of the text record in this buffer.
  fileprivate borrowing func appendMark(to output: inout ByteBuffer) {
    TextEndMark.append(of: span, to: &output)
  }
}
