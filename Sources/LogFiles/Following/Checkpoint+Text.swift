// The checkpoint as text: one fact per line, readable for people, with a digest of all of it.
//
//     emslog checkpoint 2 sha256 5a0c…
//     generation 12
//     output 2049 131 8812 256:9b1e…           device inode length tail
//     skipped 2049 132 77 77:51f0…             the same of the file of what was skipped
//     stream 3 0 128:41c0… 4096:77ab… 99120 256:c0de… 99120 1 0 1795216353 4f2a… 8d3f0a11
//            number NULs start head offset marker size newest missed seen name checksum
//     begins 3 5f01… 77ab…                     stream, then what its first bytes hash to
//     ends 3 77ab… c0de…                       stream, then what its last bytes hash to
//     home 3 2049 77                           stream, then device and inode it is read from
//     told 3 99160                             stream, end of a part of a record that was told
//     rung 3 4090 256:…                        stream offset marker
//     about 3 events.json                      stream file
//     link 3 data/events.json                  stream, then where the link leads that is the file
//     mark 3 17 4242                           stream, then what its consumer noted
//     file 2049 77 99120 <mtime> <ctime> 3 1   device inode size … stream settled
//     memory log 99120 0 0 0 0 0 0             what the consumer wants to be told
//
// Version 1 had no `begins`, no `ends`, no `home`, no `told` and no `link`.

extension Checkpoint {
  /// The version that is written.
  static let version = 2
  /// The oldest version that is read.
  private static let oldestVersion = 1

  /// The text that is written to the file.
  var text: String {
    var body = "generation \(generation)\n"
    for (word, record) in [("output", outputs.events), ("skipped", outputs.skipped)] {
      guard let record else { continue }
      let identity = record.identity
      body += "\(word) \(identity.device) \(identity.inode) \(record.length)"
      body += " \(record.tail.text)\n"
    }
    for stream in streams {
      body += "stream \(stream.number) \(stream.leadingNULs) \(stream.start.text)"
      body += " \(stream.head.text)"
      body += " \(stream.offset) \(stream.marker.text) \(stream.size) \(stream.isNewest ? 1 : 0)"
      let name = stream.name.map { String($0, radix: 16) } ?? "-"
      let checksum = stream.checksum.map { String($0, radix: 16) } ?? "-"
      body += " \(stream.missedRuns) \(stream.lastSeen) \(name) \(checksum)\n"
      for (word, hashes) in [("begins", stream.beginnings), ("ends", stream.endings)]
      where !hashes.isEmpty {
        let digits = hashes.map { String($0, radix: 16) }
        body += "\(word) \(stream.number) \(digits.joined(separator: " "))\n"
      }
      if let home = stream.home {
        body += "home \(stream.number) \(home.device) \(home.inode)\n"
      }
      if let end = stream.toldEnd { body += "told \(stream.number) \(end)\n" }
      for rung in stream.rungs {
        body += "rung \(stream.number) \(rung.offset) \(rung.marker.text)\n"
      }
      body += "about \(stream.number) \(stream.fileName)\n"
      if let target = stream.target { body += "link \(stream.number) \(target)\n" }
      if !stream.annotation.isEmpty { body += "mark \(stream.number) \(stream.annotation)\n" }
    }
    let sorted = files.sorted {
      ($0.key.device, $0.key.inode) < ($1.key.device, $1.key.inode)
    }
    for (identity, file) in sorted {
      body += "file \(identity.device) \(identity.inode) \(file.size) \(file.modified)"
      body += " \(file.changed) \(file.stream) \(file.isSettled ? 1 : 0)\n"
    }
    for line in memory { body += "memory \(line)\n" }
    let digest = Fingerprint(of: body.utf8).digest.hexadecimal
    return "emslog checkpoint \(Self.version) sha256 \(digest)\n" + body
  }

  /// Why a text is no checkpoint.
  enum Defect: Error, Equatable {
    case notACheckpoint
    case otherVersion
    case wrongDigest
    case badLine(Int)

