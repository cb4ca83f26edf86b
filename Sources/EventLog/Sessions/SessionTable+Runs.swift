// What becomes of sessions when the run of a server is over that they belong to.

extension SessionTable {
  /// What may yet turn out otherwise is decided after that time, in milliseconds.
  private static let patience: Int64 = 86_400_000
  /// No more runs of a server wait for that.
  private static let patientRuns = 64

  /// Ends what servers have left open whose next run began long ago, in the logs that are followed.
  ///
  /// Until then the run may yet turn out to be that of another server: ``pendingChanges`` tells what
  /// follows if it does not.
  mutating func settleOld() {
    takeNotifications(isEnd: true)
    for group in runs.allGroups {
      let pending = pendingSuccessions(in: group)
      guard !pending.isEmpty, let now = runs.last(of: group) else { continue }
      for (index, succession) in pending.enumerated() {
        let last = runs.all[Int(succession.before)].last ?? now
        if now.milliseconds(since: last) > Self.patience
          || index < pending.count - Self.patientRuns
        {
          carryOut(succession)
        }
      }
    }
  }

  /// What will have happened by now if no server turns out to have gone on beside another one.
  func pendingChanges() -> ContiguousArray<SessionChange> {
    var changes: ContiguousArray<SessionChange> = []
    for group in runs.allGroups {
      for succession in pendingSuccessions(in: group) {
        changes += self.changes(of: succession).told
      }
    }
    return changes
  }

  /// The runs that end in ``pendingChanges()``.
  func pendingRuns() -> Set<Int32> {
    Set(runs.allGroups.flatMap { pendingSuccessions(in: $0) }.map(\.before))
  }

  private func pendingSuccessions(in group: Int32) -> [ServerRuns.Succession] {
    runs.successions(in: group).filter { !runs.all[Int($0.before)].isOver }
  }

  /// Decides which runs of a log that was read follow one another, and ends those that are over.
  mutating func settle(_ group: Int32) {
    for succession in pendingSuccessions(in: group) { carryOut(succession) }
    for run in runs.members(of: group) where !runs.all[Int(run)].isOver {
      changes += missing(in: run)
      runs.all[Int(run)].audit.forgetGap()
      guard runs.all[Int(run)].isStopping else { continue }
      for place in openPlaces(of: run) { end(place, as: .stop) }
    }
  }

  /// Ends a run that another one has followed.
  private mutating func carryOut(_ succession: ServerRuns.Succession) {
    let (told, places) = changes(of: succession)
    changes += told
    for place in places { _ = remove(place) }
    runs.all[Int(succession.before)].isOver = true
    runs.all[Int(succession.before)].audit.forgetGap()
  }

  /// What happens where a run follows another one, and the places of the sessions that end.
  private func changes(
    of succession: ServerRuns.Succession
  ) -> (told: ContiguousArray<SessionChange>, places: ContiguousArray<Int32>) {
    let (before, after) = (
      runs.all[Int(succession.before)], runs.all[Int(succession.after)]
    )
    let places = openPlaces(of: succession.before)
    var told = missing(in: succession.before)
    let cut = places.count { slots[Int($0)].session.kind == .stream }
    told.append(
      .started(
        ServerStart(
          time: after.first ?? after.last ?? before.last, after: before.last,
          run: succession.after, runBefore: succession.before,
          process: after.writer.process, processBefore: before.writer.process,
          wasStopped: before.isStopping, logsStarts: runs.logsStarts(before.writer.group),
          streamsCut: Int64(cut))))
    for place in places {
      told.append(.ended(session(at: place, endedAs: before.isStopping ? .stop : .restart)))
    }
    return (told, places)
  }

  /// The gap of a run that nothing has confirmed.
  private func missing(in run: Int32) -> ContiguousArray<SessionChange> {
    let (audit, bounds) = (runs.all[Int(run)].audit, runs.all[Int(run)].gapBounds)
    return audit.gap.map { [.missing($0, from: bounds.from, to: bounds.to, run: run)] } ?? []
  }

  /// The open sessions of a run's server, oldest first; those from webhooks are elsewhere.
  private func openPlaces(of run: Int32) -> ContiguousArray<Int32> {
    var places: ContiguousArray<Int32> = []
    var place = runs.all[Int(run)].oldest
    while place >= 0 {
      if slots[Int(place)].session.system == .ems { places.append(place) }
      place = slots[Int(place)].next
    }
    return places
  }

  /// A session as it ends with what is known of its server.
  private func session(at place: Int32, endedAs status: SessionStatus) -> Session {
    var session = slots[Int(place)].session
    session.status = status
    session.end = [runs.all[Int(session.run)].last, session.start].compactMap(\.self).max()
    return session
  }

  mutating func end(_ place: Int32, as status: SessionStatus) {
    changes.append(.ended(session(at: place, endedAs: status)))
    _ = remove(place)
  }
}
