/// A log whose stream names try everything that a terminal, a spreadsheet or a script could fall for.
public enum HostileLog {
  /// Raw bytes 00–FF in names, but for those that end a JSON string or a line; escapes of the same;
  /// and the known tricks.
  public static let json: [UInt8] = {
    var names: [[UInt8]] = (UInt8.min...UInt8.max).compactMap { byte in
      [0x0A, 0x22, 0x5C].contains(byte) ? nil : [0x61, byte, 0x62]
    }
    names += (0...0x2FF).map { unit in
      let digits = String(unit, radix: 16)
      return Array(("x\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
    }
    names += tricks.map { Array($0.utf8) }
    names += [[0xC2, 0x9B] + Array("31m".utf8), [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]
    return names.enumerated().flatMap { number, name in record(number, name) }
  }()

  /// Inside of JSON strings.
  private static let tricks = [
    #"\u001b]0;title\u0007"#, #"\u001b]52;c;cm0gLXJm\u0007"#, #"\u001bP1$r\u001b\\"#,
    #"\u001bGQ1\n"#, #"\u001b[21t"#, #"\u009b31m"#, #"\u001b[2J\u001b[H"#, #"secret\b\b\b\b\b\b"#,
    #"\u202egnp.exe"#, #"\u2066a\u2069\u061c\u200e\u200f"#, #"a\u2028b\u2029c\u0085d"#,
    #"\u200bz\u200cw\u200dj\u2060\ufeff"#, #"\udb40\udc41\udb40\udc7f"#, #"\ufdd0\ufffe\uffff"#,
    #"\ud800"#, #"\udfff"#, #"=cmd|' /C calc'!A0"#, "+1+1", "-1+1", "@SUM(1)", "＝1＋1",
    #"\t=1"#, #"\r=1"#, #"\u0000=1"#, #"a,b\"c\nd"#, "|x|`y`<script>", #"\r\nforged line"#,
    #"a\nb\rc\r\nd\\e\tf"#, "日本 👍👨‍👩", "e" + String(repeating: "\u{301}", count: 1000),
    String(repeating: #"\u001b"#, count: 300), "'quoted", "--", "{time}", "",
  ]

  private static func record(_ number: Int, _ name: [UInt8]) -> [UInt8] {
    let head = "{\"_logEntry\":\"00000\",\"id\":\(number),\"payload\":{\"farIp\":\""
    let middle = "\",\"name\":\""
    let keyed = "\",\"k"
    let tail = "\":1,\"upTime\":1.5},\"processId\":1,\"timestamp\":1795216353,\"type\":"
    return Array(head.utf8) + name + Array(middle.utf8) + name + Array(keyed.utf8) + name
      + Array(tail.utf8) + Array("\"inStreamClosed\"},\n".utf8)
  }

  /// The places in an output where something stands that is neither text nor a line end nor one of
  /// our own colour codes; and TAB, where it is a separator.
  public static func findings(in output: [UInt8], allowsTabs: Bool = false) -> [String] {
    var findings: [String] = []
    var index = 0
    let text = String(validating: output, as: UTF8.self)
    if text == nil { findings.append("no UTF-8") }
    while index < output.count {
      let byte = output[index]
      if byte == 0x1B, let length = colourLength(output[index...]) {
        index += length
        continue
      }
      let isControl = byte < 0x20 && byte != 0x0A && !(allowsTabs && byte == 0x09)
      if isControl || byte == 0x7F {
        findings.append("byte \(byte) at \(index)")
      }
      index += 1
    }
    for scalar in (text ?? "").unicodeScalars where isUnsafe(scalar.value) {
      findings.append("U+" + String(scalar.value, radix: 16))
    }
    return findings
  }

  /// The unsafe classes, written down once more: a test must not ask what it tests.
  private static func isUnsafe(_ value: UInt32) -> Bool {
    switch value {
    case 0x80...0x9F, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF,
      0xFDD0...0xFDEF, 0xE0000...0xE007F:
      true
    default: value & 0xFFFF >= 0xFFFE
    }
  }

  private static func colourLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    let known = ["[0m", "[1m", "[2m", "[31m", "[32m", "[33m", "[34m", "[35m", "[36m"]
    return known.first { bytes.dropFirst().starts(with: $0.utf8) }.map { $0.utf8.count + 1 }
  }
}
