// Gzip data for tests, made by zlib. The `unsafe` calls pass arrays that outlive them.

import CZlib

/// Makes gzip data.
package enum Gzip {
  /// One gzip member that holds the bytes.
  package static func member(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var input = Array(bytes)
    var stream = unsafe z_stream()
    let size = Int32(unsafe MemoryLayout<z_stream>.size)
    // 31: a 32 KiB window in gzip's wrapping.
    let code = unsafe deflateInit2_(
      &stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    precondition(code == Z_OK, "zlib has no memory")
    defer { unsafe deflateEnd(&stream) }
    let bound = unsafe Int(deflateBound(&stream, UInt(input.count))) + 32
    let inputCount = input.count
    return unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe Array(unsafeUninitializedCapacity: bound) { target, count in
        unsafe stream.next_in = source.baseAddress
        unsafe stream.avail_in = UInt32(inputCount)
        unsafe stream.next_out = target.baseAddress
        unsafe stream.avail_out = UInt32(bound)
        let code = unsafe deflate(&stream, Z_FINISH)
        precondition(code == Z_STREAM_END, "the bound was too small")
        count = unsafe bound - Int(stream.avail_out)
      }
    }
  }

  /// One gzip member that holds a text.
  package static func member(_ text: String) -> [UInt8] { member(text.utf8) }
}