    /// Completes the sentence "the checkpoint …".
    var sentence: String {
      switch self {
      case .notACheckpoint: "is not one that emslog wrote"
      case .otherVersion: "was written by another version of emslog"
      case .wrongDigest: "is damaged: its digest does not match"
      case .badLine(let number): "is damaged in line \(number)"
      }
    }
  }

  /// Reads what ``text`` writes; everything is checked, down to the range of each number.
  init(text: String) throws(Defect) {
    guard let end = text.utf8.firstIndex(of: UInt8(ascii: "\n")) else { throw .notACheckpoint }
    let first = text[..<end].split(separator: " ", omittingEmptySubsequences: false)
    guard first.count == 5, first[0] == "emslog", first[1] == "checkpoint" else {
      throw .notACheckpoint
    }
    guard let version = Int(first[2]), (Self.oldestVersion...Self.version).contains(version)
    else { throw .otherVersion }
    let body = text[text.utf8.index(after: end)...]
    guard first[3] == "sha256",
      ContentDigest(hexadecimal: first[4]) == Fingerprint(of: body.utf8).digest
    else { throw .wrongDigest }
    self.init()
    var places: [Int: Int] = [:]
    var number = 1
    for line in body.split(separator: "\n") {
      number += 1
      var words = Words(line)
      guard read(&words, &places) else { throw .badLine(number) }
    }
    guard
      files.values.allSatisfy({ $0.stream == Follower.passedOver || places[$0.stream] != nil })
    else { throw .badLine(number) }
    streams.sort { $0.number < $1.number }
    self.version = version
    if version == 1 {
      findHomes()
      forgetHeaders()
    }
  }

  /// Takes the only file that holds a stream for the one it was read from.
  private mutating func findHomes() {
    let holders = Dictionary(grouping: files, by: \.value.stream)
    for index in streams.indices {
      guard let files = holders[streams[index].number], files.count == 1 else { continue }
      streams[index].home = files[0].key
    }
  }

  /// Takes one line; false if it is not as it should be.
  private mutating func read(_ words: inout Words, _ places: inout [Int: Int]) -> Bool {
    let word = words.next()
    switch word {
    case "generation":
      guard let number = words.natural() else { return false }
      generation = number
      return words.isAtEnd
    case "output", "skipped":
      guard let identity = words.identity(), let length = words.natural(),
        let tail = words.fingerprint(), words.isAtEnd
      else { return false }
      let record = OutputRecord(identity: identity, length: length, tail: tail)
      outputs.update(word == "output" ? Outputs(events: record) : Outputs(skipped: record))
      return true
    case "stream":
      guard let stream = words.stream(), places[stream.number] == nil else { return false }
      places[stream.number] = streams.count
      streams.append(stream)
      return true
    case "rung":
      guard let place = words.place(places), let offset = words.natural(),
        let marker = words.fingerprint(), words.isAtEnd, offset < streams[place].offset
      else { return false }
      streams[place].rungs.append(StreamState.Rung(offset: offset, marker: marker))
      return true
    case "begins":
      guard let place = words.place(places), let hashes = words.hashes() else { return false }
      streams[place].beginnings = hashes
      return hashes.count <= StreamState.steps.count { $0 <= streams[place].head.length }
    case "ends":
      guard let place = words.place(places), let hashes = words.hashes() else { return false }
      streams[place].endings = hashes
      return hashes.count <= StreamState.endingLengths.count
    case "home":
      guard let place = words.place(places), let identity = words.identity(), words.isAtEnd
      else { return false }
      streams[place].home = identity
      return true
    case "told":
      guard let place = words.place(places), let end = words.natural(), words.isAtEnd
      else { return false }
      streams[place].toldEnd = end
      return true
    case "about":
      guard let place = words.place(places) else { return false }
      streams[place].fileName = words.rest
      return true
    case "link":
      guard let place = words.place(places) else { return false }
      streams[place].target = words.rest
      return true
    case "mark":
      guard let place = words.place(places) else { return false }
      streams[place].annotation = words.rest
      return true
    case "file":
      guard let identity = words.identity(), let size = words.natural(),
        let modified = words.integer(), let changed = words.integer(),
        let stream = words.natural(), let isSettled = words.flag(), words.isAtEnd,
        files[identity] == nil
      else { return false }
      files[identity] = FileRecord(
        size: size, modified: modified, changed: changed, stream: Int(stream),
        isSettled: isSettled)
      return true
    case "memory":
      memory.append(words.rest)
      return true
    default:
      return false
    }
  }
}

