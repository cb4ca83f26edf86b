import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("The page of a report")
struct ReportPageTests {
  let files: TemporaryDirectory

  init() throws { files = try TemporaryDirectory() }

  /// The path of the page that is made of a log.
  private func page(of log: [UInt8]) async throws -> String {
    let path = files.path("page.html").string
    let run = try await BuiltProgram.run(
      ["report", "--utc", "--top", "20", "--html", path, "-"], input: log)
    #expect(run.ending == .exited(0))
    return path
  }

  static let logs: [(name: String, bytes: [UInt8])] = [
    ("samples", SampleFiles.contents["events.json"] ?? []),
    ("hostile", HostileLog.json), ("week", Array(StreamLog.week().text.utf8)), ("empty", []),
  ]

  /// Reads the page as XML, and as HTML, and prints what should not be there.
  private static let inspection = """
    import html.parser, sys
    import xml.etree.ElementTree as tree
    text = open(sys.argv[1], encoding="utf-8").read()
    root = tree.fromstring(text)
    drawings = 0
    for element in root.iter():
        if element.tag in ("script", "iframe", "object", "embed", "img", "form", "a", "base"):
            print("element", element.tag)
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("src", "action", "srcset"):
                print("attribute", name, value)
            if name in ("href", "xlink:href") and value != "data:,":
                print("address", value)
        if element.tag == "svg" and element.get("aria-hidden") != "true":
            drawings += 1
            if element.get("role") != "img" or element.find("title") is None:
                print("drawing without a title")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    if len(ids) != len(set(ids)):
        print("ids that are not unique", ids)
    for element in root.iter():
        label = element.get("aria-labelledby")
        if label and label not in ids:
            print("label that is not there", label)
    class Parser(html.parser.HTMLParser):
        def __init__(self):
            super().__init__()
            self.open = []
        def handle_starttag(self, tag, attributes):
            if tag not in ("meta", "link"):
                self.open.append(tag)
        def handle_startendtag(self, tag, attributes):
            if tag not in ("meta", "link", "path", "rect"):
                print("closes itself", tag)
        def handle_endtag(self, tag):
            if not self.open or self.open.pop() != tag:
                print("end of what is not open", tag)
    parser = Parser()
    parser.feed(text)
    parser.close()
    if parser.open:
        print("still open", parser.open)
    print("url(" in text, "http:" in text, "https:" in text, drawings)
    """

  @Test(
    "is well-formed, names nothing outside of it, and describes its drawings",
    .enabled(Python.absence("xml.etree.ElementTree")) {
      await Python.has("xml.etree.ElementTree")
    },
    arguments: zip(logs.map(\.name), [2 + 3, 0, 2 + 20, 0]))
  func structure(name: String, drawings: Int) async throws {
    let log = try #require(Self.logs.first { $0.name == name }).bytes
    let path = try await page(of: log)
    let run = try await Python.run(Self.inspection, arguments: [path])
    #expect(run.errorText == "")
    // All events of the hostile log are of one moment, so that there is nothing to draw over time.
    #expect(run.outputText == "False False False \(drawings)\n")
  }

  @Test("has names of strangers as text, and nothing that could hide or turn round what it says")
  func hostileNames() async throws {
    for log in [HostileLog.json, Array(StreamLog.week().text.utf8)] {
      let text = try text(of: try await page(of: log))
      #expect(HostileLog.findings(in: Array(text.utf8)) == [])
      #expect(!text.contains("<script"))
      #expect(!text.contains("<img"))
    }
    let name = "<script>alert(1)</script>\u{202E}"
    var log = StreamLog()
    let stream = StreamLog.Stream(1, name, isOut: true, created: 60)
    log.open(stream)
    log.close(stream, at: 120, bytes: 1000)
    log.add("pullStreamFailed", at: 130, "\"localStreamName\":\"\(name)\"")
    let text = try text(of: try await page(of: Array(log.text.utf8)))
    let shown = "&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}"
    #expect(text.components(separatedBy: "<bdi>\(shown)</bdi>").count == 4, "list, lane, table")
    #expect(text.contains("<title>\(shown): peak of 1 viewer</title>"))
  }

