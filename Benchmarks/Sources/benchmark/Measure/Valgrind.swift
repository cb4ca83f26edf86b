import SystemPackage

/// Counts what a program does, exactly and on any machine, however busy.
struct Valgrind {
  private let inputs: Inputs
  /// A copy of the program without debug information, which older valgrinds cannot read.
  private let copy: FilePath

  /// - Parameters:
  ///   - program: The program whose commands are counted.
  ///   - inputs: Where a copy of it and what valgrind has to say may be put.
  /// - Throws: ``Timing/UnexpectedStatus`` if the program cannot be copied.
  init(of program: String, inputs: Inputs) throws {
    self.inputs = inputs
    copy = inputs.path("emslog-stripped")
    let strip = Program("strip", "-g", "-o", copy.string, program)
    let usage = try strip.run()
    guard usage.status == 0 else {
      throw Timing.UnexpectedStatus(program: strip, status: usage.status)
    }
  }

  /// A report without the number that was asked for.
  struct UnreadableReport: Error, CustomStringConvertible {
    var report: String

    var description: String { "valgrind does not say what was asked for:\n\(report)" }
  }

  /// How often the program calls the allocator when it is started with some arguments.
  func allocations(of arguments: [String]) throws -> Int {
    let options = ["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"]
    return try number(behind: "total heap usage: ", in: report(on: arguments, options))
  }

  /// How many instructions it executes.
  func instructions(of arguments: [String]) throws -> Int {
    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"]
    return try number(behind: "Collected : ", in: report(on: arguments, options))
  }

  private func report(on arguments: [String], _ options: [String]) throws -> String {
    let path = inputs.path("valgrind")
    let valgrind = Program(
      ["valgrind"] + options + ["--log-file=\(path)", copy.string] + arguments)
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
