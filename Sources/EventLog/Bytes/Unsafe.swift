#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif
#if arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

// Every `unsafe` of this module stands in this file, so that the rest can be read without fear:
// the C library's `memchr` (ten times a byte loop), bulk copies, word loads, marks of 64 bytes at
// once (the compiler has the one instruction for which Swift has no name), and the growable buffer on which records and output are built.

/// Growable bytes with an owner: the storage of pending input, of decoded text and of output.
///
/// An array would check for shared storage at each appended byte; this type cannot be shared, so
/// that `append` is a bounds check and a store.
@safe public struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes are in the buffer.
  public private(set) var count = 0

  /// Creates an empty buffer with room for `capacity` bytes.
  public init(capacity: Int = 4096) {
    self.capacity = max(capacity, 64)
    unsafe base = .allocate(capacity: self.capacity)
  }

  deinit { unsafe base.deallocate() }

  /// Whether there is nothing in the buffer.
  @inline(__always)
  public var isEmpty: Bool { count == 0 }

  /// The bytes, for as long as the buffer is not changed.
  @inline(__always)
  public var span: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      // The pointer and the count describe initialised memory that this value owns.
      let bytes = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
  }

  /// Appends one byte.
  @inline(__always)
  public mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    unsafe base[count] = byte
    count &+= 1
  }

  /// Appends all of `bytes`.
  @inline(__always)
  public mutating func append(_ bytes: Span<UInt8>) {
    let added = bytes.count
    guard added > 0 else { return }
    if capacity &- count < added { grow(by: added) }
    let destination = unsafe base + count
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe memcpy(destination, start, added)
    }
    count &+= added
  }

  /// Appends text known at compile time.
  @inline(__always)
  public mutating func append(_ literal: StaticString) {
    let added = literal.utf8CodeUnitCount
    if capacity &- count < added { grow(by: added) }
    unsafe memcpy(base + count, literal.utf8Start, added)
    count &+= added
  }

  /// Appends a string's UTF-8; for names of files and fields, never per record.
  public mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  /// Appends bytes `range` of this same buffer once more.
  ///
  /// - Precondition: `range` lies within the buffer.
  public mutating func appendAgain(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    if capacity &- count < range.count { grow(by: range.count) }
    unsafe memcpy(base + count, base + range.lowerBound, range.count)
    count &+= range.count
  }

  /// Replaces one byte.
  ///
  /// - Precondition: `offset` lies within the buffer.
  public mutating func replace(at offset: Int, with byte: UInt8) {
    precondition(offset >= 0 && offset < count)
    unsafe base[offset] = byte
  }

  /// Removes the first `number` bytes and moves the rest to the front.
  public mutating func removeFirst(_ number: Int) {
    precondition(number >= 0 && number <= count)
    guard number > 0 else { return }
    unsafe memmove(base, base + number, count - number)
    count -= number
  }

  /// Removes bytes from the end so that `length` are left.
  public mutating func truncate(to length: Int) {
    precondition(length >= 0 && length <= count)
    count = length
  }

  /// Removes all bytes; keeps the room.
  @inline(__always)
  public mutating func removeAll() { count = 0 }

  /// Gives back room that a single huge record left behind.
  public mutating func shrink(to wanted: Int) {
    guard capacity > wanted, count <= wanted else { return }
    let smaller = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    unsafe memcpy(smaller, base, count)
    unsafe base.deallocate()
    unsafe base = smaller
    capacity = wanted
  }

  /// Lets `body` append up to `room` bytes at the end, for a read straight into place.
  public mutating func fill<E: Error>(
    room: Int, _ body: (inout OutputSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    if capacity &- count < room { grow(by: room) }
    let free = unsafe UnsafeMutableBufferPointer(start: base + count, count: room)
    var output = unsafe OutputSpan(buffer: free, initializedCount: 0)
    do throws(E) {
      try body(&output)
    } catch {
      count &+= unsafe output.finalize(for: free)
      throw error
    }
    count &+= unsafe output.finalize(for: free)
  }

  private mutating func grow(by added: Int) {
    // Doubling keeps appending linear; the exact need matters only for records of many megabytes.
    let larger = max(capacity &* 2, count + added)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe memcpy(moved, base, count)
    unsafe base.deallocate()
    unsafe base = moved
    capacity = larger
  }
}

