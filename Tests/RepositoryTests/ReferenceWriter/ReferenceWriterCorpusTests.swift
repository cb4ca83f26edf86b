import TestSupport
import Testing

@Suite("The reference writer, beside a real server (Corpus)")
struct ReferenceWriterCorpusTests {
  @Test(
    "makes of a real XML log the bytes of the other three sinks",
    .enabled(if: Corpus.isPresent, Corpus.absence), arguments: ReferenceWriter.Format.allCases)
  func rewriting(format: ReferenceWriter.Format) throws {
    let folder = try #require(Corpus.path) + "/01-utc-main"
    let trees = ReferenceXMLReader.trees(in: try contents(of: folder + "/ev-plain.xml"))
    var writer = ReferenceWriter(format)
    var made: [UInt8] = format == .xml ? writer.header(at: 0) : []
    for tree in trees {
      let (entry, event) = try #require(tree.flatMap(Self.event))
      if format != .w3c { #expect(writer.count == entry) }
      made += writer.record(event)
    }
    let name = "/ev-plain." + (format == .text ? "txt" : format.rawValue)
    var real = try contents(of: folder + name)[...]
    if format == .w3c {
      real = real.split(separator: 0x0A, maxSplits: 4, omittingEmptySubsequences: false)[4]
    }
    let pairs = zip(Self.lines(made[...], of: format), Self.lines(real, of: format))
    let unlike = pairs.filter { $0 != $1 }
    #expect(made.count == real.count || format == .json)
    // What follows a NUL is in json alone.
    #expect(unlike.count { !$0.1.contains(0) } == 0, "\(unlike.first.map(Self.shown) ?? "")")
    #expect(unlike.count == (format == .json ? 6 : 0))
  }

  private static func shown(_ pair: (ArraySlice<UInt8>, ArraySlice<UInt8>)) -> String {
    LineDifference(Array(pair.1), Array(pair.0)).description
  }

  /// The lines; in json without the decimals, of which XML has one fewer.
  private static func lines(
    _ bytes: ArraySlice<UInt8>, of format: ReferenceWriter.Format
  ) -> [ArraySlice<UInt8>] {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    return format == .json ? lines.map(withoutDecimals) : lines
  }

  private static func withoutDecimals(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var result: [UInt8] = []
    var rest = line
    while let byte = rest.popFirst() {
      result.append(byte)
      guard byte == UInt8(ascii: "."), let last = result.dropLast().last, (48...57).contains(last)
      else { continue }
      let decimals = rest.prefix { (48...57).contains($0) }
      if decimals.count == 4 {
        rest = rest.dropFirst(4)
        while let digit = result.last, (46...57).contains(digit) { result.removeLast() }
      }
    }
    return result[...]
  }

  private static func event(
    _ tree: [String: Variant]
  ) -> (entry: Int, event: ReferenceEvent)? {
    guard
      case .string(let entry)? = tree["_logEntry"],
      let number = Int(String(decoding: entry, as: UTF8.self)),
      case .string(let type)? = tree["type"], case .map(let payload)? = tree["payload"],
      case .unsigned(let id, _)? = tree["id"], case .integer(let process, _)? = tree["processId"],
      case .unsigned(let seconds, _)? = tree["timestamp"]
    else { return nil }
    return (
      number,
      ReferenceEvent(
        type: String(decoding: type, as: UTF8.self), payload: payload, id: id, seconds: seconds,
        processId: Int32(process))
    )
  }
}
