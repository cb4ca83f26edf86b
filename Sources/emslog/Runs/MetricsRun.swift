import EventLog
import LogFiles

extension CheckpointRun {
  /// Counts what is new since the last run, and prints all metrics.
  ///
  /// The output is made of what is kept alone and can be made again, so a run that ends between the
  /// two loses nothing.
  mutating func count(_ plan: MetricsPlan) throws {
    let target = target
    try run(reading.reader(logZone: logZone)) { (memory) throws(SnapshotError) -> Metrics in
      guard let memory else { return Metrics(seriesLimit: plan.seriesLimit) }
      return try Metrics(memory: memory, seriesLimit: plan.seriesLimit)
    } finish: { (metrics) throws(FileError) in
      var text = ByteBuffer(capacity: 64 << 10)
      metrics.print(plan.format, into: &text)
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
