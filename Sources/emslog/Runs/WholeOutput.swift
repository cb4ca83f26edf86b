import ArgumentParser
import LogFiles

/// Prints a text that a command has made at once.
///
/// - Throws: The exit status 2 if it could not be written, which is then told on standard error.
func printWhole(_ text: String) throws {
  Signals.ignoreClosedPipes()
  let bytes = ContiguousArray(text.utf8)
  var output = OutputFile.standardOutput
  do throws(FileError) {
    try output.write(bytes.span)
  } catch {
    // Whoever closed the pipe has all that was wanted.
    if error.isClosedPipe { return }
    var diagnostics = Diagnostics()
    diagnostics.trouble(error)
    throw ExitCode(2)
  }
}
