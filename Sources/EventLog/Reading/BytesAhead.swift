/// What is known of the bytes behind a record: where the things are next that records are sieved by.
///
/// It holds for one sieve, and for bytes that do not move; places only ever grow.
public struct BytesAhead: Sendable {
  /// Where the text is; -1 if nobody has looked.
  var text = -1
  /// Where a character is written as a number.
  var number = -1

  /// Nothing.
  public init() {}
}
