import EventLog
import TestSupport
import Testing

@Suite("The events that -t selects")
struct TypeSelectorTests {
  private static let log = Array(
    (["created", "deleted"].map { WebhookBodyTests.fastpix("video.playback_id." + $0) }
      + [WebhookBodyTests.fastpix("video.media.created"), WebhookContainerTests.body])
      .joined(separator: "\n").utf8)

  private func count(_ types: String...) -> Int {
    var filter = Filter()
    let (selector, unknown) = TypeSelector.parse(types)
    #expect(unknown.isEmpty, "\(unknown)")
    filter.types = selector
    return Reading(Self.log, filter: filter).lines.count
  }

  @Test("A member of a family is selected by the name that the log has, and no other")
  func members() {
    #expect(count("video.playback_id.created") == 1)
    #expect(count("VIDEO.playback_id.Deleted") == 1)
    #expect(count("video.playback_id.created,video.media.created") == 2)
    #expect(count("!video.playback_id.created") == 3)
    #expect(count("playback,!video.playback_id.created") == 1)
    #expect(count("video.playback_id.updated") == 0)
  }

  @Test("A family is selected as a whole by its name, its category and patterns of either")
  func families() {
    #expect(count("video.playback_id.*") == 2)
    #expect(count("playback") == 2)
    #expect(count("video.*") == 3)
    #expect(count("*.created") == 2)
    #expect(count("liveStreamEnded") == 1)
  }
}
