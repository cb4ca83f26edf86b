/// By what deliveries of one event are known: a hash of 16 bytes, another one in each run.
struct DeliveryIdentity: Hashable {
  var first: Int64 = 0
  var second: Int64 = 0

  /// That of records which are never delivered twice.
  static let none = DeliveryIdentity()
}
