import Testing

@testable import EventLog

@Suite("Templates")
struct TemplateTests {
  private func filled(_ template: String, _ log: String = closedStream) throws -> String {
    var options = RenderOptions()
    options.template = try Template.parse(template)
    return rendered(log, as: .jsonl, options)
  }

  @Test(
    "Braces are filled with the fields of each event",
    arguments: [
      ("{type} {stream}", "inStreamClosed cam1"), ("{{{id}}}", "{7}"), (#"a\tb\\n"#, "a\tb\\n"),
      (#"{id}\n{id}"#, "7\n7"), ("{upTime:duration}", "6.0s"),
      ("{audio.bytesCount:bytes}", "200.0 kB"), ("{upTime:.2}", "6006.02"),
      ("[{stream:>8}] [{stream:<8}] [{stream:^8}]", "[    cam1] [cam1    ] [  cam1  ]"),
      ("{upTime:duration:.3}", "6.006s"), ("{upTime:duration:.0}", "6s"),
      ("{audio.bytesCount:duration:.1}", "3m20.0s"), ("{upTime:.1:duration}", "6.0s"),
      ("{upTime:duration:>8}", "    6.0s"), ("{none|-}{none}{none|n/a}", "-n/a"),
      ("{none:>5|-}|", "    -|"), ("{stream:upper}{stream:lower}", "CAM1cam1"),
      ("{audio}", #"{"bytesCount":200000}"#), ("{stream:json} {id:json}", "\"cam1\" 7"),
      ("{time}", "2026-11-20 23:12:33.343"),
      (
        "{time:%d.%m.%Y %H-%M-%S.%L %z %%}",
        "20.11.2026 23-12-33.343 +0000 %"
      ),
      ("{time:%F}T{time:%T}", "2026-11-20T23:12:33"), ("{time:%s}", "1795216353"),
      ("{queryTimestamp:%T}", "23:12:33"), ("{timestamp:%T}", "23:12:33"),
      ("{farIp:%T|never}", "never"), ("{farIp:duration}", "10.0.0.24"),
      ("{details}", "upTime 6.0s  1.2 MB  from 10.0.0.24"), ("", ""),
    ] as [(String, String)])
  func filling(template: String, expected: String) throws {
    #expect(try filled(template) == expected + "\n")
  }

  @Test("The catalogue's units count")
  func units() throws {
    let download = record("mediaFileDownloaded", #"{"elapsed":75}"#)
    #expect(try filled("{elapsed:duration}", download) == "1m15s\n")
    let stream = record("inStreamClosed", #"{"video":{"aveVideoBitRate":1300000.5}}"#)
    #expect(try filled("{video.aveVideoBitRate:rate}", stream) == "1.3 Mbit/s\n")
  }

  @Test("Values are harmless, and as wide as they look")
  func hostile() throws {
    let log = record("timerClosed", #"{"a":"\u001b[2J","b":"日本"}"#)
    #expect(try filled("{a}|{b:>6}|{a:json}", log) == #"\x1b[2J|  日本|"\u001b[2J""# + "\n")
  }

  @Test(
    "What is wrong is told with its place",
    arguments: [
      ("{a", 0, "this brace is never closed"), ("x{a:bytes", 1, "this brace is never closed"),
      ("a}b", 1, "a brace that opens nothing; write }} for a brace"),
      ("{}", 1, "a field has a name"), ("{a..b}", 3, "a name is missing before the dot"),
      (#"a\x"#, 1, "a backslash is followed by t, n or another backslash"),
      ("{time:%Q}", 6, "times have %Y %m %d %H %M %S %L %F %T %s %z and %%"),
    ])
  func mistakes(template: String, offset: Int, problem: String) {
    #expect(throws: Template.ParseError(problem: problem, offset: offset)) {
      try Template.parse(template)
    }
  }

  @Test("A formatter that there is not is told with those that there are")
  func unknownFormatter() throws {
    let error = try #require(throws: Template.ParseError.self) {
      try Template.parse("{a:durashun}")
    }
    #expect(error.offset == 3)
    #expect(error.problem.hasPrefix("there is no formatter 'durashun'; there are duration, bytes,"))
    for width in ["<0", ">x", "^", "<1001", ".10", ".x", ""] {
      #expect(throws: Template.ParseError.self) { try Template.parse("{a:\(width)}") }
    }
  }
}
