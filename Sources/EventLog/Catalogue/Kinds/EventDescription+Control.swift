/// The rows of the runtime API, processes and timers.
extension EventDescription {
  static let cliRequest = EventDescription(
    name: "cliRequest", category: .cli, shape: .cliRequest,
    summary: "A command of the runtime API was received.",
    notes: [
      "Parameters may hold credentials."
    ])

  static let cliResponse = EventDescription(
    name: "cliResponse", category: .cli, shape: .cliResponse,
    summary: "A command of the runtime API was answered.",
    notes: [
      "Listings make very large records."
    ])

  static let processStarted = EventDescription(
    name: "processStarted", category: .process, shape: .process,
    summary: "A helper process was launched.",
    notes: [
      "PID is the server's process, not the child's.",
      "The API, the recorder and the transcoder launch them.",
    ])

  static let processStopped = EventDescription(
    name: "processStopped", category: .process, shape: .process,
    summary: "A launched process exited.",
    notes: [
      "keepAlive may read false because it was stopped on purpose."
    ])

  static let timerCreated = EventDescription(
    name: "timerCreated", category: .timer, shape: .timer,
    summary: "A timer of the runtime API was set.")

  static let timerTriggered = EventDescription(
    name: "timerTriggered", category: .timer, shape: .timer,
    summary: "A timer of the runtime API fired.",
    notes: [
      "The first one has triggerCount 1."
    ])

  static let timerClosed = EventDescription(
    name: "timerClosed", category: .timer, shape: .timer,
    summary: "A timer of the runtime API was removed or is over.",
    notes: [
      "A timer set in the past is created, triggered and closed at once."
    ])
}
