/// Repeats records byte by byte, with what separates them, so that the output is a log again.
struct RawRenderer: EventRenderer {
  private let showsSource: Bool

  init(_ options: RenderOptions) { showsSource = options.showsSource }

  mutating func render(
    _ event: borrowing Event, source: Span<UInt8>, into output: inout ByteBuffer
  ) {
    if showsSource {
      output.append(source)
      output.append(UInt8(ascii: ":"))
    }
    let framed = event.framed
    output.append(framed)
    // The last record of a log may lack its line end; the next one must not be glued to it.
    if framed.count == 0 || framed[framed.count - 1] != UInt8(ascii: "\n") {
      output.append(UInt8(ascii: "\n"))
    }
  }
}
