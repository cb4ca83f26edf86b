/// Finds out what became of a call of a webhook, in the lines of the server's log behind it.
///
/// No number ties these lines together (webhooks.md §3). The rule:
///
/// 1. The thread that announces the call sends the request and tells the status of the answer, before
///    it announces another one.
/// 2. Where it says instead, or behind a status, that it will try again in so many milliseconds, the
///    next request to the same address that is sent when that time has passed, by a thread that has
///    announced nothing, is the next attempt. That thread tells of its answer.
/// 3. It is over with the status 200, with the words that there will be no other attempt, with any
///    other status behind which none is announced at once, or if nothing came for a minute.
struct AntMediaHookWatch {
  private enum Phase: Equatable {
    /// The thread is known.
    case running
    /// An answer that is not 200 has come; another attempt may be announced at once.
    case refused(at: Int64)
    /// Some thread will send the request again, not before that time.
    case waiting(until: Int64)
    case over
  }

  private(set) var answer = AntMediaHookAnswer()
  private var phase = Phase.running
  private var thread: ContiguousArray<UInt8>
  private let url: ContiguousArray<UInt8>
  private var latest: Int64
  private var lines = 0
  /// Threads that have announced calls of their own and not sent them yet.
  private var announcing: [ContiguousArray<UInt8>] = []

  /// Longest time between two lines about one call, in milliseconds, beyond an announced delay.
  private static let patience: Int64 = 60_000
  /// Lines that tell of one moment may bear stamps so many milliseconds apart.
  private static let moment: Int64 = 50
  /// So many lines are looked at.
  static let reach = 2_000

  /// Begins behind the line that announces the call.
  init(_ call: AntMediaHookCall, _ line: AntMediaLogLine, in text: Span<UInt8>) {
    thread = text.extracting(line.thread).copied
    url = text.extracting(call.url).copied
    latest = line.clock.milliseconds
  }

  /// Whether no further line can tell more.
  var isOver: Bool { phase == .over || lines >= Self.reach }

  /// Looks at a line; those that are none of the log's own are nothing to it.
  mutating func look(at text: Span<UInt8>) {
    lines += 1
    guard let line = AntMediaLogLine(text) else { return }
    let now = line.clock.milliseconds
    switch phase {
    case .running where now - latest > Self.patience: phase = .over
    case .refused(let time) where now - time > Self.moment: phase = .over
    case .waiting(let time) where now - time > Self.patience: phase = .over
    default: break
    }
    guard phase != .over else { return }
    let isOwn = text.extracting(line.thread).equals(thread.span)
    if case .waiting(let time) = phase {
      wait(for: line, in: text, until: time)
    } else if isOwn {
      take(text.extracting(line.message), at: now)
    }
  }

  private mutating func take(_ message: Span<UInt8>, at now: Int64) {
    let retry: StaticString = "Retry attempt for POST in "
    if message.has("Sending POST request to ", at: 0) {
      guard case .running = phase, message.sends(to: url.span) else { return end() }
      answer.attempts += 1
      latest = now
    } else if message.has("POST Response Status:", at: 0) {
      answer.attempts = max(answer.attempts, 1)
      answer.status = message.lastNumber
      phase = answer.status == 200 ? .over : .refused(at: now)
    } else if message.has(retry, at: 0) {
      let delay = message.extracting(retry.utf8CodeUnitCount...).firstNumber ?? 0
      // What was answered before is not what became of the call.
      if case .running = phase { answer.status = nil }
      phase = .waiting(until: now + max(0, min(delay, 3_600_000)) - Self.moment)
    } else if message.has("Stopping sending POST", at: 0) {
      if case .running = phase { answer.status = nil }
      end()
    } else if message.has(AntMediaLogLine.call, at: 0) {
      end()
    } else if case .refused = phase {
      end()
    }
  }

  private mutating func wait(for line: AntMediaLogLine, in text: Span<UInt8>, until time: Int64) {
    let name = text.extracting(line.thread)
    let message = text.extracting(line.message)
    if message.has(AntMediaLogLine.call, at: 0) {
      announcing.append(name.copied)
      return
    }
    guard message.sends(to: url.span) else { return }
    if let index = announcing.firstIndex(where: { name.equals($0.span) }) {
      announcing.remove(at: index)
    } else if line.clock.milliseconds >= time {
      thread = name.copied
      answer.attempts += 1
      latest = line.clock.milliseconds
      phase = .running
    }
  }

  private mutating func end() { phase = .over }
}

extension Span<UInt8> {
  fileprivate var copied: ContiguousArray<UInt8> {
    var bytes: ContiguousArray<UInt8> = []
    bytes.reserveCapacity(count)
    for index in indices { bytes.append(self[index]) }
    return bytes
  }

  /// Whether a message says that a request is sent to that address.
  fileprivate func sends(to url: Span<UInt8>) -> Bool {
    let words: StaticString = "Sending POST request to "
    return has(words, at: 0) && extracting(words.utf8CodeUnitCount...).equals(url)
  }

  /// The digits at the front as a number.
  fileprivate var firstNumber: Int64? {
    var end = 0
    while end < count, self[end].isASCIIDigit { end += 1 }
    return extracting(0..<end).integer
  }

  /// The digits at the end as a number.
  fileprivate var lastNumber: Int64? {
    var start = count
    while start > 0, self[start - 1].isASCIIDigit { start -= 1 }
    return extracting(start...).integer
  }
}
