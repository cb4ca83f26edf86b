import TestSupport
import Testing

@testable import EventLog

@Suite("The memory of percentiles")
struct TallyBudgetTests {
  private func state(groups: Int, numberLimit: Int) -> TallyState {
    var plan = TallyPlan()
    plan.fields = [FieldPath(anywhere: ["upTime"])]
    plan.percentiles = ["50"].compactMap { Percentile($0) }
    plan.numberLimit = numberLimit
    plan.groupLimit = groups
    return TallyState(plan)
  }

  private func add(_ number: Int64, to name: String, _ state: inout TallyState) {
    let key = ContiguousArray(name.utf8)
    let group = state.count(key.span)
    state.add(TallyNumber(number), field: 0, group: group)
  }

  private func values(_ name: String, _ state: inout TallyState) -> TallyValues {
    let key = ContiguousArray(name.utf8)
    return state.values(of: state.count(key.span), field: 0)
  }

  @Test("The largest groups lose digits first, and keep counts, sums and extrema")
  func largestFirst() {
    var state = state(groups: 10, numberLimit: 100)
    for number in 1...20 { add(Int64(number), to: "small", &state) }
    for number in 1...60 { add(Int64(number), to: "middle", &state) }
    for number in 1...300 { add(Int64(number * 1000), to: "large", &state) }
    state.settle()
    // 20 for the small one, and 40 for each of the others.
    #expect(state.budget.cutoff == 40)
    #expect(values("small", &state).method == "exact")
    #expect(values("middle", &state).method != "exact")
    let large = values("large", &state)
    #expect(large.method != "exact")
    #expect(large.count == 300)
    #expect(large.sum == TallyNumber(45_150_000))
    #expect(large.least == TallyNumber(1000))
    #expect(large.greatest == TallyNumber(300_000))
  }

  @Test("A single group keeps as many numbers as there is room for")
  func single() {
    var state = state(groups: 10, numberLimit: 100)
    for number in 1...100 { add(Int64(number), to: "one", &state) }
    state.settle()
    #expect(values("one", &state).method == "exact")
    add(7, to: "one", &state)
    state.settle()
    #expect(values("one", &state).method == "3 digits")
  }

  @Test("Histograms of many different numbers lose digits, in the end all of them")
  func digits() {
    var seen: [String] = []
    var state = state(groups: 10, numberLimit: 200)
    var random = SeededGenerator(Seed(3))
    for turn in 0..<4000 {
      let number = Int64.random(in: 1...Int64.max, using: &random)
      let shift = Int64.random(in: 0...40, using: &random)
      // The first numbers are all the same, so that there is one bin for more than can be kept.
      add(turn < 250 ? 7 : number >> shift, to: "g", &state)
      state.settle()
      let method = values("g", &state).method
      if seen.last != method { seen.append(method) }
      #expect(state.budget.bins <= 200)
    }
    #expect(seen == ["exact", "3 digits", "2 digits", "1 digit", "none"])
  }

  @Test("What is kept for ten thousand groups stays within its limits while they come")
  func manyGroups() {
    var state = state(groups: 10_000, numberLimit: 20_000)
    var random = SeededGenerator(Seed(1))
    var most = 0
    for index in 0..<120_000 {
      add(Int64.random(in: 1...1_000_000_000, using: &random), to: "g\(index % 10_000)", &state)
      if index % 5000 == 0 {
        let kept = state.values.reduce(0) { $0 + $1.numbers.count + $1.binCount }
        most = max(most, kept)
      }
    }
    // Numbers may be a quarter too many before they are looked at, bins none.
    #expect(most <= 20_000 * 5 / 4 + 20_000)
    state.settle()
    // Groups of 12 numbers share room for 2 each, and even one digit of these is too much.
    #expect(state.budget.cutoff == 2)
    #expect(state.values.dropFirst().allSatisfy { $0.method == "none" })
    #expect(state.values.reduce(0) { $0 + $1.count } == 120_000)
  }
}