  @Test("of a week of 200 streams is smaller than 1 MB, and says what is left out")
  func size() async throws {
    let text = try text(of: try await page(of: Array(StreamLog.week().text.utf8)))
    #expect(text.utf8.count < 1_000_000)
    #expect(text.utf8.count > 20_000)
    #expect(text.contains("Not shown: 180 other streams."))
    #expect(text.contains("Not shown: 180 other inputs."))
  }

  /// Decodes a picture and prints its size, how many colours it has, and how bright it is in the corner.
  private static let picture = """
    import struct, sys, zlib
    data = open(sys.argv[1], "rb").read()
    assert data[:8] == b"\\x89PNG\\r\\n\\x1a\\n"
    offset, packed = 8, b""
    while offset < len(data):
        length, kind = struct.unpack(">I4s", data[offset:offset + 8])
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", data[offset + 8:offset + 18])
        if kind == b"IDAT":
            packed += data[offset + 8:offset + 8 + length]
        offset += length + 12
    assert depth == 8
    size = {2: 3, 6: 4}[colour]
    raw, stride = zlib.decompress(packed), width * size
    rows, before = [], bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        kind, row = raw[start], bytearray(raw[start + 1:start + 1 + stride])
        for x in range(stride):
            left = row[x - size] if x >= size else 0
            above = before[x]
            corner = before[x - size] if x >= size else 0
            if kind == 1: row[x] = (row[x] + left) & 255
            elif kind == 2: row[x] = (row[x] + above) & 255
            elif kind == 3: row[x] = (row[x] + (left + above) // 2) & 255
            elif kind == 4:
                guess = left + above - corner
                a, b, c = abs(guess - left), abs(guess - above), abs(guess - corner)
                row[x] = (row[x] + (left if a <= b and a <= c else above if b <= c else corner)) & 255
        rows.append(row)
        before = row
    colours = {}
    for row in rows[::3]:
        for x in range(0, stride, size):
            pixel = bytes(row[x:x + 3])
            colours[pixel] = colours.get(pixel, 0) + 1
    drawn = sum(1 for count in colours.values() if count > 20)
    print(width, height, drawn > 20, "bright" if sum(rows[2][:3]) > 600 else "dark")
    """

  @Test(
    "is drawn by a browser, on a telephone and on a desk, by day and by night, without a complaint",
    .enabled(if: Chromium.isPresent, Chromium.absence),
    .enabled(Python.absence("zlib")) { await Python.has("zlib") },
    arguments: [(390, 844), (1280, 900)], [false, true])
  func drawing(size: (width: Int, height: Int), isDark: Bool) async throws {
    let path = try await page(of: Array(StreamLog.week().text.utf8))
    let picture = files.path("picture.png").string
    let run = try await Chromium.open(
      path, width: size.width, height: size.height, isDark: isDark, "--screenshot=\(picture)")
    #expect(run.ending == .exited(0))
    #expect(Chromium.console(run) == [])
    let pixels = try await Python.run(Self.picture, arguments: [picture])
    #expect(pixels.errorText == "")
    #expect(
      pixels.outputText == "\(size.width) \(size.height) True \(isDark ? "dark" : "bright")\n")
  }

  @Test(
    "needs no scrolling to the side, whatever streams are called",
    .enabled(if: Chromium.isPresent, Chromium.absence), arguments: [320, 390, 700, 1280])
  func width(width: Int) async throws {
    let page = try text(of: try await page(of: Array(StreamLog.week().text.utf8)))
    // A copy that measures itself: the page has no script, and would not run any.
    let policy = try #require(page.range(of: "script-src 'none'; "))
    let probe = """
      <script>document.documentElement.id = "wide-" + Math.max(0,
        document.documentElement.scrollWidth - document.documentElement.clientWidth)</script>
      """
    let copy = page.replacingCharacters(in: policy, with: "")
      .replacingOccurrences(of: "</body>", with: probe + "</body>")
    let path = try files.write(copy, to: "probe.html").string
    let run = try await Chromium.open(path, width: width, height: 800, "--dump-dom")
    #expect(run.outputText.contains("id=\"wide-0\""), "\(run.outputText.prefix(200))")
  }
}
