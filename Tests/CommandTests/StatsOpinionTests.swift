import SystemPackage
import TestSupport
import Testing

/// The questions that `stats` answers, asked of other programs, which get the log as they need it:
/// without the commas that end its lines.
@Suite("Second opinions on stats")
struct StatsOpinionTests {
  /// Two programs that are asked, and how; each prints lines of values with tabs between them.
  private enum Peer: String, CaseIterable {
    case jq, mlr, duckdb

    func counts(_ path: String) -> [String] {
      switch self {
      case .jq:
        [
          "jq", "-rn",
          "reduce inputs.type as $t ({}; .[$t] += 1) | to_entries[] | [.key, .value] | @tsv", path,
        ]
      case .mlr:
        ["mlr", "--ijsonl", "--otsv", "--headerless-csv-output", "count", "-g", "type", path]
      case .duckdb:
        Self.duckdb(
          """
          select type, count(*) from read_ndjson('\(path)', columns = {'type': 'VARCHAR'})
          group by type
          """)
      }
    }

    func percentiles(_ path: String) -> [String] {
      switch self {
      case .jq:
        [
          "jq", "-rn",
          """
          [inputs.payload | select(.upTime != null)] | group_by(.name)[]
          | [.[0].name, length, (map(.upTime) | sort | .[(length * 95 / 100 | ceil) - 1])] | @tsv
          """, path,
        ]
      case .mlr:
        [
          "mlr", "--ijsonl", "--otsv", "--headerless-csv-output", "filter",
          #"is_present($payload["upTime"])"#,
          "then", "put", "-q",
          """
          @values[$payload["name"]][NR] = $payload["upTime"];
          end {
            for (name, values in @values) {
              list = sort(get_values(values));
              place = (length(list) * 95 + 99) // 100;
              print joinv([name, length(list), list[place]], "\\t");
            }
          }
          """, path,
        ]
      case .duckdb:
        Self.duckdb(
          """
          select payload.name, count(*), quantile_disc(payload.upTime, 0.95)
          from read_ndjson('\(path)', columns = {'payload': 'STRUCT(name VARCHAR, upTime DOUBLE)'})
          where payload.upTime is not null group by payload.name
          """)
      }
    }

    private static func duckdb(_ query: String) -> [String] {
      let script =
        #"import duckdb, sys; [print(*row, sep="\t") for row in duckdb.sql(sys.argv[1]).fetchall()]"#
      return ["python3", "-c", script, query]
    }

    /// Whether it is there.
    var isInstalled: Bool {
      get async {
        if self == .duckdb { return await Python.has("duckdb") }
        let run = try? await FinishedProgram.running(
          "sh", arguments: ["-c", "command -v \(rawValue)"])
        return run?.ending == .exited(0)
      }
    }
  }

  /// The peers that are there, which may be none.
  private func peers() async -> [Peer] {
    var peers: [Peer] = []
    for peer in Peer.allCases where await peer.isInstalled { peers.append(peer) }
    return peers
  }

  /// A log of many streams, and the same for others; each name and number is harmless to all of them.
  private func logs(_ folder: TemporaryDirectory) throws -> (log: String, lines: String) {
    var random = SeededGenerator(Seed(5))
    var text = ""
    for number in 1...3000 {
      let type = ["inStreamClosed", "outStreamClosed", "timerTriggered"].randomElement(
        using: &random)
      let upTime = "\(Int.random(in: 0...9_000_000, using: &random)).\(number % 9 + 1)"
      let stream = "cam\(Int.random(in: 0..<40, using: &random))"
      let values = type == "timerTriggered" ? "" : #","name":"\#(stream)","upTime":\#(upTime)"#
      text +=
        #"{"_logEntry":"00001","id":\#(number),"payload":{"PID":42\#(values)},"processId":42,"#
        + #""timestamp":1795216353,"type":"\#(type ?? "")"},"# + "\n"
    }
    let log = try folder.write(text, to: "events.json").string
    let lines = try folder.write(text.replacing("},\n", with: "}\n"), to: "events.ndjson").string
    return (log, lines)
  }

  private func lines(_ command: [String]) async throws -> Set<String> {
    let run = try await FinishedProgram.running(
      command[0], arguments: Array(command.dropFirst()),
      environment: FinishedProgram.plainEnvironment)
    #expect(run.ending == .exited(0), "\(run.errorText)")
    return Set(run.outputText.split(separator: "\n").map(String.init))
  }

  @Test("jq, Miller and DuckDB count the same, as far as they are installed")
  func counts() async throws {
    let folder = try TemporaryDirectory()
    let (log, lines) = try logs(folder)
    let run = try await BuiltProgram.run(["stats", "--by", "type", log])
    let ours = Set(run.outputText.split(separator: "\n").dropFirst().map(String.init))
    #expect(ours.count == 3)
    for peer in await peers() {
      #expect(try await self.lines(peer.counts(lines)) == ours, "\(peer)")
    }
  }

  @Test("jq, Miller and DuckDB find the same percentiles, as far as they are installed")
  func percentiles() async throws {
    let folder = try TemporaryDirectory()
    let (log, lines) = try logs(folder)
    let run = try await BuiltProgram.run(["stats", "upTime", "--by", "stream", "-p", "95", log])
    let ours = run.outputText.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      return "\(cells[0])\t\(cells[3])\t\(cells[8])"
    }
    #expect(ours.count == 40)
    for peer in await peers() {
      #expect(try await self.lines(peer.percentiles(lines)) == Set(ours), "\(peer)")
    }
  }
}
