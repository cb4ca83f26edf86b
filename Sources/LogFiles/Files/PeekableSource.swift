/// A source whose first bytes can be looked at before they are read.
///
/// A pipe cannot be rewound, so the bytes that were peeked are kept and come first.
struct PeekableSource<Base: ByteSource & ~Copyable>: ByteSource, ~Copyable {
  var base: Base
  /// What was read from `base` but not handed on yet.
  private(set) var head: ContiguousArray<UInt8> = []

  init(_ base: consuming Base) {
    self.base = base
  }

  /// Reads ahead until `head` holds `count` bytes; it is shorter only if the source is.
  mutating func peek(_ count: Int) throws(FileError) {
    while head.count < count {
      let before = head.count
      // Read more than asked: the rest of the block then costs no second call.
      var block = ContiguousArray<UInt8>()
      try block.append(capacity: max(4096, count), from: &base)
      head.append(contentsOf: block)
      if head.count == before { return }
    }
  }

  /// Forgets what was peeked, because the caller has moved `base` somewhere else.
  mutating func discardHead() {
    head = []
  }

  mutating func read(into output: inout OutputSpan<UInt8>) throws(FileError) {
    if head.isEmpty { return try base.read(into: &output) }
    let count = min(head.count, output.freeCapacity)
    for index in 0..<count { output.append(head[index]) }
    if count == head.count { head = [] } else { head.removeFirst(count) }
  }
}

extension ContiguousArray<UInt8> {
  /// Replaces the content by what one read appends: at most `capacity` bytes, none at the end.
  mutating func append<Source: ByteSource & ~Copyable>(
    capacity: Int, from source: inout Source
  ) throws(FileError) {
    var failure: FileError?
    self = ContiguousArray(capacity: capacity) { output in
      do throws(FileError) {
        try source.read(into: &output)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }
}
