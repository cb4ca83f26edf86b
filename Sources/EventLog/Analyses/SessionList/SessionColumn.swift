/// What is told of a session; the raw value is the column's name.
public enum SessionColumn: String, CaseIterable, Sendable {
  case name, stream, file, system, kind, direction, type, id, parent, process
  case start, end, seconds, bytes, kbps, dropPercent, address, userAgent, application
  case videoCodec, audioCodec, width, height, status, approximate

  /// Those that programs are told: all but ``name``, which is either ``stream`` or ``file``.
  static let forPrograms = allCases.filter { $0 != .name }
  /// Those that people are shown where there is room.
  static let forPeople: [SessionColumn] = [
    .name, .direction, .id, .parent, .start, .seconds, .bytes, .kbps, .dropPercent, .address,
    .status,
  ]
  /// Those that people are shown in 80 columns.
  static let forNarrow: [SessionColumn] = [
    .name, .direction, .start, .seconds, .bytes, .status,
  ]
  /// So many columns of a terminal have room for ``forPeople``.
  static let wide = 120

  /// The column of that name, upper and lower case alike.
  public init?(named name: String) {
    let name = name.lowercased()
    guard let column = Self.allCases.first(where: { $0.rawValue.lowercased() == name }) else {
      return nil
    }
    self = column
  }

  /// Its name and its heading.
  var column: RowColumn {
    switch self {
    case .name: RowColumn(rawValue, heading: "STREAM")
    case .direction: RowColumn(rawValue, heading: "DIR")
    case .seconds: RowColumn(rawValue, heading: "DURATION")
    case .bytes: RowColumn(rawValue, heading: "MBYTES")
    case .kbps: RowColumn(rawValue, heading: "KBIT/S")
    case .dropPercent: RowColumn(rawValue, heading: "DROP%")
    case .address: RowColumn(rawValue, heading: "FROM")
    case .videoCodec: RowColumn(rawValue, heading: "VIDEO")
    case .audioCodec: RowColumn(rawValue, heading: "AUDIO")
    default: RowColumn(rawValue)
    }
  }

  /// What a session has there.
  func value(of session: Session) -> RowValue {
    switch self {
    case .name: .free(session.name)
    case .stream: session.kind == .stream ? .free(session.name) : .nothing
    case .file: session.kind == .stream ? .nothing : .free(session.name)
    case .system: .word(session.system.rawValue)
    case .kind: .word(session.kind.name)
    case .direction: .word(session.kind.shown(session.direction))
    case .type: .free(Session.letters(of: session.tag))
    case .id: .count(session.id)
    case .parent: .count(session.parent)
    case .process: .count(session.process)
    case .start: .moment(session.start, isApproximate: session.isStartApproximate)
    case .end:
      session.status == .open
        ? .nothing : .moment(session.end, isApproximate: session.isEndApproximate)
    case .seconds: session.duration.map { .seconds($0, isAtLeast: session.isCutShort) } ?? .nothing
    case .bytes: session.bytes.map { .megabytes($0) } ?? .nothing
    case .kbps: .count(session.kilobitsPerSecond)
    case .dropPercent: session.dropShare.map { .hundredths($0) } ?? .nothing
    case .address: .free(session.address)
    case .userAgent: .free(session.userAgent)
    case .application: .free(session.application)
    case .videoCodec: .codec(session.videoCodec)
    case .audioCodec: .codec(session.audioCodec)
    case .width: .count(session.width > 0 ? session.width : nil)
    case .height: .count(session.height > 0 ? session.height : nil)
    case .status: .word(session.status.rawValue)
    case .approximate: .flag(session.isStartApproximate || session.isEndApproximate)
    }
  }

  /// What sessions are sorted by.
  func rank(of session: Session) -> SessionRank {
    switch self {
    case .seconds: session.duration.map { .number(Int128($0)) } ?? .nothing
    case .bytes: session.bytes.map(SessionRank.number) ?? .nothing
    case .dropPercent: session.dropShare.map { .number(Int128($0)) } ?? .nothing
    default: SessionRank(value(of: session))
    }
  }
}

/// What sessions are sorted by; nothing stands behind all else.
enum SessionRank: Equatable {
  case number(Int128)
  case text(ContiguousArray<UInt8>)
  case nothing

