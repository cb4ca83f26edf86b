import ArgumentParser
import Crypto
import EventLog
import LogFiles
import SystemPackage

/// The secrets with which webhooks of FastPix are signed: the one in force, and old ones.
///
/// No secret leaves the value: neither its description nor its mirror shows any, and errors name
/// lines by their number.
struct WebhookSecrets: Sendable {
  private let keys: [SymmetricKey]
  /// What there is to say about where they come from.
  let warnings: [Diagnostic]

  /// Why a file holds no secrets: in lower case, without a full stop and without a secret.
  struct Defect: Error, Equatable {
    var problem: String
  }

  /// More than any number of secrets takes up.
  private static let sizeLimit = 1 << 16

  /// Reads secrets, one on each line, as the dashboard shows them: in base64.
  ///
  /// Empty lines and those that begin with `#` are passed over.
  init(_ text: some Collection<UInt8>, warnings: [Diagnostic] = []) throws(Defect) {
    var keys: [SymmetricKey] = []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      if isBlank || line.first == UInt8(ascii: "#") { continue }
      guard let key = Base64.decoded(line), !key.isEmpty else {
        throw Defect(problem: "line \(index + 1) is not base64, as secrets are")
      }
      keys.append(SymmetricKey(data: key))
    }
    guard !keys.isEmpty else { throw Defect(problem: "there is no secret in it") }
    self.keys = keys
    self.warnings = warnings
  }

  /// Reads the secrets in a file.
  ///
  /// - Throws: The status of the program, after it was told what is wrong.
  init(path: FilePath) throws {
    var diagnostics = Diagnostics()
    do throws(FileError) {
      var file = try OpenFile(path)
      let status = try file.status()
      let text = try Self.content(of: &file)
      do throws(Defect) {
        try self.init(text, warnings: Self.warnings(about: status, of: path))
        return
      } catch {
        diagnostics.trouble(
          Diagnostic(
            place: path.printable, problem: error.problem,
            hint: "write each secret of FastPix on a line of its own, the newest first"))
      }
    } catch {
      diagnostics.trouble(error)
    }
    throw ExitCode(2)
  }

  private static func content(of file: inout OpenFile) throws(FileError) -> ContiguousArray<UInt8> {
    var buffer = ByteBuffer(capacity: 4096)
    var before = -1
    while buffer.count > before, buffer.count < sizeLimit {
      before = buffer.count
      try buffer.fill(room: 4096) { (output) throws(FileError) in try file.read(into: &output) }
    }
    return buffer.bytes
  }

  private static func warnings(about status: FileStatus, of path: FilePath) -> [Diagnostic] {
    guard status.kind == .regular, status.permissions & 0o044 != 0 else { return [] }
    return [
      Diagnostic(
        place: path.printable, problem: "others can read the secrets in it",
        hint: "chmod 600 keeps them to you")
    ]
  }

  /// Checks signatures with all of the secrets.
  var check: SignatureCheck {
    SignatureCheck { signature, body in isValid(signature.bytes, body: body.bytes) }
  }

  /// Whether the text of a header is the signature of a body under one of the secrets.
  ///
  /// Each secret is tried, whether or not one before has fitted, and digests are compared in constant
  /// time, so that how long it takes tells nothing.
  func isValid(_ signature: ContiguousArray<UInt8>, body: ContiguousArray<UInt8>) -> Bool {
    guard let code = Base64.decoded(signature), code.count == SHA256.byteCount else { return false }
    var isValid = false
    for key in keys {
      let fits = HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: body, using: key)
      isValid = isValid || fits
    }
    return isValid
  }
}

extension WebhookSecrets: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// How many there are.
  var description: String { count(keys.count, "secret") }
  /// How many there are.
  var debugDescription: String { description }
  /// How many there are.
  var customMirror: Mirror { Mirror(self, children: ["count": keys.count]) }
}

extension Span<UInt8> {
  /// A copy of the bytes.
  fileprivate var bytes: ContiguousArray<UInt8> {
    var copy: ContiguousArray<UInt8> = []
    copy.reserveCapacity(count)
    for index in indices { copy.append(self[index]) }
    return copy
  }
}

extension ByteBuffer {
  fileprivate var bytes: ContiguousArray<UInt8> { span.bytes }
}
