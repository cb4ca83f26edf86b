#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The time in seconds since 1970.
package func secondsNow() -> Int64 { Int64(time(nil)) }