  /// The rank of a value; numbers of any size are in order too.
  init(_ value: RowValue) {
    switch value {
    case .number(let number): self = .number(Int128(number))
    case .time(let time), .nearTime(let time): self = .number(Int128(time.milliseconds))
    case .text(let text, _): self = .text(text)
    case .digits(let digits), .quantity(let digits, _):
      // All of them have the same number of digits behind the point.
      let number = digits.filter { $0 != UInt8(ascii: ".") }
      self = Int128(String(decoding: number, as: UTF8.self)).map(SessionRank.number) ?? .nothing
    case .nothing, .object: self = .nothing
    }
  }

  /// Whether it comes first.
  func stands(before other: SessionRank, isDescending: Bool) -> Bool {
    switch (self, other) {
    case (.nothing, _): return false
    case (_, .nothing): return true
    case (.number(let left), .number(let right)):
      return left != right && (left < right) != isDescending
    case (.text(let left), .text(let right)):
      return left != right && left.lexicographicallyPrecedes(right) != isDescending
    case (.number, .text): return !isDescending
    case (.text, .number): return isDescending
    }
  }
}

extension SessionKind {
  /// The direction as it is shown: that of a stream; of what is no stream, what it is.
  func shown(_ direction: StreamDirection) -> String {
    switch self {
    case .stream: direction.rawValue
    case .http: "http"
    case .recording: "rec"
    case .chunk: "chunk"
    }
  }
}

extension RowValue {
  /// Text that anybody may have chosen; nothing if it is empty.
  static func free(_ text: ContiguousArray<UInt8>) -> RowValue {
    text.isEmpty ? .nothing : .text(text, isFree: true)
  }

  /// A number, if there is one.
  static func count(_ number: Int64?) -> RowValue { number.map(RowValue.number) ?? .nothing }

  /// A number of any size.
  static func count(_ number: Int128) -> RowValue {
    Int64(exactly: number).map(RowValue.number) ?? .digits(ContiguousArray("\(number)".utf8))
  }

  /// True or false.
  static func flag(_ isTrue: Bool) -> RowValue {
    .digits(ContiguousArray((isTrue ? "true" : "false").utf8))
  }

  /// A moment, if there is one that has four digits for its year.
  static func moment(_ time: EventTime?, isApproximate: Bool = false) -> RowValue {
    guard let time, EventTime.printable.contains(time.milliseconds) else { return .nothing }
    return isApproximate ? .nearTime(time) : .time(time)
  }

  /// Seconds with three digits behind the point; for people `2:14:07`, and `+` if it may be more.
  static func seconds(_ milliseconds: some BinaryInteger, isAtLeast: Bool = false) -> RowValue {
    let milliseconds = Int128(milliseconds)
    let magnitude = milliseconds.magnitude
    let sign = milliseconds < 0 ? "-" : ""
    let fraction = String(1000 + magnitude % 1000).dropFirst()
    let seconds = magnitude / 1000
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    let rest = seconds % 60
    let shown =
      "\(sign)\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(rest < 10 ? "0" : "")\(rest)"
    return .quantity(
      ContiguousArray("\(sign)\(seconds).\(fraction)".utf8), shown: shown + (isAtLeast ? "+" : ""))
  }

  /// Bytes; for people millions of these with one digit behind the point, cut.
  static func megabytes(_ bytes: some BinaryInteger) -> RowValue {
    let bytes = Int128(bytes)
    let tenths = bytes.magnitude / 100_000
    return .quantity(
      ContiguousArray("\(bytes)".utf8),
      shown: "\(bytes < 0 ? "-" : "")\(tenths / 10).\(tenths % 10)")
  }

  /// Hundredths as a number with two digits behind the point.
  static func hundredths(_ number: Int64) -> RowValue {
    let magnitude = number.magnitude
    let fraction = String(100 + magnitude % 100).dropFirst()
    return .digits(ContiguousArray("\(number < 0 ? "-" : "")\(magnitude / 100).\(fraction)".utf8))
  }

  /// The tag of a codec, unless it says that it is unknown.
  fileprivate static func codec(_ tag: UInt64) -> RowValue {
    tag.isKnownCodec ? .free(Session.letters(of: tag)) : .nothing
  }
}
