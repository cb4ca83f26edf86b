/// What checking the signature of a FastPix webhook gave (webhooks.md §2).
///
/// The raw value is what `signature` reads in the output.
public enum SignatureVerdict: String, CaseIterable, Sendable {
  /// The signature is that of the body.
  case valid
  /// The signature is not that of the body, or no signature at all.
  case invalid
  /// The request is known, and it bore no signature.
  case absent
  /// Nothing can be told: the headers, or the exact bytes of the body, were not logged.
  case unverifiable
}

/// Checks signatures of webhooks; whoever knows the secrets brings it along.
public struct SignatureCheck: Sendable {
  /// Whether the text of a signature is that of the bytes of a body.
  let isValid: @Sendable (_ signature: Span<UInt8>, _ body: Span<UInt8>) -> Bool

  /// Creates a check.
  ///
  /// - Parameter isValid: whether the text of the header `FastPix-Signature` is the signature of a
  ///   body, of which it gets the exact bytes.
  public init(_ isValid: @escaping @Sendable (Span<UInt8>, Span<UInt8>) -> Bool) {
    self.isValid = isValid
  }
}
