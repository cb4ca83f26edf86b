import SystemPackage

extension Follower {
  /// Lets the consumer deal with what a file holds behind the offset of its stream.
  ///
  /// - Throws: ``FileError`` of the output or the checkpoint; trouble with the file is kept.
  mutating func read<C: StreamConsumer & ~Copyable>(
    _ file: FollowedFile, _ known: Int?, into consumer: inout C
  ) throws(FileError) -> Outcome {
    let state = known.flatMap { checkpoint.index(of: $0) }.map { checkpoint.streams[$0] }
    var reading = StreamReading(file, state)
    defer { file.endInflating() }
    switch reading.start(after: annotation(before: file)) {
    case .ready(let opening):
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
      switch reading.next(Self.chunk) {
      case .bytes(let bytes):
        if !isNamed, let name = reading.name {
          consumer.name(name)
          isNamed = true
        }
        advance(&reading, to: consumer.take(bytes.span), &consumer)
        if consumer.isStopped {
          consumer.end(.clean)
          return .stopped
        }
        if uncommitted >= batch || consumer.isFull {
          try commit(&consumer, endsRun: false)
        }
      case .disturbed:
        return .disturbed
      case .failed(let error):
        errors.append(error)
        return .complete
      case .end:
        let isFinal = isComplete(file)
        advance(&reading, to: consumer.pause(isFinal: isFinal), &consumer)
        consumer.end(isFinal ? file.inflated?.end ?? .clean : .clean)
        if let number = reading.stream {
          noteLength(of: number, reading.position)
          if let index = checkpoint.index(of: number) {
            checkpoint.streams[index].home = file.identity
          }
          let isSettled = reading.isAtEnd && (isFinal || file.content == .plain)
          note(file, holds: number, isSettled: isSettled, upTo: reading.position)
        }
        // The next run finds it by its name; there may be more logs than descriptors.
        if !isLive, !newest.contains(file.identity) { file.close() }
        return consumer.isStopped ? .stopped : .complete
      }
    }
  }

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

  /// What the consumer noted at the end of the log before, if the records of a file follow those.
  ///
  /// A server that numbers its parts begins again at the first one when it is started again, so
  /// that their order is not that of their records.
  func annotation(before file: FollowedFile) -> String {
    guard !file.input.order.isPart else { return "" }
    return stream(before: file)?.annotation ?? ""
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
    checkpoint.streams[index].fileName = file.input.displayName
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
