/// The files that are open at once, kept below what the system allows: with more logs than
/// descriptors they are opened in turns.
final class OpenFileLimit {
  private let limit: Int
  /// Those that can be found again by their names, the one opened first in front; nil where one was
  /// closed.
  private var queue: [Weak?] = []
  /// The places of the open files in the queue.
  private var places: [ObjectIdentifier: Int] = [:]
  /// Before this place nothing in the queue is open.
  private var start = 0
  /// How many places of the queue were looked at, for tests of the cost.
  private(set) var steps = 0

  private struct Weak {
    weak let file: FollowedFile?
  }

  init(_ limit: Int = POSIX.descriptorLimit * 3 / 4) { self.limit = max(4, limit) }

  /// Closes the file that was opened first, if there are too many.
  func add(_ file: FollowedFile) {
    places[ObjectIdentifier(file)] = queue.count
    queue.append(Weak(file: file))
    guard places.count > limit else { return compact() }
    var place = start
    while place < queue.count {
      steps += 1
      if let open = queue[place]?.file, open !== file, open.isListed { return open.close() }
      place += 1
    }
  }

  /// Forgets a file that was closed.
  func remove(_ file: ObjectIdentifier) {
    guard let place = places.removeValue(forKey: file) else { return }
    queue[place] = nil
    while start < queue.count, queue[start] == nil {
      steps += 1
      start += 1
    }
  }

  private func compact() {
    guard queue.count > 2 * places.count + 64 else { return }
    steps += queue.count
    let files = queue.compactMap(\.?.file)
    queue = files.map { Weak(file: $0) }
    places = Dictionary(
      files.enumerated().map { (ObjectIdentifier($1), $0) }, uniquingKeysWith: { $1 })
    start = 0
  }
}
