import Foundation

/// The bytes of a file.
///
/// - Throws: What Foundation says when the file cannot be read.
public func contents(of path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// The text of a file, invalid UTF-8 replaced.
///
/// - Throws: What Foundation says when the file cannot be read.
public func text(of path: String) throws -> String {
  String(decoding: try contents(of: path), as: UTF8.self)
}

/// Writes a file, in place of an earlier one, and makes the folders above it.
///
/// - Throws: What Foundation says when the file cannot be written.
public func write(_ bytes: [UInt8], to path: String) throws {
  let file = URL(fileURLWithPath: path)
  try FileManager.default.createDirectory(
    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(bytes).write(to: file)
}

/// Whether there is a file or folder of that path.
public func exists(_ path: String) -> Bool {
  FileManager.default.fileExists(atPath: path)
}

/// The relative paths of all regular files below a folder, in byte order; empty without the folder.
public func filesBelow(_ folder: String) -> [String] {
  guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
  var found: [String] = []
  while let name = walk.nextObject() as? String {
    if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular { found.append(name) }
  }
  return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
