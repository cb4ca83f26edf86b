import EventLog
import TestSupport
import Testing

@Suite("Rows of a report")
struct RowTableTests {
  private static let table = {
    var table = RowTable(columns: ["file", "first", "events"])
    table.append([
      .text(ContiguousArray("=a,\t\u{1B}[2J\"|".utf8), isFree: true),
      .time(EventTime(milliseconds: 1_795_216_353_343)), .number(12),
    ])
    table.append([.word("b"), .nothing, .number(3)])
    return table
  }()

  private func printed(
    _ table: RowTable, _ format: RowFormat, options: RenderOptions = RenderOptions()
  ) -> String {
    var output = ByteBuffer()
    table.print(format, options, into: &output)
    return String(copying: output.span)
  }

  @Test(
    "are safe in every format, and the same values",
    arguments: [
      (
        RowFormat.table,
        """
        FILE              FIRST                    EVENTS
        =a,\\x09\\x1b[2J"|  2026-11-20 23:12:33.343      12
        b                                               3

        """
      ),
      (
        .tsv,
        "file\tfirst\tevents\n=a,\\t\\x1b[2J\"|\t2026-11-20T23:12:33.343Z\t12\nb\t\t3\n"
      ),
      (
        .csv,
        """
        file,first,events
        "'=a,\\x09\\x1b[2J""|",2026-11-20T23:12:33.343Z,12
        b,,3

        """
      ),
      (
        .jsonl,
        """
        {"file":"=a,\\t\\u001b[2J\\"|","first":"2026-11-20T23:12:33.343Z","events":12}
        {"file":"b","first":null,"events":3}

        """
      ),
      (
        .json,
        """
        [
        {"file":"=a,\\t\\u001b[2J\\"|","first":"2026-11-20T23:12:33.343Z","events":12},
        {"file":"b","first":null,"events":3}
        ]

        """
      ),
      (
        .markdown,
        """
        | file | first | events |
        | --- | --- | --- |
        | =a,\\\\x09\\\\x1b\\[2J"\\| | 2026-11-20 23:12:33.343 | 12 |
        | b |  | 3 |

        """
      ),
    ])
  func formats(format: RowFormat, expected: String) {
    #expect(printed(Self.table, format) == expected)
  }

  @Test("that are none have the headings of the format, if it has any")
  func empty() {
    let table = RowTable(columns: ["a", "b"])
    #expect(printed(table, .table) == "")
    #expect(printed(table, .tsv) == "a\tb\n")
    #expect(printed(table, .jsonl) == "")
    #expect(printed(table, .json) == "[]\n")
  }

  @Test("fit a terminal")
  func narrow() {
    var options = RenderOptions()
    options.width = 30
    for line in printed(Self.table, .table, options: options).split(separator: "\n") {
      #expect(line.count <= 30)
    }
  }

  @Test("keep times and numbers whole where a long name can give way")
  func longName() {
    var table = RowTable(columns: ["stream", "now", "first"])
    table.append([
      .text(ContiguousArray("studio/north/entrance".utf8), isFree: true), .number(1_234_567_890),
      .time(EventTime(milliseconds: 1_795_216_353_343)),
    ])
    var options = RenderOptions()
    options.width = 50
    // 50 columns: 23 for the time, 10 for the number, 4 between, and 13 are left.
    #expect(
      printed(table, .table, options: options) == """
        STREAM                NOW  FIRST
        studio/north…  1234567890  2026-11-20 23:12:33.343

        """)
  }
}
