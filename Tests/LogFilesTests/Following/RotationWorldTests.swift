import TestSupport
import Testing

@Suite("Whatever a server and a rotation do, step by step, a poll")
struct RotationWorldTests {
  /// What is wrong after these steps.
  private func faults(_ steps: [WorldStep], _ form: RotationWorld.Form) -> [String] {
    do {
      var world = try RotationWorld(TemporaryDirectory(), form: form)
      for step in steps { try world.play(step) }
      return try world.finish()
    } catch {
      return ["\(error)"]
    }
  }

  /// As few of the steps as are needed for anything to be wrong.
  private func shortened(_ steps: [WorldStep], _ form: RotationWorld.Form) -> [WorldStep] {
    var steps = steps
    var length = steps.count / 2
    while length > 0 {
      var place = 0
      while place < steps.count {
        var fewer = steps
        fewer.removeSubrange(place..<min(place + length, steps.count))
        if faults(fewer, form).isEmpty { place += length } else { steps = fewer }
      }
      length /= 2
    }
    return steps
  }

  @Test("prints each line exactly once", arguments: Seed.all(24))
  func exactlyOnce(seed: Seed) {
    var random = SeededGenerator(seed)
    let form = RotationWorld.Form.allCases.randomElement(using: &random) ?? .lines
    let count = Int.random(in: 10..<50, using: &random)
    let steps = (0..<count).map { _ in WorldStep.random(&random) }
    guard !faults(steps, form).isEmpty else { return }
    let fewest = shortened(steps, form)
    Issue.record("\(form), \(fewest): \(faults(fewest, form).prefix(5))")
  }
}
