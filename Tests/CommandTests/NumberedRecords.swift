/// Records of the json sink, with these numbers in their counters and names.
func records(_ numbers: Range<Int>) -> [UInt8] {
  let lines = numbers.map { number in
    #"{"_logEntry":"\#(String(number + 100_000).dropFirst())","id":\#(number + 1),"#
      + #""payload":{"name":"s\#(number)"},"processId":7,"timestamp":1795216353,"#
      + #""type":"inStreamCreated"},"# + "\n"
  }
  return Array(lines.joined().utf8)
}

/// The numbers of the records of which an output tells.
func numbers(_ output: String) -> [Int] {
  output.split(separator: "\n").compactMap { line in
    line.split(separator: #""logEntry":"#).last.flatMap { rest in
      Int(rest.prefix { $0.isNumber })
    }
  }
}
