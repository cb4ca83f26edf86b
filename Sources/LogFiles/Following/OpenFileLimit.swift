/// The files that are open at once, kept below what the system allows: with more logs than
/// descriptors they are opened in turns.
final class OpenFileLimit {
  private let limit: Int
  /// Those that can be found again by their names, the one opened first in front.
  private var open: [Weak] = []

  private struct Weak {
    weak let file: FollowedFile?
  }

  init(_ limit: Int = POSIX.descriptorLimit * 3 / 4) { self.limit = max(4, limit) }

  /// Closes the file that was opened first, if there are too many.
  func add(_ file: FollowedFile) {
    open.append(Weak(file: file))
    guard open.count > limit else { return }
    open.removeAll { $0.file == nil }
    guard open.count > limit else { return }
    open.first { $0.file?.isListed == true && $0.file !== file }?.file?.close()
  }

  func remove(_ file: FollowedFile) {
    open.removeAll { $0.file === file || $0.file == nil }
  }
}
