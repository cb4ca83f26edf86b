/// What states are the answer to: the part of their first line that others have to agree in.
public enum StateQuestion: Sendable {
  /// Counts by group, and what is known of numbers.
  case stats(TallyHeader)
  /// Sessions, or those who watched.
  case sessions(SessionQuestion)

  /// Reads the first line of a state of a kind; nil if anything is not as it is written.
  init?(_ kind: StateMerger.Kind, _ line: borrowing StateLine) {
    switch kind {
    case .stats:
      guard let header = TallyHeader(line) else { return nil }
      self = .stats(header)
    case .sessions, .viewers:
      guard let question = SessionQuestion(line) else { return nil }
      self = .sessions(question)
    }
  }

  /// In which respect it is another one; nil if states of both can be put together.
  func difference(from other: StateQuestion, ignoresPercentiles: Bool) -> String? {
    switch (self, other) {
    case (.stats(let mine), .stats(let theirs)):
      mine.difference(from: theirs, ignoresPercentiles: ignoresPercentiles)
    case (.sessions(let mine), .sessions(let theirs)): mine.difference(from: theirs)
    case (.stats, .sessions(let theirs)): "the question is stats, not \(theirs.word) as in"
    case (.sessions(let mine), .stats): "the question is \(mine.word), not stats as in"
    }
  }
}