extension Span<UInt8> {
  /// The offset of the first `byte` at or after `start`.
  ///
  /// - Complexity: O(*n*), at the speed of the C library's `memchr`.
  @inline(__always)
  public func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start >= 0, start < count else { return nil }
    return unsafe withUnsafeBufferPointer { buffer -> Int? in
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), buffer.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  /// Whether the bytes from `offset` on are those of `text`.
  @inline(__always)
  public func has(_ text: StaticString, at offset: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard offset >= 0, offset <= count, count - offset >= length else { return false }
    return unsafe withUnsafeBufferPointer { buffer -> Bool in
      guard let base = buffer.baseAddress else { return length == 0 }
      return unsafe memcmp(base + offset, text.utf8Start, length) == 0
    }
  }

  /// Whether these are the bytes of `text`, no more and no fewer.
  @inline(__always)
  public func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && has(text, at: 0)
  }

  /// Whether these are the same bytes as `other`.
  @inline(__always)
  public func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    guard count > 0 else { return true }
    return unsafe withUnsafeBufferPointer { left -> Bool in
      unsafe other.withUnsafeBufferPointer { right -> Bool in
        guard let one = left.baseAddress, let two = right.baseAddress else { return true }
        return unsafe memcmp(one, two, left.count) == 0
      }
    }
  }

  /// The byte at `offset`; 0 where there is none.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    guard UInt(bitPattern: offset) < UInt(bitPattern: count) else { return 0 }
    return unsafe self[unchecked: offset]
  }

  /// Eight bytes from `offset` on as one little-endian word; nil where there are fewer.
  @inline(__always)
  func wordIfAny(at offset: Int) -> UInt64? {
    guard count >= 8, UInt(bitPattern: offset) <= UInt(bitPattern: count &- 8) else { return nil }
    return UInt64(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// Eight bytes from `offset` on as one little-endian word.
  ///
  /// - Precondition: `offset + 8 <= count`; checked.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

extension Span<UInt8> {
  /// The first of sixteen places in one of which both bytes are where they would be, or the first of
  /// the few before `end` that are not enough for a look at sixteen.
  ///
  /// A place is that of the text whose bytes these are.
  ///
  /// - Precondition: both bytes of the last place before `end` lie within the span; checked.
  func firstCandidates(from start: Int, to end: Int, with first: Probe, and second: Probe) -> Int {
    precondition(start >= 0 && first.offset >= 0 && second.offset >= 0)
    precondition(end &+ Swift.max(first.offset, second.offset) <= count)
    return unsafe withUnsafeBytes { buffer -> Int in
      guard let base = buffer.baseAddress else { return end }
      // Comparisons of bytes and their minimum are calls in this library, so that the classic test
      // for a zero byte is faster. The last byte that is loaded is one of the last place's.
      let one = unsafe base + first.offset
      let two = unsafe base + second.offset
      let (byte1, case1) = (Lanes(bytes: first.byte), Lanes(bytes: first.caseBit))
      let (byte2, case2) = (Lanes(bytes: second.byte), Lanes(bytes: second.caseBit))
      let (low, high) = (Lanes(bytes: 0x01), Lanes(bytes: 0x80))
      let ones = Lanes(bytes: 0xFF)
      var place = start
      @inline(__always)
      func hits(_ place: Int) -> Lanes {
        let left = unsafe one.loadUnaligned(fromByteOffset: place, as: Lanes.self)
        let right = unsafe two.loadUnaligned(fromByteOffset: place, as: Lanes.self)
        let misses = ((left | case1) ^ byte1) | ((right | case2) ^ byte2)
        return (misses &- low) & (misses ^ ones) & high
      }
      while end &- place >= 64 {
        let found =
          (hits(place) | hits(place &+ 16)) | (hits(place &+ 32) | hits(place &+ 48))
        if found[0] | found[1] != 0 { break }
        place &+= 64
      }
      while end &- place >= 16 {
        let found = hits(place)
        if found[0] | found[1] != 0 { break }
        place &+= 16
      }
      return place
    }
  }
}

/// Which of 64 bytes of a JSON text may give it structure: a bit for each byte, the lowest one for the
/// first.
struct JSONMarks {
  var quotes: UInt64
  var colons: UInt64
  var commas: UInt64
  /// Curly brackets, and `y`, which is no part of any JSON token but of strings.
  var braces: UInt64
  /// Whether all of the bytes are ASCII.
  var isASCII: Bool
}

extension Span<UInt8> {
  /// The marks of the 64 bytes from `offset` on; nil if there is a control character among them, or a
  /// byte that is not a slash behind a backslash, one before the first of them included.
  ///
  /// - Precondition: `offset > 0` and `offset + 64 <= count`; checked.
  @inline(__always)
  func marks(at offset: Int) -> JSONMarks? {
    precondition(offset > 0 && count &- offset >= 64)
    return unsafe withUnsafeBytes { buffer -> JSONMarks? in
      guard let base = buffer.baseAddress else { return nil }
      @inline(__always)
      func bytes(at place: Int) -> Bytes {
        unsafe base.loadUnaligned(fromByteOffset: offset &+ place, as: Bytes.self)
      }
      @inline(__always)
      func bits(_ isMarked: (Bytes) -> SIMDMask<Bytes>) -> UInt64 {
        isMarked(bytes(at: 0)).bits | isMarked(bytes(at: 16)).bits &<< 16
          | isMarked(bytes(at: 32)).bits &<< 32 | isMarked(bytes(at: 48)).bits &<< 48
      }
      @inline(__always)
      func strange(at place: Int) -> SIMDMask<Bytes> {
        let (bytes, before) = (bytes(at: place), bytes(at: place &- 1))
        // One more than a control character is at most 20; what is not ASCII is negative.
        let isControl = (bytes &+ Bytes(repeating: 1)) .<= Bytes(repeating: 0x20)
        return (isControl .& (bytes .>= Bytes()))
          .| (before.equal(0x5C) .& .!bytes.equal(0x2F))
      }
      let strange = (strange(at: 0) .| strange(at: 16)) .| (strange(at: 32) .| strange(at: 48))
      guard strange.bits == 0 else { return nil }
      let all = (bytes(at: 0) | bytes(at: 16)) | (bytes(at: 32) | bytes(at: 48))
      return JSONMarks(
        quotes: bits { $0.equal(0x22) }, colons: bits { $0.equal(0x3A) },
        commas: bits { $0.equal(0x2C) },
        braces: bits { ($0 | Bytes(repeating: 0x06)).equal(0x7F) },
        isASCII: (all .< Bytes()).bits == 0)
    }
  }
}

/// Sixteen bytes, as signed numbers, which all processors compare in a single instruction.
private typealias Bytes = SIMD16<Int8>

extension SIMD16<Int8> {
  /// Which of the bytes are that one; the library's own comparison with a number is a loop.
  @inline(__always)
  fileprivate func equal(_ byte: Int8) -> SIMDMask<Self> { self .== Self(repeating: byte) }
}

extension SIMDMask<SIMD16<Int8>> {
  /// A bit for each byte, the lowest one for the first.
  @inline(__always)
  fileprivate var bits: UInt64 {
    let lanes = unsafe unsafeBitCast(self, to: Lanes.self)
    #if arch(x86_64)
      // An instruction that Swift has no name for.
      let bits = _mm_movemask_epi8(SIMD2<Int64>(truncatingIfNeeded: lanes))
      return UInt64(UInt32(bitPattern: bits))
    #else
      // The product has the lowest bits of all bytes side by side in its highest byte.
      let ones = (lanes & Lanes(bytes: 0x01)) &* Lanes(repeating: 0x0102_0408_1020_4080)
      return ones[0] &>> 56 | (ones[1] &>> 56) &<< 8
    #endif
  }
}

/// Sixteen bytes.
private typealias Lanes = SIMD2<UInt64>

extension SIMD2<UInt64> {
  /// That byte sixteen times.
  @inline(__always)
  fileprivate init(bytes byte: UInt8) {
    self.init(repeating: UInt64(byte) &* 0x0101_0101_0101_0101)
  }
}

extension StaticString {
  /// One byte of its UTF-8.
  ///
  /// - Precondition: `offset` lies within it.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < utf8CodeUnitCount)
    return unsafe utf8Start[offset]
  }
}

extension String {
  /// Copies UTF-8, in which ill-formed parts become U+FFFD.
  public init(copying bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
