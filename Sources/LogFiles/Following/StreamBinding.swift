import SystemPackage

/// How the contents of two files relate.
enum ContentRelation: Equatable {
  case different
  case equal
  /// All of the first file stands at the start of the second.
  case firstIsPrefix
  case secondIsPrefix

  /// Whether one content goes on where the other ends, or both are the same.
  var isOneStream: Bool { self != .different }
}

/// What has to be known of a file to tell which stream it holds.
///
/// The decisions are made by ``StreamBinding`` on these answers alone, so that tests can give them.
protocol BindableFile: AnyObject {
  var identity: FileIdentity { get }
  var isListed: Bool { get }
  var isCompressed: Bool { get }
  /// Where its name puts it.
  var place: LogPlace { get }
  /// Length of the content; nil for compressed content that was not read to its end.
  var size: Int64? { get }
  var leadingNULs: Int64 { get }
  /// Whether there is any content to recognise.
  var hasHead: Bool { get }
  /// What its first record makes of a stream's name; none if that record is not there.
  var names: [UInt64] { get }
  /// Whether it has so few bytes that nothing is known of them by themselves.
  var isTiny: Bool { get }
  /// Whether everything before the stream's offset is there: its first bytes and its last.
  func holds(_ stream: StreamState) throws(FileError) -> Bool
  /// Whether every single byte before the stream's offset is as it was.
  func holdsAll(of stream: StreamState) throws(FileError) -> Bool
  /// Whether what stands before an earlier place of a stream is there.
  func holds(_ rung: StreamState.Rung) throws(FileError) -> Bool
  /// Whether the file begins as the stream does and ends before the place up to which that was read.
  func isBeginning(of stream: StreamState) throws(FileError) -> Bool
  /// Compares two contents as far as both go.
  func relation(to other: Self) throws(FileError) -> ContentRelation
  /// Whether the content up to a place tells its log from all others; headers and the records of a
  /// start do not.
  func isDistinctive(upTo end: Int64) throws(FileError) -> Bool
  /// Whether it is compressed, not complete, and perhaps being written at this moment.
  func isBeingCompressed() throws(FileError) -> Bool
  /// Whether it is a part of a log with half a first record, so that nothing can be read of it.
  func isStump(of other: Self) -> Bool
}

/// Which file holds which stream: identity by content, with inode and name as hints.
///
///     a log where it was                 its stream, and nothing longer can be a copy of it
///     its copy, its compression          the same stream, or a part of it: nothing new
///     a log that is gone                 read on in what holds all of it
///     anything else                      a new stream, read from its start
struct StreamBinding<File: BindableFile> {
  /// For each stream that was found, by number: the file it is read from.
  private(set) var sources: [Int: File] = [:]
  /// Which stream each file holds, those read from elsewhere included.
  private(set) var holders: [FileIdentity: Int] = [:]
  /// Files that hold streams of which nothing was known.
  private(set) var fresh: [File] = []
  /// For files that hold the same as a fresh one: which.
  private(set) var copies: [FileIdentity: FileIdentity] = [:]
  /// Files that are better looked at later.
  private(set) var pending: [File] = []
  /// Streams whose own file is there but holds something else now, while nothing else holds them.
  private(set) var displaced: [Int] = []
  /// Streams whose file has become shorter: up to where it is still as it was.
  private(set) var shortened: [Int: StreamState.Rung] = [:]
  /// Files that begin as a stream does and go on as it does, with something else in between.
  private(set) var rewritten: [(stream: Int, file: File)] = []
  /// Files that could not be read.
  private(set) var failures: [FileError] = []
  private var failed: Set<FileIdentity> = []
  private let verifiesAll: Bool
  private let present: [FileIdentity: File]
  private let hints: [FileIdentity: Int]
  /// Files that are not bound to begin with, by the name that their first record makes.
  private var unknown: [UInt64: [File]] = [:]

  /// Decides.
  ///
  /// - Parameters:
  ///   - streams: what is known.
  ///   - files: what there is, oldest first.
  ///   - trusted: the stream of each file that has not changed since nothing was left in it.
  ///   - hints: the stream that each file held when it was last asked.
  ///   - shrunk: the files that have become shorter since then.
  ///   - verifiesAll: whether all bytes that were dealt with are compared, not the first and last.
  init(
    _ streams: [StreamState], files: [File], trusted: [FileIdentity: Int],
    hints: [FileIdentity: Int], shrunk: Set<FileIdentity> = [], verifiesAll: Bool = false
  ) {
    self.verifiesAll = verifiesAll
    self.hints = hints
    holders = trusted
    present = Dictionary(files.map { ($0.identity, $0) }, uniquingKeysWith: { $1 })
    var left = files.filter { trusted[$0.identity] == nil && $0.hasHead }
    for file in left {
      for name in file.names { unknown[name, default: []].append(file) }
    }
    let sorted = streams.sorted { $0.offset > $1.offset }
    for stream in sorted { bind(stream, left) }
    for stream in sorted where sources[stream.number] == nil {
      bindShorter(stream, left, shrunk)
    }
    displaced = streams.filter { stream in
      sources[stream.number] == nil && stream.home.map { hints[$0] } == stream.number
    }.map(\.number)
    left.removeAll { holders[$0.identity] != nil || failed.contains($0.identity) }
    left.removeAll { isPending($0, files) }
    sortFresh(left)
  }

