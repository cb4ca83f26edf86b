/// The invented operator's webhooks once more, as web servers and receivers wrote them down: the same
/// bodies in each kind of log that is read.
enum SampleContainers {
  private static let fastpix = SampleWebhooks.fastpix
  private static let antmedia = SampleWebhooks.antmedia
  private static let form = SampleWebhooks.forms[0]

  /// nginx with the log format's default of escapes: a probe, a visit, and bodies of all three kinds.
  static var nginx: [UInt8] {
    func line(_ time: String, _ client: String, _ request: String, _ body: String) -> String {
      #"\#(client) - - [17/Dec/2025:\#(time) +0000] "\#(request) HTTP/1.1" 200 2 "-" "\#(body)""#
    }
    return lines([
      line("19:00:00", "198.51.100.7", "POST /hooks/fastpix", "-"),
      line("19:00:43", "198.51.100.7", "POST /hooks/fastpix", escaped(fastpix[2])),
      line("19:20:00", "192.0.2.44", "GET /hooks/fastpix", "-"),
      line("19:30:00", "203.0.113.10", "POST /hooks/antmedia", escaped(antmedia[0])),
      line("19:35:00", "203.0.113.10", "POST /hooks/antmedia", form),
    ])
  }

  /// What receivers of several makes write for a request each.
  static var receivers: [UInt8] {
    lines([
      #"{"level":30,"time":1765998043801,"req":{"method":"POST","url":"/hooks/fastpix","headers":"#
        + #"{"fastpix-signature":"EXAMPLE"},"remoteAddress":"198.51.100.7"},"body":\#(fastpix[2])}"#,
      #"{"event":"hook_received","timestamp":"2025-12-17T19:44:03.201Z","payload":\#(antmedia[8])}"#,
      #"{"ts":1765999874.204,"remote":"203.0.113.10:51822","form":{"action":["liveStreamEnded"],"#
        + #""id":["door"],"timestamp":["1765999861000"]}}"#,
      #"{"log":"2025/12/17 19:15:04 hook body=\#(quoted(fastpix[10]))\n","stream":"stderr","#
        + #""time":"2025-12-17T19:15:04.001122334Z"}"#,
      "Dec 17 19:35:00 hooks-1 hooks[812]: POST " + form,
      #"{"ts":"2025-12-17T19:36:00Z","msg":"GET /healthz","status":200}"#,
    ])
  }

  /// Captured requests, with heads.
  static var requests: [UInt8] {
    func request(_ note: String, _ type: String, _ body: String) -> String {
      "### \(note)\r\nPOST /hooks HTTP/1.1\r\nHost: hooks.example.com\r\nContent-Type: \(type)\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)\r\n\r\n"
    }
    let json = "application/json"
    return Array(
      (request("2025-12-17T19:00:43Z 198.51.100.7", json, fastpix[2])
        + request("2025-12-17T19:30:31Z 203.0.113.10", json, antmedia[3])
        + request("2025-12-17T19:35:00Z 203.0.113.10", "application/x-www-form-urlencoded", form))
        .utf8)
  }

  /// Apache's error log with mod_dumpio: a body in two pieces.
  static var dumpio: [UInt8] {
    let body = antmedia[7]
    let half = body.prefix(40)
    let pieces = [
      #"POST /hooks/antmedia HTTP/1.1\r\n"#, #"Content-Type: application/json\r\n"#,
      #"Content-Length: \#(body.utf8.count)\r\n"#, #"\r\n"#, "\(body.utf8.count) bytes",
      String(half), String(body.dropFirst(half.count)),
    ]
    return lines(
      pieces.map {
        "[Wed Dec 17 19:41:01.004512 2025] [dumpio:trace7] [pid 812:tid 140] mod_dumpio.c(103): "
          + "[client 203.0.113.10:51822] mod_dumpio:  dumpio_in (data-HEAP): \($0)"
      })
  }

  /// A serial audit log of ModSecurity.
  static var audit: [UInt8] {
    lines([
      "--c7036611-A--",
      "[17/Dec/2025:19:10:00 +0000] aUL0WMsACgEAAAMs 198.51.100.7 51822 192.0.2.10 443",
      "--c7036611-B--", "POST /hooks/fastpix HTTP/1.1", "Content-Type: application/json", "",
      "--c7036611-C--", fastpix[6], "--c7036611-F--", "HTTP/1.1 200 OK", "", "--c7036611-Z--", "",
    ])
  }

  private static func lines(_ lines: [String]) -> [UInt8] {
    lines.flatMap { Array(($0 + "\n").utf8) }
  }

  /// Text as nginx writes it: quotes, backslashes and what is not printable ASCII as `\xHH`.
  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      guard byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C else {
        return String(decoding: [byte], as: UTF8.self)
      }
      return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  /// Text as it stands in a string of JSON.
  private static func quoted(_ text: String) -> String {
    text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
  }
}
