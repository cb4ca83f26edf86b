/// The secret nodes of an event, for those who ask in the order of the nodes.
///
/// A question goes on from the one before, so that all questions in order look at each node once. A
/// question about an earlier node begins again.
struct SecretNodes {
  /// The object in which everything is secret, or -1.
  private var object = -1
  /// The first node that was not looked at.
  private var place = 1
  /// Where the last secret node ends: all nodes before it that are still to come are secret.
  private var end = 0
  /// How many nodes were looked at so far; tests hold that this grows no faster than records.
  private(set) var steps = 0

  /// Makes ready for an event.
  ///
  /// - Complexity: O(*n*) in the members of the payload.
  mutating func begin(_ event: borrowing Event) {
    object = Redaction.secretObject(of: event) ?? -1
    (place, end) = (1, 0)
  }

  /// True if a node, or an object that it is in, has a secret key.
  ///
  /// - Complexity: O(*n*) in the members of the objects around it, for all nodes in order together.
  mutating func contains(_ number: Int, of event: borrowing Event) -> Bool {
    if number < place - 1 { (place, end) = (1, 0) }
    while place <= number {
      steps += 1
      let node = event.nodes[place]
      let next = Int(node.next)
      guard number < next else {
        place = next
        continue
      }
      if place >= end, place == object || event.hasSecretKey(node) { end = next }
      place += 1
    }
    return number < end
  }
}

extension Event {
  /// True if the key of a node is a secret one, however it is spelt in the record.
  fileprivate func hasSecretKey(_ node: Node) -> Bool {
    guard node.keyStyle.contains(.escaped) || node.keyStyle.contains(.latin1) else {
      return Redaction.isSecret(key: keyBytes(node))
    }
    var key = ByteBuffer(capacity: 64)
    key.append(decoding: keyBytes(node), style: node.keyStyle, dialect: dialect)
    return Redaction.isSecret(key: key.span)
  }
}