  /// The files that may hold a stream, among those that are not bound yet.
  private func candidates(for stream: StreamState, _ left: [File]) -> [File] {
    let files = stream.name.map { unknown[$0] ?? [] } ?? left
    return files.filter { file in
      holders[file.identity] == nil && file.leadingNULs == stream.leadingNULs
        && !failed.contains(file.identity)
    }
  }

  /// Finds the files of one stream among those that are not bound yet.
  private mutating func bind(_ stream: StreamState, _ left: [File]) {
    var files = candidates(for: stream, left)
    if let home = stream.home.flatMap({ present[$0] }) {
      let isTrusted = holders[home.identity] == stream.number
      if isTrusted || files.contains(where: { $0 === home }) && holds(home, stream) {
        holders[home.identity] = stream.number
        return bind(stream, to: home, files)
      }
      files.removeAll { $0 === home }
    }
    var (whole, shorter): ([File], [File]) = ([], [])
    for file in files {
      if holds(file, stream) { whole.append(file) } else { shorter.append(file) }
    }
    guard !whole.isEmpty else { return }
    inherit(stream, whole)
    guard let source = sources[stream.number] else { return }
    for file in shorter where isCopy(file, of: source) { holders[file.identity] = stream.number }
  }

  /// Reads a stream on in its own file, unless a copy goes on while that stays as it is.
  private mutating func bind(_ stream: StreamState, to home: File, _ files: [File]) {
    var best = home
    for file in files where file !== home {
      let wasCopy = hints[file.identity] == stream.number
      guard isCopy(file, of: home) || wasCopy && isLonger(file, than: home) else { continue }
      holders[file.identity] = stream.number
      if isLonger(file, than: best) { best = file }
    }
    sources[stream.number] = best
  }

  /// Whether a file goes on behind all that another holds.
  private mutating func isLonger(_ file: File, than other: File) -> Bool {
    file !== other && relation(file, other) == .secondIsPrefix
  }

  /// Gives a stream whose own file is gone to the files that hold all that was read of it.
  private mutating func inherit(_ stream: StreamState, _ files: [File]) {
    let distinctive = files.filter { isDistinctive($0, upTo: stream.offset) }
    let place = LogPlace(FilePath(stream.fileName))
    // Where the content could be that of another log, names have to say that it is this one.
    let related = files.filter { $0.place.path == place.path || $0.place.mayBeCopy(of: place) }
    guard let chosen = distinctive.min(by: { rank($0, stream) < rank($1, stream) }) ?? related.first
    else { return }
    var best = chosen
    holders[chosen.identity] = stream.number
    for file in files where file !== chosen {
      let isReplica =
        distinctive.isEmpty ? isCopy(file, of: chosen) : relation(file, chosen).isOneStream
      guard isReplica else { continue }
      holders[file.identity] = stream.number
      if isBetter(file, than: best) { best = file }
    }
    sources[stream.number] = best
  }

  /// Whether a file holds what another does, or the beginning of it, and was made from it.
  private mutating func isCopy(_ file: File, of original: File) -> Bool {
    guard !file.place.isOtherLog(than: original.place) else { return false }
    var relation = relation(file, original)
    // The original may have grown, and its copy too, while they were compared.
    if relation == .secondIsPrefix { relation = self.relation(file, original) }
    guard relation == .equal || relation == .firstIsPrefix else { return false }
    return isDistinctive(file) || file.place.mayBeCopy(of: original.place)
  }

  private mutating func isDistinctive(_ file: File, upTo end: Int64 = .max) -> Bool {
    check(file) { () throws(FileError) in try file.isDistinctive(upTo: end) }
  }

  /// Whether a file holds all that was read of a stream.
  private mutating func holds(_ file: File, _ stream: StreamState) -> Bool {
    guard check(file, { () throws(FileError) in try file.holds(stream) }) else { return false }
    guard verifiesAll else { return true }
    let isSame = check(file) { () throws(FileError) in try file.holdsAll(of: stream) }
    if !isSame, !failed.contains(file.identity) { rewritten.append((stream.number, file)) }
    return isSame
  }

