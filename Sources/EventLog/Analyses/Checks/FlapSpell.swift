/// An inbound stream that lived only a short time.
struct Flap: Kept {
  var start: Int64 = 0
  var end: Int64 = 0
  var id: Int64?
  var process: Int64?
  /// How long no stream of the name was there behind it; nil until one comes.
  var away: Int64?

  mutating func keep(in fields: inout KeptFields) {
    fields(&start)
    fields(&end)
    fields(&id)
    fields(&process)
    fields(&away)
  }
}

/// The flaps of one name that follow one another within the window.
struct FlapSpell {
  /// Those of the last window of time, oldest first.
  private(set) var flaps: ArraySlice<Flap> = []
  /// Whether there have been so many within the window that it is told.
  private(set) var isTold = false
  /// How many there were in all.
  private(set) var count = 0
  /// When the first one began.
  private(set) var start: Int64 = 0
  /// When the last one ended.
  private(set) var end: Int64 = 0
  /// The most within the window.
  private(set) var worst = 0
  /// When the first of the most began.
  private(set) var worstStart: Int64 = 0
  /// How long the stream was away in all, and the longest time at once.
  private(set) var away: Int64 = 0
  private(set) var longest: Int64 = 0
  /// Whether the stream was not back when the log ended.
  private(set) var isAway = false
  /// Viewers that were dropped, that came back in time, and that did not.
  private(set) var dropped: Int64 = 0
  private(set) var back: Int64 = 0
  private(set) var lost: Int64 = 0
  /// When viewers left that may come back, by host.
  private var awaited: [Int?: [Int64]] = [:]
  private var awaitedCount = 0

  /// Viewers that leave within that time of what fed them were dropped, in milliseconds.
  static let together: Int64 = 2000
  /// Viewers that are not back after that time are lost, in milliseconds.
  static let patience: Int64 = 60_000
  /// So many flaps within the window, and viewers that may come back, are told apart.
  private static let limit = 10_000

  /// Forgets flaps that ended at that time or before it.
  mutating func forget(before time: Int64) {
    while let first = flaps.first, first.end <= time || flaps.count >= Self.limit {
      take(first)
      flaps.removeFirst()
    }
    // A spell that was not told begins with the first flap that is still known.
    if !isTold { restart() }
  }

  private mutating func restart() {
    (count, away, longest) = (flaps.count, 0, 0)
    start = flaps.first?.start ?? 0
    if flaps.isEmpty { (dropped, back, lost, awaited, awaitedCount) = (0, 0, 0, [:], 0) }
  }

  private mutating func take(_ flap: Flap) {
    away += flap.away ?? 0
    longest = max(longest, flap.away ?? 0)
  }

  /// Adds a flap; with `least` of them the spell is told.
  mutating func add(_ flap: Flap, least: Int) {
    giveUp(at: flap.end)
    if flaps.isEmpty { start = flap.start }
    flaps.append(flap)
    count += 1
    end = max(end, flap.end)
    if flaps.count >= least { isTold = true }
    if flaps.count > worst, let first = flaps.first {
      (worst, worstStart) = (flaps.count, first.start)
    }
  }

  /// A stream of the name has come.
  mutating func comeBack(at time: Int64) {
    guard let last = flaps.last, last.away == nil else { return }
    flaps[flaps.endIndex - 1].away = max(time - last.end, 0)
  }

  /// A viewer was dropped.
  mutating func viewerLeaves(_ host: Int?, at time: Int64) {
    dropped += 1
    guard awaitedCount < Self.limit else { return }
    awaited[host, default: []].append(time)
    awaitedCount += 1
  }

  /// Somebody comes to watch: maybe one that was dropped.
  mutating func viewerComes(_ host: Int?, at time: Int64) {
    guard awaitedCount > 0, var times = awaited[host] else { return }
    while let left = times.first {
      times.removeFirst()
      awaitedCount -= 1
      guard time - left > Self.patience else {
        back += 1
        break
      }
      lost += 1
    }
    awaited[host] = times.isEmpty ? nil : times
  }

  /// Adds up what is left; `time` is when the log ended.
  mutating func settle(at time: Int64?) {
    for flap in flaps { take(flap) }
    if let last = flaps.last, last.away == nil, let time, time > last.end {
      isAway = true
      away += time - last.end
      longest = max(longest, time - last.end)
    }
    guard let time else { return }
    giveUp(at: time)
  }

  /// Counts those as lost that have been away for too long.
  private mutating func giveUp(at time: Int64) {
    guard awaitedCount > 0 else { return }
    for (host, times) in awaited {
      let rest = times.filter { time - $0 <= Self.patience }
      lost += Int64(times.count - rest.count)
      awaitedCount -= times.count - rest.count
      awaited[host] = rest.isEmpty ? nil : rest
    }
  }
}

extension FlapSpell: Kept {
  mutating func keep(in fields: inout KeptFields) {
    var known = Array(flaps)
    fields(&known)
    flaps = known[...]
    fields(&isTold)
    fields(&count)
    fields(&start)
    fields(&end)
    fields(&worst)
    fields(&worstStart)
    fields(&away)
    fields(&longest)
    fields(&isAway)
    fields(&dropped)
    fields(&back)
    fields(&lost)
    fields(&awaited)
    if fields.isReading { awaitedCount = awaited.values.reduce(0) { $0 + $1.count } }
  }
}
