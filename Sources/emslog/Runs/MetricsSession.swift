import EventLog
import LogFiles
import SystemPackage

extension MetricsCommand {
  /// Counts what is new since the last run, and prints all metrics.
  ///
  /// The output is made of what is kept alone and can be made again, so that a run that ends between
  /// the two loses nothing.
  func goOn(from checkpoint: String) throws {
    var run = CheckpointRun(checkpoint, try input.followedPaths(), input.reading)
    run.logZone = try times().logZone
    run.oldDirectory = olddir.map { FilePath($0) }
    run.target = outputFile.map { FilePath($0) }
    run.isReset = reset
    run.printsSummary = stats
    let target = run.target
    try run.run(input.reading.reader(logZone: times().logZone)) {
      (memory) throws(SnapshotError) -> Metrics in
      guard let memory else { return Metrics(seriesLimit: maxSeries) }
      return try Metrics(memory: memory, seriesLimit: maxSeries)
    } finish: { (metrics) throws(FileError) in
      var text = ByteBuffer(capacity: 64 << 10)
      metrics.print(output, into: &text)
      if let target {
        try text.replace(ReplacedFile(target, for: .program))
      } else {
        var standardOutput = OutputFile.standardOutput
        try text.write(to: &standardOutput)
      }
      return 0
    }
  }
}
