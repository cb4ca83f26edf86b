import EventLog
import TestSupport

/// `emslog.1`, made from what the program says about its own commands.
struct CommandManual {
  private typealias Command = ToolDescription.Command
  private typealias Argument = ToolDescription.Argument

  /// The whole page.
  private(set) var page: ManualText
  private let tool: ToolDescription

  /// Describes the commands.
  ///
  /// - Parameters:
  ///   - tool: What the program says about itself.
  ///   - date: `YYYY-MM-DD`, of the release.
  init(_ tool: ToolDescription, date: String) {
    self.tool = tool
    page = ManualText(title: tool.command.commandName, section: 1, date: date)
    page.section("Name")
    page.macro("Nm", tool.command.commandName)
    page.macro("Nd", Self.withoutFullStop(tool.command.abstract ?? ""))
    synopsis()
    if let discussion = tool.command.discussion {
      page.section("Description")
      page.prose(discussion)
    }
    commands()
    options()
    page.section("Conditions")
    page.prose("This is the language of \"--where\".")
    // Indented lines stay as they are.
    page.prose(
      WhereSyntax.reference.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n"))
    for section in Self.closing {
      page.section(section.title)
      page.list(section.entries, width: "NO_COLOR")
    }
    page.section("See also")
    page.macro("Xr", "emslog-events 7")
  }

  private mutating func synopsis() {
    page.section("Synopsis")
    for command in tool.allCommands where command.path.isEmpty == (tool.allCommands.count == 1) {
      page.macro("Nm")
      if let name = command.path.last { page.macro("Cm", name) }
      page.macro("Op", "Ar option ...")
      for value in values(command) {
        let name =
          ManualText.escaped(value.valueName ?? "value") + (value.isRepeating ? " ..." : "")
        page.macro(value.isOptional ? "Op Ar" : "Ar", name)
      }
    }
  }

  private mutating func commands() {
    for (index, command) in tool.allCommands.dropFirst().enumerated() {
      if index == 0 { page.section("Commands") }
      page.macro("Ss", "Nm " + command.path.joined(separator: " "))
      if let abstract = command.abstract { page.prose(abstract) }
      if let discussion = command.discussion {
        page.macro("Pp")
        page.prose(discussion)
      }
      list(named(command).filter { !isShared($0) })
    }
  }

  /// Options that more than one command has are described once, under the headings of the help.
  private mutating func options() {
    var seen: Set<String> = []
    var groups: [(title: String, options: [Argument])] = []
    for option in tool.allCommands.flatMap(named) where isShared(option) {
      guard seen.insert(term(option)).inserted else { continue }
      let title = option.sectionTitle ?? ""
      if let place = groups.firstIndex(where: { $0.title == title }) {
        groups[place].options.append(option)
      } else {
        groups.append((title, [option]))
      }
    }
    page.section("Options")
    for group in groups.sorted(by: { $0.title.isEmpty && !$1.title.isEmpty }) {
      if !group.title.isEmpty { page.macro("Ss", ManualText.escaped(group.title)) }
      list(group.options)
    }
  }

  private mutating func list(_ options: [Argument]) {
    if options.isEmpty { return }
    page.list(options.map { (term($0), meaning($0)) })
  }

  private func values(_ command: Command) -> [Argument] {
    (command.arguments ?? []).filter { $0.kind == .positional && $0.shouldDisplay }
  }

  private func named(_ command: Command) -> [Argument] {
    (command.arguments ?? []).filter { $0.kind != .positional && $0.shouldDisplay }
  }

  private func isShared(_ option: Argument) -> Bool {
    let users = tool.allCommands.filter { named($0).contains { term($0) == term(option) } }
    return users.count > 1 || tool.allCommands.count == 1
  }

  private func term(_ option: Argument) -> String {
    let names = (option.names ?? []).map { name in
      let dash = name.kind == "long" ? "\\-" : ""
      return "Fl " + dash + ManualText.escaped(name.name)
    }
    let value =
      option.kind == .option ? " Ar " + ManualText.escaped(option.valueName ?? "value") : ""
    return names.joined(separator: " , ") + value
  }

  private func meaning(_ option: Argument) -> String {
    var paragraphs = [option.abstract ?? ""]
    if let discussion = option.discussion { paragraphs.append(discussion) }
    if let values = option.allValues, !values.isEmpty, option.kind == .option {
      paragraphs.append("One of: \(values.joined(separator: ", ")).")
    }
    if let value = option.defaultValue, option.kind == .option {
      paragraphs.append("The default is \(value).")
    }
    return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func withoutFullStop(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }

  /// What no option says.
  private static let closing: [(title: String, entries: [(term: String, meaning: String)])] = [
    (
      "Webhooks in other logs",
      [
        (
          "nginx",
          "Put $request_body into the log_format. The location has to hand the request on, with "
            + "proxy_pass or the like, since nginx reads no body that nobody wants; "
            + "client_body_buffer_size has to hold the largest body."
        ),
        (
          "Apache",
          "Its access log cannot hold bodies. mod_dumpio writes them to the error log (DumpIOInput "
            + "On, LogLevel dumpio:trace7), ModSecurity to its audit log (part C)."
        ),
        (
          "Caddy",
          "Its access log cannot hold bodies. Let the program behind it that receives the webhooks "
            + "log them."
        ),
        (
          "receivers",
          "A body on a line of its own, behind any prefix, or in a record of JSON under body, "
            + "payload, event, message or the like: as an object, as text or in base64."
        ),
        (
          "other lines",
          "Visits, lines of applications and records of no known system belong in such logs. "
            + "\"--stats\" counts them, and nothing else is said of them. Damage is only what begins "
            + "like a record and cannot be read."
        ),
      ]
    ),
    (
      "Exit status",
      [
        ("0", "Done."), ("1", "Nothing matched, or a check fired."),
        ("2", "There was trouble with some input or output; the rest was done."),
        ("3", "Read to the end, but events are known to be lost or damaged in the log."),
        ("64", "The command line was wrong."),
        ("75", "Another run holds the checkpoint."),
        ("130, 143", "Ended by SIGINT or SIGTERM."),
      ]
    ),
  ]
}
