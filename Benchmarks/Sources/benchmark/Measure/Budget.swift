#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What an event may cost.
struct Budget: Codable {
  /// Calls of the allocator per event, which is to be none.
  var allocations: Double
  /// Instructions per event.
  var instructions: Double
}

/// The budgets of one version of the compiler, by the name of the case.
struct BudgetFile {
  /// How far instructions may be from what was recorded.
  static let tolerance = 0.05

  let path: String
  var budgets: [String: Budget]

  /// The file for the compiler that built this program.
  static var name: String {
    #if compiler(>=6.4)
      "6.4.json"
    #elseif compiler(>=6.3)
      "6.3.json"
    #else
      "6.2.json"
    #endif
  }

  /// The file as it is, or without budgets if there is none.
  init(folder: String) throws {
    path = "\(folder)/\(Self.name)"
    budgets = [:]
    if FileManager.default.fileExists(atPath: path) {
      let content = try Data(contentsOf: URL(filePath: path))
      budgets = try JSONDecoder().decode([String: Budget].self, from: content)
    }
  }

  /// Writes it.
  func save() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try (encoder.encode(budgets) + Data("\n".utf8)).write(to: URL(filePath: path))
  }

  /// What is wrong with a cost, or nil if it is in the budget.
  func objection(to cost: Budget, of name: String) -> String? {
    // The start itself differs by a call or two from run to run, as hash tables have random seeds.
    if abs(cost.allocations) >= 0.001 { return "allocates" }
    guard let budget = budgets[name] else { return "has no budget; --record writes one" }
    let change = cost.instructions / budget.instructions - 1
    if change > Self.tolerance { return "takes \((100 * change).decimals(1)) % more instructions" }
    if change < -Self.tolerance {
      return "takes \((-100 * change).decimals(1)) % fewer instructions; --record keeps that"
    }
    return nil
  }
}
