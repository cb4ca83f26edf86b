import Foundation

/// The bytes that C's `%.*f` makes of a number, which is the very call that the server makes.
///
/// Never an exponent; `nan`, `-nan`, `inf` and `-inf` as the C library spells them.
func fixedPoint(_ value: Double, decimals: Int) -> [UInt8] {
  var buffer = [CChar](repeating: 0, count: 400)  // the largest double has 309 digits
  let count = unsafe withVaList([Int32(decimals), value]) {
    unsafe vsnprintf(&buffer, buffer.count, "%.*f", $0)
  }
  return buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }
}