  /// The file it was last, then plain ones, then those that still have a name.
  private func rank(_ file: File, _ stream: StreamState) -> Int {
    (hints[file.identity] == stream.number ? 0 : 4) + (file.isCompressed ? 2 : 0)
      + (file.isListed ? 0 : 1)
  }

  /// Whether more can be read from a file, or the same more easily.
  private func isBetter(_ file: File, than other: File) -> Bool {
    let (size, otherSize) = (file.size ?? -1, other.size ?? -1)
    return size != otherSize ? size > otherSize : !file.isCompressed && other.isCompressed
  }

  /// Finds the files that hold the beginning of a stream, where none holds all that was read of it.
  ///
  /// Either its own file has lost its end, as a disk may that lost its power, and is read again from
  /// a place before that. Or it was read on between the copy and the truncation of its log; then the
  /// copy has always been shorter, and there is nothing new in it.
  private mutating func bindShorter(
    _ stream: StreamState, _ left: [File], _ shrunk: Set<FileIdentity>
  ) {
    let isDisplaced = stream.home.map { present[$0] != nil } ?? false
    let place = LogPlace(FilePath(stream.fileName))
    for file in candidates(for: stream, left) {
      let isBeginning = check(file) { () throws(FileError) in
        try file.isBeginning(of: stream)
      }
      guard isBeginning else { continue }
      let rungs = stream.rungs.filter { $0.offset <= file.size ?? 0 }
      let isHinted = hints[file.identity] == stream.number
      guard isHinted, shrunk.contains(file.identity) else {
        let isRelated =
          isHinted || !file.isTiny && isDisplaced && file.place.mayBeCopy(of: place)
        guard rungs.last.map({ holds(file, $0) }) ?? true,
          isRelated || !file.isTiny && isDistinctive(file)
        else { continue }
        holders[file.identity] = stream.number
        continue
      }
      guard sources[stream.number] == nil,
        let rung = rungs.last(where: { holds(file, $0) })
      else { continue }
      holders[file.identity] = stream.number
      sources[stream.number] = file
      shortened[stream.number] = rung
    }
  }

  private mutating func holds(_ file: File, _ rung: StreamState.Rung) -> Bool {
    check(file) { () throws(FileError) in try file.holds(rung) }
  }

  /// Whether a file may not be complete, or holds nothing that could be read.
  private mutating func isPending(_ file: File, _ files: [File]) -> Bool {
    let isIncomplete =
      file.names.isEmpty && files.contains { $0 !== file && file.isStump(of: $0) }
      || check(file) { () throws(FileError) in try file.isBeingCompressed() }
    if isIncomplete { pending.append(file) }
    return isIncomplete || failed.contains(file.identity)
  }

  /// Of files with one content only the longest is a new stream.
  private mutating func sortFresh(_ files: [File]) {
    var places: [UInt64: [Int]] = [:]
    for file in files {
      let key = file.names.first
      let others = key.map { places[$0] ?? [] } ?? []
      guard let index = others.first(where: { isOne(file, fresh[$0]) }) else {
        if let key { places[key, default: []].append(fresh.count) }
        fresh.append(file)
        continue
      }
      let other = fresh[index]
      // Of two that are equal the later one is the log: its copy is known by its name, not it by the
      // name of its copy.
      let isOriginal =
        file.size == other.size && file.isCompressed == other.isCompressed
        && other.place.mayBeCopy(of: file.place)
      if isOriginal || isBetter(file, than: other) {
        fresh[index] = file
        copies[other.identity] = file.identity
        for (copy, original) in copies where original == other.identity {
          copies[copy] = file.identity
        }
      } else {
        copies[file.identity] = other.identity
      }
    }
  }

  /// Whether one of two files of which nothing is known is a copy of the other.
  private mutating func isOne(_ file: File, _ other: File) -> Bool {
    guard file.leadingNULs == other.leadingNULs, !file.place.isOtherLog(than: other.place) else {
      return false
    }
    let (copy, original) =
      switch relation(file, other) {
      case .different: (file, file)
      case .firstIsPrefix: (file, other)
      case .secondIsPrefix: (other, file)
      case .equal: file.place < other.place ? (file, other) : (other, file)
      }
    guard copy !== original else { return false }
    return isDistinctive(copy) || copy.place.mayBeCopy(of: original.place)
  }

  private mutating func relation(_ file: File, _ other: File) -> ContentRelation {
    var relation = ContentRelation.different
    _ = check(file) { () throws(FileError) in
      relation = try file.relation(to: other)
      return true
    }
    return relation
  }

  /// The answer of a file; one that cannot be read is left out from then on.
  private mutating func check(_ file: File, _ question: () throws(FileError) -> Bool) -> Bool {
    guard !failed.contains(file.identity) else { return false }
    do throws(FileError) {
      return try question()
    } catch {
      failed.insert(file.identity)
      failures.append(error)
      return false
    }
  }
}
