/// The values of a printed event by their paths, to compare events of two logs field by field.
struct JSONLeaves: Equatable {
  /// What stands at each path, as it is printed: `"text"`, `12.500`, `null`, `{}`, `[]`.
  private(set) var values: [String: String] = [:]

  /// Reads one JSON line as emslog prints it: valid, and without white space.
  init(_ line: String) {
    var scanner = Scanner(bytes: Array(line.utf8))
    scanner.value(at: "", into: &values)
  }

  subscript(path: String) -> String? { values[path] }

  /// The values below a path, by the rest of their paths; itself if it has no values below.
  func below(_ path: String) -> [String: String] {
    var found: [String: String] = [:]
    for (key, value) in values where key == path || key.hasPrefix(path + "/") {
      found[String(key.dropFirst(path.count))] = value
    }
    return found
  }

  private struct Scanner {
    let bytes: [UInt8]
    var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func value(at path: String, into values: inout [String: String]) {
      switch bytes[offset] {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let isMap = bytes[offset] == UInt8(ascii: "{")
        offset += 1
        var index = 0
        while bytes[offset] != UInt8(ascii: "}"), bytes[offset] != UInt8(ascii: "]") {
          if bytes[offset] == UInt8(ascii: ",") { offset += 1 }
          var key = String(index)
          if isMap {
            key = String(string().dropFirst().dropLast())
            offset += 1  // the colon
          }
          value(at: path.isEmpty ? key : path + "/" + key, into: &values)
          index += 1
        }
        offset += 1
        if index == 0 { values[path] = isMap ? "{}" : "[]" }
      case UInt8(ascii: "\""): values[path] = string()
      default:
        let start = offset
        while !",}]".utf8.contains(bytes[offset]) { offset += 1 }
        values[path] = String(decoding: bytes[start..<offset], as: UTF8.self)
      }
    }

    /// A string with its quotes and escapes.
    mutating func string() -> String {
      let start = offset
      offset += 1
      while bytes[offset] != UInt8(ascii: "\"") {
        offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
      }
      offset += 1
      return String(decoding: bytes[start..<offset], as: UTF8.self)
    }
  }
}
