import EventLog
import Testing

@Suite("Vocabularies of the server")
struct VocabularyTests {
  @Test(
    "Tags and their numbers lead to each other",
    arguments: [
      (.inRTMP, 5_282_249_572_905_648_128),
      (.inLiveFLV, 5_282_243_277_764_296_704),
      (.outHLS, 5_712_332_670_013_276_160),
      (.outRTMPFromTS, 5_714_595_361_886_240_768),
      (.neutralRTMP, 5_643_573_283_048_652_800),
    ] as [(StreamType, UInt64)])
  func streamNumbers(type: StreamType, number: UInt64) {
    #expect(type.numeric == number)
    #expect(StreamType(numeric: number) == type)
  }

  @Test("Codecs have numbers too")
  func codecNumbers() {
    #expect(VideoCodec.h264.numeric == 6_217_274_493_967_007_744)
    #expect(AudioCodec.aac.numeric == 4_702_111_241_970_122_752)
    #expect(AudioCodec(numeric: 4_707_755_069_515_235_328) == .unknown)
    #expect(VideoCodec(numeric: 0) == nil)
  }

  @Test("The first letter of a tag is its direction")
  func directions() {
    #expect(StreamType(rawValue: "INR")?.direction == .in)
    #expect(StreamType(rawValue: "OFDASH")?.direction == .out)
    #expect(StreamType(rawValue: "NR")?.direction == .neutral)
    #expect(StreamDirection(firstLetter: UInt8(ascii: "O")) == .out)
    #expect(StreamDirection(firstLetter: nil) == .neutral)
    for type in StreamType.allCases where type.meaning.contains("recording") {
      #expect(type.direction == .out)
    }
  }

  @Test("quirk 72: Eight kinds of stream never report their end")
  func silentEnds() {
    let silent = StreamType.allCases.filter { !$0.reportsClosing }.map(\.rawValue).sorted()
    #expect(silent == ["ID", "IDV4L2", "IFP", "INEXT", "INRAW", "OMETA", "ONEXT", "OVMF"])
  }

  @Test("quirk 69: Settings belong to the connection types that have them")
  func settings() {
    #expect(ConnectionType(rawValue: 7)?.settingsKey == "recordSettings")
    #expect(ConnectionType(rawValue: 1)?.settingsKey == "pullSettings")
    #expect(ConnectionType(rawValue: 0)?.settingsKey == nil)
    #expect(ConnectionType(rawValue: 12) == nil)
  }

  @Test("No vocabulary repeats a value", arguments: Vocabulary.allCases)
  func distinct(vocabulary: Vocabulary) {
    let values = vocabulary.words.map(\.value)
    #expect(!values.isEmpty)
    #expect(Set(values).count == values.count)
  }
}
