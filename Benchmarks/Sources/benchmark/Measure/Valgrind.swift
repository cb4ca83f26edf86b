/// Counts what a program does, exactly and on any machine, however busy.
struct Valgrind {
  /// Where it may put what it has to say.
  let inputs: Inputs

  /// A report without the number that was asked for.
  struct UnreadableReport: Error, CustomStringConvertible {
    var report: String

    var description: String { "valgrind does not say what was asked for:\n\(report)" }
  }

  /// How often the program called the allocator.
  func allocations(of program: Program) throws -> Int {
    let options = ["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"]
    return try number(behind: "total heap usage: ", in: report(on: program, options))
  }

  /// How many instructions the program executed.
  func instructions(of program: Program) throws -> Int {
    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"]
    return try number(behind: "Collected : ", in: report(on: program, options))
  }

  private func report(on program: Program, _ options: [String]) throws -> String {
    let path = inputs.path("valgrind")
    let valgrind = Program(["valgrind"] + options + ["--log-file=\(path)"] + program.arguments)
    let usage = try valgrind.run()
    guard usage.status == 0 else {
      throw Timing.UnexpectedStatus(program: valgrind, status: usage.status)
    }
    return try inputs.text(of: path)
  }

  /// The number behind some words; it may have commas in it.
  private func number(behind words: String, in report: String) throws -> Int {
    for line in report.split(separator: "\n") {
      guard let place = line.firstRange(of: words) else { continue }
      let digits = line[place.upperBound...].prefix { $0.isASCII && $0.isNumber || $0 == "," }
      if let number = Int(digits.filter { $0 != "," }) { return number }
    }
    throw UnreadableReport(report: report)
  }
}
