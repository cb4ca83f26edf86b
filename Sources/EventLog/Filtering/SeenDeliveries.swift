/// The deliveries that were seen last, of events that may be delivered more than once.
///
/// Memory is bounded: the last ``window`` events are remembered, each by a hash of 16 bytes.
struct SeenDeliveries {
  /// So many events are remembered.
  let window: Int

  private var known: Set<DeliveryIdentity> = []
  /// In the order in which they came, the oldest at ``oldest`` once it is full.
  private var order: ContiguousArray<DeliveryIdentity> = []
  private var oldest = 0

  /// So many events are remembered unless said otherwise.
  static let standardWindow = 1_000_000

  init(window: Int = SeenDeliveries.standardWindow) { self.window = max(1, window) }

  /// Takes note of a delivery; false if the event has been delivered before.
  mutating func insert(_ identity: DeliveryIdentity) -> Bool {
    guard known.insert(identity).inserted else { return false }
    if order.count < window {
      order.append(identity)
    } else {
      known.remove(order[oldest])
      order[oldest] = identity
      oldest = oldest + 1 == window ? 0 : oldest + 1
    }
    return true
  }
}
