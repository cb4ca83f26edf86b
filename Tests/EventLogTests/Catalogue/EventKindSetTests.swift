import EventLog
import Testing

@Suite("Sets of event kinds")
struct EventKindSetTests {
  let streams: EventKindSet = [.inStreamCreated, .inStreamClosed, .outStreamClosed]
  let closings: EventKindSet = [.inStreamClosed, .outStreamClosed, .unrecognized]

  @Test("A set holds what was put into it and nothing else")
  func membership() {
    for kind in EventKind.allCases {
      #expect(
        streams.contains(kind)
          == [.inStreamCreated, .inStreamClosed, .outStreamClosed].contains(kind))
    }
    #expect(streams.count == 3)
    #expect(!streams.isEmpty)
    #expect(EventKindSet().isEmpty)
  }

  @Test("Union, intersection and differences are those of sets")
  func algebra() {
    #expect(streams.union(closings).count == 4)
    #expect(streams.intersection(closings) == [.inStreamClosed, .outStreamClosed])
    #expect(streams.symmetricDifference(closings) == [.inStreamCreated, .unrecognized])
    #expect(streams.subtracting(closings) == [.inStreamCreated])
    #expect(streams.isSuperset(of: [.inStreamCreated]))
    #expect(streams.isDisjoint(with: [.serverStarted]))
  }

  @Test("Random sets behave as Set does")
  func agreesWithSet() {
    var generator = SplitMix(state: 1)
    for _ in 0..<200 {
      let left = Set(EventKind.allCases.filter { _ in Bool.random(using: &generator) })
      let right = Set(EventKind.allCases.filter { _ in Bool.random(using: &generator) })
      let (a, b) = (EventKindSet(left), EventKindSet(right))
      #expect(Set(a.union(b).kinds) == left.union(right))
      #expect(Set(a.intersection(b).kinds) == left.intersection(right))
      #expect(Set(a.subtracting(b).kinds) == left.subtracting(right))
      #expect(a.count == left.count)
      #expect(Set(a.inverted.kinds) == Set(EventKind.allCases).subtracting(left))
    }
  }

  @Test("Inserting and removing tell what changed")
  func mutation() {
    var set = EventKindSet()
    #expect(set.insert(.serverStarted).inserted)
    #expect(!set.insert(.serverStarted).inserted)
    #expect(set.update(with: .serverStarted) == .serverStarted)
    #expect(set.remove(.serverStarted) == .serverStarted)
    #expect(set.remove(.serverStarted) == nil)
    #expect(set.isEmpty)
  }

  @Test("The inverse of a set and the set make up the catalogue")
  func inversion() {
    #expect(streams.inverted.union(streams) == .all)
    #expect(streams.inverted.isDisjoint(with: streams))
    #expect(EventKindSet.all.inverted.isEmpty)
    #expect(EventKindSet.all.count == EventKind.count)
  }

  @Test("The catalogue fits, and a set stays small")
  func size() {
    #expect(EventKind.count <= EventKindSet.capacity)
    #expect(MemoryLayout<EventKindSet>.size == EventKindSet.capacity / 8)
  }
}
