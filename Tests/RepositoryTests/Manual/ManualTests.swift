import TestSupport
import Testing

@Suite("The manual")
struct ManualTests {
  static let regenerate = "EMSLOG_RECORD=1 swift test --filter ManualTests"

  @Test("describes the commands as they are")
  func commands() async throws {
    let date = try #require(Changelog.current().releases.first?.date)
    let page = CommandManual(try await ToolDescription.read(), date: date).page.text
    try expect(page, isIn: "man/emslog.1")
  }

  @Test("describes every event of the catalogue")
  func events() throws {
    let date = try #require(Changelog.current().releases.first?.date)
    try expect(EventManual(date: date).page.text, isIn: "man/emslog-events.7")
  }

  @Test("is understood by the program that prints it")
  func rendering() async throws {
    for name in filesBelow(PackageRoot.path(of: "man")) {
      let run = try await FinishedProgram.running(
        "/bin/sh",
        arguments: ["-c", "command -v groff >/dev/null || exit 0; groff -mdoc -ww -z \(name)"],
        directory: PackageRoot.path(of: "man"))
      #expect(run.ending == .exited(0))
      #expect(run.errorText.isEmpty, "man/\(name): \(run.errorText)")
    }
  }

  private func expect(_ page: String, isIn name: String) throws {
    let path = PackageRoot.path(of: name)
    let actual = exists(path) ? try contents(of: path) : []
    let expected = Array(page.utf8)
    if actual == expected { return }
    if Recording.isOn { try write(expected, to: path) }
    Issue.record(
      "\(name) is not current: run \(Self.regenerate)\n\(LineDifference(expected, actual))")
  }
}
