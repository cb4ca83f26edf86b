import LogFiles
import SystemPackage

/// The files that a run writes to: standard output and those that were named.
struct OutputTargets {
  /// The files that were named.
  let named: [FilePath]

  init(_ named: FilePath?...) { self.named = named.compactMap { $0 } }

  /// What is passed over where logs are looked for.
  var identities: Set<FileIdentity> {
    let streams = [FileIdentity(of: .output), FileIdentity(of: .error)]
    return Set((streams + named.map { FileIdentity(at: $0) }).compactMap { $0 })
  }

  /// Refuses to write to a log that is to be read.
  ///
  /// - Throws: ``FileError``; the log is as it was.
  func refuse(inputs: [FilePath]) throws(FileError) {
    let targets =
      [(FileIdentity(of: .output), FilePath())] + named.map { (FileIdentity(at: $0), $0) }
    for (target, path) in targets {
      guard let target, inputs.contains(where: { FileIdentity(at: $0) == target }) else { continue }
      throw FileError(.write, path, .isInput)
    }
  }
}

extension Diagnostics {
  /// The status of a run that follows logs, if anything decides it: 2 for trouble, 3 for events that
  /// are lost or damaged, 128 and its number for a signal.
  var followStatus: Int32? {
    if hasTrouble { return 2 }
    if hasLoss || hasDamage { return 3 }
    return Signals.ending.map { 128 + $0 }
  }
}
