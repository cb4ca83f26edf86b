// Paths are bytes. The `unsafe` calls here copy a C string that lives as long as the closure.

public import SystemPackage

extension FilePath {
  /// The path as the kernel sees it, without the NUL at its end.
  public var bytes: ContiguousArray<UInt8> {
    unsafe withPlatformString { unsafe ContiguousArray(characters: $0) }
  }

  /// `withPlatformString` with a typed error.
  func withCharacters<Value>(
    _ body: (UnsafePointer<CInterop.PlatformChar>) throws(Errno) -> Value
  ) throws(Errno) -> Value {
    let result: Result<Value, Errno> = unsafe withPlatformString { characters in
      do throws(Errno) {
        return .success(try unsafe body(characters))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Creates a relative path of one name.
  init(_ name: Component) {
    self.init(root: nil, CollectionOfOne(name))
  }

  /// Creates a path from bytes of any kind; it ends at a NUL.
  public init(bytes: some Sequence<UInt8>) {
    var units = bytes.prefix { $0 != 0 }.map { CInterop.PlatformChar(bitPattern: $0) }
    units.append(0)
    self = unsafe units.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe FilePath(platformString: $0) } ?? FilePath()
    }
  }

  /// The path with everything escaped that could act on a terminal or is no UTF-8.
  ///
  /// Control characters and stray bytes become `\x1b`, other invisible characters `\u{202e}`, a
  /// backslash doubles. An empty path is `''`.
  public var printable: String { isEmpty ? "''" : escapedForDisplay(bytes) }
}

extension FilePath.Component {
  /// The name as the kernel sees it.
  var bytes: ContiguousArray<UInt8> { FilePath(self).bytes }

  /// Creates a name from bytes; nil if they are empty or hold a separator.
  init?(bytes: some Sequence<UInt8>) {
    let path = FilePath(bytes: bytes)
    guard let component = path.lastComponent, path == FilePath(component) else { return nil }
    self = component
  }
}

extension ContiguousArray<UInt8> {
  /// The bytes of a C string without its NUL.
  init(characters: UnsafePointer<CChar>) {
    self = []
    var index = 0
    while case let unit = unsafe characters[index], unit != 0 {
      append(UInt8(bitPattern: unit))
      index += 1
    }
  }
}
