import SystemPackage

/// Questions that other programs answer as well, from a log that was made ready for them.
///
/// That they give the same numbers is for the tests of the package to show.
extension Suite {
  private static let byType = "stats --by type"
  private static let percentile = "stats upTime --by stream -p 95"

  var questions: [Planned] {
    [
      question(Self.byType, "emslog") {
        Program([emslog, "stats", "--by", "type", $0.path.string])
      },
      question(Self.byType, "jq", tool: "jq", goal: 25) { log in
        let filter = "reduce inputs.type as $type ({}; .[$type] += 1)"
        return Program("jq", "-n", filter, try inputs.lines(of: log).string)
      },
      question(Self.byType, "jq, grouping", tool: "jq") { log in
        let filter = "group_by(.type) | map([.[0].type, length])"
        return Program("jq", "-s", filter, try inputs.lines(of: log).string)
      },
      question(Self.byType, "mlr", tool: "mlr") { log in
        Program(
          "mlr", "--ijsonl", "--otsv", "count", "-g", "type", try inputs.lines(of: log).string)
      },
      question(Self.byType, "DuckDB", tool: python, goal: 2) { log in
        duckdb(
          """
          select type, count(*) from read_ndjson('\(try inputs.lines(of: log))',
            columns = {'type': 'VARCHAR'}) group by type
          """)
      },
      question(Self.percentile, "emslog") { log in
        Program([emslog, "stats", "upTime", "--by", "stream", "-p", "95", log.path.string])
      },
      question(Self.percentile, "DuckDB", tool: python, goal: 1) { log in
        duckdb(
          """
          select payload.name, count(*), quantile_disc(payload.upTime, 0.95)
          from read_ndjson('\(try inputs.lines(of: log))',
            columns = {'payload': 'STRUCT(name VARCHAR, upTime DOUBLE)'})
          where payload.upTime is not null group by payload.name
          """)
      },
    ]
  }

  private func question(
    _ text: String, _ answerer: String, tool: String? = nil, goal: Double? = nil,
    _ program: @escaping (Inputs.Log) throws -> Program
  ) -> Planned {
    let name = "\(text): \(answerer)"
    return Planned(name: name) {
      if let tool, let obstacle = obstacle(tool, answerer) {
        return BenchmarkCase(name: name, program: Program(tool), obstacle: obstacle)
      }
      let log = try inputs.log(.json, .bytes(size))
      return BenchmarkCase(
        name: name, program: try program(log), bytes: log.bytes,
        question: Question(text: text, answerer: answerer, goal: goal))
    }
  }

  private func obstacle(_ tool: String, _ answerer: String) -> String? {
    guard Program.isInstalled(tool) else { return "\(tool) is not installed" }
    guard answerer == "DuckDB" else { return nil }
    let answer = try? Program(tool, "-c", "import duckdb").run()
    return answer?.status == 0 ? nil : "\(tool) has no module duckdb; name one that has by --python"
  }

  private func duckdb(_ query: String) -> Program {
    let script = "import duckdb, sys; print(duckdb.sql(sys.argv[1]).fetchall())"
    return Program(python, "-c", script, query)
  }
}