/// The words of one line.
private struct Words {
  private var left: Substring
  init(_ line: Substring) { left = line }

  var isAtEnd: Bool { left.isEmpty }
  var rest: String { String(left) }

  mutating func next() -> Substring {
    let end = left.utf8.firstIndex(of: UInt8(ascii: " ")) ?? left.endIndex
    let word = left[..<end]
    left = end < left.endIndex ? left[left.utf8.index(after: end)...] : left[end...]
    return word
  }

  /// At most 62 bits, so that sums of two cannot overflow.
  mutating func natural() -> Int64? {
    guard let number = Int64(next()), (0...(1 << 62)).contains(number) else { return nil }
    return number
  }

  mutating func integer() -> Int64? { Int64(next()) }

  mutating func flag() -> Bool? {
    switch next() {
    case "0": false
    case "1": true
    default: nil
    }
  }

  mutating func identity() -> FileIdentity? {
    guard let device = UInt64(next()), let inode = UInt64(next()) else { return nil }
    return FileIdentity(device: device, inode: inode)
  }

  mutating func fingerprint() -> Fingerprint? {
    let word = next()
    guard let colon = word.utf8.firstIndex(of: UInt8(ascii: ":")),
      let length = Int(word[..<colon]), (0...StreamState.headLength).contains(length),
      let digest = ContentDigest(hexadecimal: word[word.utf8.index(after: colon)...])
    else { return nil }
    return Fingerprint(length: length, digest: digest)
  }

  /// A number in hexadecimal digits, or a hyphen where there is none.
  mutating func hexadecimal<Number: FixedWidthInteger>(_: Number.Type) -> Number?? {
    let word = next()
    if word == "-" { return .some(nil) }
    return Number(word, radix: 16).map { .some($0) }
  }

  /// All that are left; nil if one of them is none.
  mutating func hashes() -> [UInt64]? {
    var hashes: [UInt64] = []
    while !isAtEnd {
      guard let hash = hexadecimal(UInt64.self) ?? nil else { return nil }
      hashes.append(hash)
    }
    return hashes
  }

  mutating func place(_ places: [Int: Int]) -> Int? {
    natural().flatMap { places[Int($0)] }
  }

  mutating func stream() -> StreamState? {
    guard let number = natural(), let nuls = natural(), let start = fingerprint(),
      let head = fingerprint(),
      let offset = natural(), let marker = fingerprint(), let size = natural(),
      let isNewest = flag(), let missedRuns = natural(), let lastSeen = natural(),
      let name = hexadecimal(UInt64.self), let checksum = hexadecimal(UInt32.self), isAtEnd,
      offset > nuls, Int64(head.length) <= offset - nuls, Int64(marker.length) <= offset - nuls,
      head.length > 0, marker.length > 0, start.length == min(head.length, StreamState.startLength)
    else { return nil }
    return StreamState(
      number: Int(number), name: name, leadingNULs: nuls, head: head, start: start, offset: offset,
      marker: marker, checksum: checksum, size: size, isNewest: isNewest,
      missedRuns: Int(missedRuns),
      lastSeen: lastSeen, fileName: "")
  }
}

extension Fingerprint {
  /// Length and digest.
  fileprivate var text: String { "\(length):\(digest.hexadecimal)" }
}
