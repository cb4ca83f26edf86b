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

extension WebhookCarriage {
  /// What there is to say about the signature of a body.
  func verdict(on body: Span<UInt8>, by check: SignatureCheck) -> SignatureVerdict {
    guard let signature else { return hasHeaders ? .absent : .unverifiable }
    guard hasExactBody else { return .unverifiable }
    return check.isValid(signature.span, body) ? .valid : .invalid
  }
}

/// By what deliveries of one event are known: a hash of 16 bytes, another one in each run.
struct DeliveryIdentity: Hashable {
  var first: Int64 = 0
  var second: Int64 = 0

  /// That of records which are never delivered twice.
  static let none = DeliveryIdentity()
}

extension RecordTree {
  /// Takes note of what deliveries of the event have in common.
  ///
  /// FastPix names each event. Ant Media Server sends the same body again, with the same stamp;
  /// releases that do not stamp events do not repeat them either, so that equal bodies of these are
  /// events of their own (webhooks.md §3).
  mutating func identify(_ envelope: WebhookEnvelope, in body: Span<UInt8>) {
    var identity = (first: Int64(0), second: Int64(0))
    switch head.system {
    case .fastpix:
      let node = envelope.id >= 0 ? nodes[Int(envelope.id)] : Node(kind: .null)
      identity = body.hashes(seed: 1)
      if node.valueCount > 0 { identity = value(node, in: body).hashes(seed: 1) }
    case .antmedia:
      guard envelope.timestamp >= 0 else { return }
      identity = body.hashes(seed: 2)
    case .ems: return
    }
    head.identity = DeliveryIdentity(first: identity.first, second: identity.second)
  }
}
