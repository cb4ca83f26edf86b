import SystemPackage

extension Follower {
  /// Lets the consumer deal with what a file holds behind the offset of its stream.
  ///
  /// - Throws: ``FileError`` of the output or the checkpoint; trouble with the file is kept.
  mutating func read<C: StreamConsumer & ~Copyable>(
    _ file: FollowedFile, _ known: Int?, into consumer: inout C
  ) throws(FileError) -> Outcome {
    let state = known.flatMap { checkpoint.index(of: $0) }.map { checkpoint.streams[$0] }
    var reading: StreamReading
    if state == nil, let old = oldEnd(of: file) {
      do throws(FileError) {
        reading = StreamReading(file, at: try file.lineStart(after: old))
      } catch {
        errors.append(error)
        return .complete
      }
    } else {
      reading = StreamReading(file, state)
    }
    let before = state == nil ? predecessor(of: file) : nil
    var joined: Int?
    defer { file.endInflating() }
    switch reading.start(after: before?.annotation ?? "") {
    case .ready(var opening):
      if let before {
        switch recordStart(at: before, goingOnIn: file) {
        case .unclear: return .complete
        case .found(let bytes, let head): (opening.rest, opening.head) = (bytes, head)
        case .none: break
        }
      }
      joined = opening.rest.isEmpty ? nil : before?.number
      if opening.isPart, recalled.insert(opening.set).inserted {
        consumer.recall(annotations(in: opening.set), of: opening.set)
      }
      consumer.begin(opening)
    case .disturbed: return .disturbed
    case .failed(let error):
      errors.append(error)
      return .complete
    }
    var isNamed = false
    while true {
      switch reading.next(room(after: reading)) {
      case .bytes(let bytes):
        if !isNamed, let name = reading.name {
          consumer.name(name)
          isNamed = true
        }
        for start in stride(from: 0, to: bytes.count, by: Self.piece) {
          let piece = bytes.span.extracting(start..<min(start + Self.piece, bytes.count))
          advance(&reading, to: consumer.take(piece), &consumer)
          if consumer.isStopped {
            consumer.end(.clean)
            return .stopped
          }
          if consumer.isFull { try commit(&consumer, endsRun: false) }
        }
        if uncommitted > 0, room(after: reading) < Self.chunk {
          try commit(&consumer, endsRun: false)
        }
      case .disturbed:
        return .disturbed
      case .failed(let error):
        errors.append(error)
        return .complete
      case .end:
        advance(&reading, to: consumer.pause(isFinal: false), &consumer)
        let isFinal = isComplete(file)
        if isFinal { tellRest(&reading, &consumer) }
        consumer.end(isFinal ? file.inflated?.end ?? .clean : .clean)
        if let before, consumer.continuesLogBefore { settle(before.number) }
        if reading.stream != nil, let index = joined.flatMap({ checkpoint.index(of: $0) }) {
          checkpoint.streams[index].toldEnd = checkpoint.streams[index].size
        }
        if let number = reading.stream {
          noteLength(of: number, reading.position)
          if let index = checkpoint.index(of: number) {
            checkpoint.streams[index].home = file.identity
            if !file.input.isStray {
              let target = POSIX.resolved(file.input.path)
              checkpoint.streams[index].target =
                target == file.input.path ? nil : target.printable
            }
          }
          let isSettled = isFinal || reading.isAtEnd && file.content == .plain
          note(file, holds: number, isSettled: isSettled, upTo: reading.position)
        }
        // The next run finds it by its name; there may be more logs than descriptors.
        if !isLive, !newest.contains(file.identity) { file.close() }
        return consumer.isStopped ? .stopped : .complete
      }
    }
  }

  /// How many bytes are read next, so that no more than a batch is dealt with before it is committed.
  private func room(after reading: borrowing StreamReading) -> Int {
    let free = batch - min(batch, uncommitted + reading.waiting)
    return max(4096, Int(min(free, Int64(Self.chunk))))
  }

