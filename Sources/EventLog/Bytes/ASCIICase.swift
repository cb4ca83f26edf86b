/// Whether two texts are the same but for the case of ASCII letters.
func equalIgnoringASCIICase(
  _ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>
) -> Bool {
  left.elementsEqual(right) { foldedASCII($0) == foldedASCII($1) }
}

/// The byte, with an ASCII capital made small.
@inline(__always)
func foldedASCII(_ byte: UInt8) -> UInt8 {
  byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
}
