import TestSupport
import Testing

@testable import EventLog

@Suite("Webhooks that are delivered again")
struct SeenDeliveriesTests {
  private static let fastpix = WebhookBodyTests.fastpix("video.media.ready")
  private static let stamped =
    #"{"action":"playStarted","id":"cam","timestamp":"1794994208000"}"#
  private static let unstamped = #"{"action":"liveStreamStarted","id":"cam"}"#
  private static let sink =
    #"{"_logEntry":"00000","id":1,"payload":{},"processId":7,"timestamp":1,"type":"timerClosed"},"#

  /// How many events pass of several logs, and how many were dropped.
  private func counts(
    _ logs: [[String]], filter: Filter = Filter(), identifies: Bool = true
  ) -> [Int] {
    var context = DecodingContext()
    context.identifiesDeliveries = identifies
    var reader = EventReader(context: context)
    var selection = FilteredEvents(filter, .count, dropsRepeats: true)
    for log in logs {
      selection.beginSource("log")
      let bytes = ContiguousArray(log.map { $0 + "\n" }.joined().utf8)
      reader.read(bytes.span, into: &selection)
      reader.finish(into: &selection)
      reader.reset()
    }
    return [selection.matched, selection.repeated]
  }

  @Test("are dropped, also in another log; of FastPix by the id, whatever else differs")
  func fastpix() {
    let again = Self.fastpix.replacing(#""attempts":[]"#, with: #""attempts":[{"n":2}]"#)
    let other = Self.fastpix.replacing("e-1", with: "e-2")
    #expect(counts([[Self.fastpix, again, other], [Self.fastpix]]) == [2, 2])
  }

  @Test("of Ant Media Server are those with the same body and stamp")
  func antmedia() {
    let later = Self.stamped.replacing("208000", with: "208001")
    #expect(counts([[Self.stamped, later, Self.stamped]]) == [2, 1])
    let form = "action=playStarted&id=cam&timestamp=1794994208000"
    #expect(counts([[form, form]]) == [1, 1])
  }

  @Test("bear a stamp: a stream that starts twice under an old server is two events")
  func unstamped() {
    #expect(counts([[Self.unstamped, Self.unstamped]]) == [2, 0])
  }

  @Test("are none of the media server's own events")
  func sinks() {
    #expect(counts([[Self.sink, Self.sink]]) == [2, 0])
  }

  @Test("are dropped only where that is asked for")
  func unasked() {
    #expect(counts([[Self.fastpix, Self.fastpix]], identifies: false) == [2, 0])
  }

  @Test("are forgotten when as many others came as are remembered, the oldest first")
  func window() {
    var seen = SeenDeliveries(window: 2)
    func identity(_ number: Int64) -> DeliveryIdentity {
      DeliveryIdentity(first: number, second: 7)
    }
    // By the time the first comes again for the third time it has made room for the third event.
    let isNew = [1, 2, 1, 3, 1, 3, 2].map { seen.insert(identity($0)) }
    #expect(isNew == [true, true, false, true, true, false, true])
  }

  @Test("The hash depends on every byte and on the length")
  func hashes() {
    var known: Set<DeliveryIdentity> = []
    for count in 0...40 {
      for place in 0...count {
        var bytes = ContiguousArray(repeating: UInt8(0), count: count)
        if place < count { bytes[place] = 1 }
        let hashes = bytes.span.hashes()
        known.insert(DeliveryIdentity(first: hashes.first, second: hashes.second))
      }
    }
    #expect(known.count == (0...40).reduce(0) { $0 + $1 + 1 })
  }
}