  /// Has the end of a log told that is no whole record, once.
  ///
  /// Reading goes on before it all the same: the rest of the record may come late.
  private mutating func tellRest<C: StreamConsumer & ~Copyable>(
    _ reading: inout StreamReading, _ consumer: inout C
  ) {
    guard !reading.isAtEnd else { return }
    guard let number = reading.stream, let index = checkpoint.index(of: number) else {
      // Nothing would be known of the log.
      if reading.file.age >= Self.idleTime {
        advance(&reading, to: consumer.pause(isFinal: true), &consumer)
        advance(&reading, to: reading.position, &consumer)
      }
      return
    }
    guard checkpoint.streams[index].toldEnd != reading.position, !goesOn(reading) else { return }
    advance(&reading, to: consumer.pause(isFinal: true), &consumer)
    if !reading.isAtEnd { checkpoint.streams[index].toldEnd = reading.position }
  }

  /// Whether the record that is not whole at the end of a log goes on in the next one, of which nothing
  /// was read yet.
  private func goesOn(_ reading: borrowing StreamReading) -> Bool {
    let file = reading.file
    guard let place = listed.firstIndex(where: { $0 === file }), place + 1 < listed.count else {
      return false
    }
    let next = listed[place + 1]
    let stream = checkpoint.files[next.identity]?.stream
    guard file.place.mayBeCopy(of: next.place), stream == nil || stream == reading.stream else {
      return false
    }
    return LogStart.goesOn(reading.rest, in: next.head[...])
  }

  /// What comes before the first bytes of a new log.
  private enum RecordStart {
    /// A part of a record at the end of the log before, and the head of that.
    case found(ContiguousArray<UInt8>, head: ContiguousArray<UInt8>)
    case none
    /// More of the new log will show it.
    case unclear
  }

  /// Finds the part of a record at the end of a stream that goes on at the start of a new log.
  private func recordStart(at stream: StreamState, goingOnIn file: FollowedFile) -> RecordStart {
    let length = stream.size - stream.offset
    // A hole is as long as the log was when that was truncated.
    guard (1...Self.longestStart).contains(length),
      file.leadingNULs == 0 || file.leadingNULs == stream.size,
      let holder = held.values.first(where: {
        $0 !== file && checkpoint.files[$0.identity]?.stream == stream.number
          && $0.size == stream.size && $0.place.mayBeCopy(of: file.place)
      }),
      let bytes = try? holder.bytes(at: stream.offset, count: Int(length)), bytes.count == length,
      LogStart.goesOn(bytes, in: file.head[...])
    else { return .none }
    let head = holder.head(upTo: stream.offset)
    guard file.leadingNULs == 0, let log = try? file.bytes(at: 0, count: FollowedFile.recordRoom)
    else { return .found(bytes, head: head) }
    switch isOneRecord(bytes, head, log) {
    case true?: return .found(bytes, head: head)
    case nil where file.age < Self.settlingTime: return .unclear
    case nil, false?: return .none
    }
  }

  /// The beginning of a record that is joined with its end has no more bytes.
  private static let longestStart: Int64 = 1 << 20

  /// The stream of the log that came before a file in its set.
  ///
  /// A log and its compression have the same place. They hold two streams where the log was emptied
  /// and written again after that; the later one comes right before the file.
  func stream(before file: FollowedFile) -> StreamState? {
    guard let place = listed.firstIndex(where: { $0 === file }), place > 0 else { return nil }
    let last = listed[place - 1].input
    var latest: StreamState?
    for other in listed[..<place].reversed() {
      guard other.input.setKey == file.input.setKey, other.input.order.isSamePlace(as: last.order)
      else { break }
      guard let number = checkpoint.files[other.identity]?.stream,
        let index = checkpoint.index(of: number)
      else { continue }
      if number > latest?.number ?? 0 { latest = checkpoint.streams[index] }
    }
    return latest
  }

