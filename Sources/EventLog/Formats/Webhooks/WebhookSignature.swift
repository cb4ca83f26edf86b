extension WebhookCarriage {
  /// What there is to say about the signature of a body.
  func verdict(on body: Span<UInt8>, by check: SignatureCheck) -> SignatureVerdict {
    guard let signature else { return hasHeaders ? .absent : .unverifiable }
    guard hasExactBody else { return .unverifiable }
    return check.isValid(signature.span, body) ? .valid : .invalid
  }
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
