/// Bytes of unknown origin as text that is harmless wherever it is printed.
///
/// Letters, marks, digits, punctuation, symbols and spaces of valid UTF-8 stay as they are.
public func escapedForDisplay(_ bytes: ContiguousArray<UInt8>) -> String {
  var text = ""
  var parser = Unicode.UTF8.ForwardParser()
  var rest = bytes.makeIterator()
  var offset = 0
  while true {
    switch parser.parseScalar(from: &rest) {
    case .emptyInput:
      return text
    case .error(let length):
      for byte in bytes[offset..<offset + length] { text += "\\x" + hexadecimal(byte) }
      offset += length
    case .valid(let encoded):
      offset += encoded.count
      append(Unicode.UTF8.decode(encoded), to: &text)
    }
  }
}

private func append(_ scalar: Unicode.Scalar, to text: inout String) {
  switch scalar.properties.generalCategory {
  case _ where scalar == "\\":
    text += "\\\\"
  case .control where scalar.value < 0x80:
    text += "\\x" + hexadecimal(UInt8(scalar.value))
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
    text += "\\u{" + String(scalar.value, radix: 16) + "}"
  default:
    text.unicodeScalars.append(scalar)
  }
}

/// Two lower-case digits.
private func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return digits.utf8.count < 2 ? "0" + digits : digits
}