  /// The stream that the records of a new log follow: that of the log before it, or that of a newer
  /// one that is gone.
  ///
  /// A server that numbers its parts begins again at the first one when it is started again, so
  /// that their order is not that of their records.
  private func predecessor(of file: FollowedFile) -> StreamState? {
    guard !file.input.order.isPart else { return nil }
    let listed = stream(before: file)
    // What could not be read may be the log between the two.
    guard newest.contains(file.identity), errors.isEmpty else { return listed }
    let gone = checkpoint.streams.last { stream in
      stream.isNewest && !present.contains(stream.number)
        && LogPlace(FilePath(stream.fileName)).set == file.input.setKey
    }
    guard let gone, gone.number > listed?.number ?? 0 else { return listed }
    return gone
  }

  /// Takes note that nothing of a stream is missing that was not told.
  private mutating func settle(_ number: Int) {
    guard !present.contains(number), let index = checkpoint.index(of: number) else { return }
    checkpoint.streams[index].isNewest = false
  }

  /// What the consumer noted of the streams of a set, also of those whose files are gone.
  func annotations(in set: SetKey) -> [String] {
    let files = listed.filter { $0.input.setKey == set }
    let numbers = Set(files.compactMap { checkpoint.files[$0.identity]?.stream })
    return checkpoint.streams.compactMap { stream in
      let key = InputFile(FilePath(stream.fileName), origin: .argument, status: nil).setKey
      return numbers.contains(stream.number) || key == set ? stream.annotation : nil
    }
  }

  /// Whether nothing will be added to the file any more.
  func isComplete(_ file: FollowedFile) -> Bool {
    switch file.content {
    case .undecided: return false
    case .plain: return !newest.contains(file.identity) && file.age >= Self.settlingTime
    case .gzip:
      guard case .damaged(let damage)? = file.inflated?.end, damage.kind == .truncated else {
        return true
      }
      return file.age >= FollowedFile.compressionGrace
    }
  }

  /// Notes how far the consumer has come.
  mutating func advance<C: StreamConsumer & ~Copyable>(
    _ reading: inout StreamReading, to dealt: Int64, _ consumer: inout C
  ) {
    let count = reading.advance(to: dealt)
    // What is only a header is no stream yet: many logs begin with it.
    guard count > 0, reading.hasRecord else { return }
    uncommitted += count
    reading.stream = adopt(reading, upTo: dealt, consumer.annotation)
  }

  /// Remembers how far a stream was read, and a new stream too; returns its number.
  mutating func adopt(
    _ reading: borrowing StreamReading, upTo offset: Int64, _ annotation: String
  ) -> Int {
    let file = reading.file
    let number: Int
    let index: Int
    if let known = reading.stream, let place = checkpoint.index(of: known) {
      (number, index) = (known, place)
    } else {
      (number, index) = (checkpoint.nextNumber, checkpoint.streams.count)
      checkpoint.streams.append(reading.newState(number: number, now: file.now))
      if file.leadingNULs > 0 { newWithHole.append((number, file.identity)) }
      present.insert(number)
      // Known from now on, also if the file changes before it was read to its end.
      note(file, holds: number, isSettled: false)
    }
    checkpoint.streams[index].advance(to: offset, reading.consumed)
    checkpoint.streams[index].name = checkpoint.streams[index].name ?? reading.name
    checkpoint.streams[index].size = max(offset, file.size ?? offset)
    // A name that says nothing would not tell the next run where the stream belongs.
    if !file.input.isStray { checkpoint.streams[index].fileName = file.input.displayName }
    checkpoint.streams[index].home = file.identity
    checkpoint.streams[index].annotation = annotation
    return number
  }

  /// Remembers how long a stream is, also where its last bytes are no record yet.
  mutating func noteLength(of number: Int, _ length: Int64) {
    guard let index = checkpoint.index(of: number) else { return }
    checkpoint.streams[index].size = max(checkpoint.streams[index].size, length)
  }
}
