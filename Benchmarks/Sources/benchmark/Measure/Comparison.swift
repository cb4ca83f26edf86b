/// A question that several programs answer.
struct Question: Equatable {
  /// What is asked.
  var text: String
  /// Who answers in this row.
  var answerer: String
  /// How many times as fast emslog has to be; nil if there is no goal.
  var goal: Double?
}

/// How much faster emslog answers than others.
struct Comparison {
  private var answers: [(question: Question, timing: Timing)] = []

  mutating func add(_ timing: Timing, _ question: Question) { answers.append((question, timing)) }

  /// A sentence for each answer of another program; wall-clock times, the best of each.
  var sentences: [String] {
    answers.compactMap { answer in
      let own = answers.first {
        $0.question.text == answer.question.text && $0.question.answerer == "emslog"
      }
      guard let own, answer.question.answerer != "emslog" else { return nil }
      let ratio = answer.timing.bestWall / own.timing.bestWall
      let processor = answer.timing.bestProcessor / own.timing.bestProcessor
      let goal = answer.question.goal.map { goal in
        "; the goal is \(goal.decimals(0))" + (ratio < goal ? ", which is missed" : "")
      }
      return "\(answer.question.text): emslog is \(ratio.decimals(1)) times as fast as "
        + "\(answer.question.answerer), with \(processor.decimals(1)) times less work\(goal ?? "")."
    }
  }
}
