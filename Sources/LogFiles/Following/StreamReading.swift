/// One stream being read from one file in one pass.
struct StreamReading {
  let file: FollowedFile
  /// The stream's number, once there is something to remember.
  var stream: Int?
  private let state: StreamState?
  private(set) var consumed = ConsumedBytes()
  /// Where the next bytes are read.
  private(set) var position: Int64
  /// What was read from `dealt` on.
  private var pending: ContiguousArray<UInt8> = []
  private var dealt: Int64

  init(_ file: FollowedFile, _ state: StreamState?) {
    self.file = file
    self.state = state
    stream = state?.number
    position = state?.offset ?? file.leadingNULs
    dealt = position
  }

  /// Starts somewhere within a file of which nothing is known.
  init(_ file: FollowedFile, at position: Int64) {
    self.file = file
    state = nil
    self.position = position
    dealt = position
    let before = Int(clamping: position - file.leadingNULs)
    consumed = ConsumedBytes(
      head: Array(file.head.prefix(before))[...], checksum: before == 0 ? 0 : nil)
  }

  /// Describes reading from within a file of which nothing is known.
  var openingWithin: StreamOpening {
    StreamOpening(
      fileName: file.input.displayName, set: file.input.setKey,
      instance: file.input.place.instance,
      isPart: file.input.order.isPart, isNew: position == file.leadingNULs, offset: position,
      leadingNULs: 0,
      head: file.head(upTo: position), annotation: "")
  }

  enum Start {
    case ready(StreamOpening)
    case disturbed
    case failed(FileError)
  }

  enum Step {
    case bytes(ContiguousArray<UInt8>)
    case end
    /// The file was changed while it was read; what was read is worthless.
    case disturbed
    case failed(FileError)
  }

  /// How many bytes were read that are no whole record yet.
  var waiting: Int64 { position - dealt }
  /// These bytes.
  var rest: ContiguousArray<UInt8> { pending }

  /// Whether everything that was read has been dealt with.
  var isAtEnd: Bool { dealt == position }

  /// Makes sure that the file holds the stream, and learns what was dealt with last.
  ///
  /// - Parameter earlier: what the consumer noted at the end of the log before a new one.
  /// - Returns: how to begin, or why not.
  mutating func start(after earlier: String) -> Start {
    do throws(FileError) {
      if let state {
        let tail = try file.lastBytes(of: state, count: ConsumedBytes.tailLength)
        guard Fingerprint(of: tail.suffix(state.marker.length)) == state.marker else {
          return .disturbed
        }
        consumed = ConsumedBytes(
          head: Array(file.head.prefix(state.head.length))[...], tail: Array(tail)[...],
          checksum: state.checksum)
      }
      guard try file.isUnchanged(upTo: position) else { return .disturbed }
      let isAtStart = state == nil && position == file.leadingNULs
      return .ready(
        StreamOpening(
          fileName: file.input.displayName, set: file.input.setKey,
          instance: file.input.place.instance,
          isPart: file.input.order.isPart, isNew: isAtStart,
          offset: position, leadingNULs: isAtStart ? file.leadingNULs : 0,
          head: isAtStart ? [] : file.head(upTo: position),
          annotation: state?.annotation ?? earlier))
    } catch {
      return .failed(error)
    }
  }

  /// The next bytes, made sure to be those that follow.
  mutating func next(_ count: Int) -> Step {
    do throws(FileError) {
      let bytes = try file.bytes(at: position, count: count)
      if bytes.isEmpty { return .end }
      guard try file.isUnchanged(upTo: position + Int64(bytes.count)) else { return .disturbed }
      position += Int64(bytes.count)
      pending += bytes
      return .bytes(bytes)
    } catch {
      return .failed(error)
    }
  }

  /// Notes that everything up to a place has been dealt with; returns how many bytes that was.
  mutating func advance(to offset: Int64) -> Int64 {
    let count = min(max(offset - dealt, 0), Int64(pending.count))
    consumed.append(Array(pending.prefix(Int(count)))[...])
    pending.removeFirst(Int(count))
    dealt += count
    return count
  }

  /// The state of a new stream, before what was dealt with is noted in it.
  func newState(number: Int, now: Int64) -> StreamState {
    let nothing = Fingerprint(of: [])
    return StreamState(
      number: number, name: name, leadingNULs: file.leadingNULs, head: nothing,
      start: nothing, offset: file.leadingNULs, marker: nothing, size: 0, lastSeen: now,
      fileName: file.input.displayName)
  }

  /// Whether more than headers has been dealt with.
  var hasRecord: Bool {
    state != nil || stream != nil || consumed.head.count >= StreamState.headLength
      || !LogStart.withoutHeaders(consumed.head).isEmpty
  }

  /// What the stream is called; nil as long as its first record is not there.
  var name: UInt64? {
    if let name = state?.name { return name }
    var start = consumed.head
    if Int64(start.count) == dealt - file.leadingNULs {
      start += pending.prefix(StreamState.headLength - start.count)
    }
    return LogStart.name(of: start)
  }
}
