/// What the path of a chunk tells: to which series it belongs, and of which stream.
///
///     /web/hls/cam1/seg_1700000000000_12.ts           /web/hls/cam1                  cam1
///     /web/dash/cam1//video/100/segment_2998.m4s      /web/dash/cam1/video/100       cam1
///     /rec/cam1_part0003.mp4                          /rec/cam1                      cam1
struct ChunkPath {
  /// What all chunks of one series have in common.
  private(set) var series: ContiguousArray<UInt8>
  /// What the settings of their packager or recorder name: a folder, or a file without its ending.
  private(set) var target: ContiguousArray<UInt8>
  /// The last part of ``target``.
  private(set) var name: ContiguousArray<UInt8>

  private static let slash = UInt8(ascii: "/")

  /// Reads the path of a chunk, or of a part of a recording.
  init(_ file: ContiguousArray<UInt8>, isRecording: Bool) {
    let path = Self.tidied(file)
    if isRecording {
      series = Self.withoutPart(Self.withoutEnding(path))
      target = series
    } else {
      series = Self.parent(path)
      target = series
      // Smooth Streaming and DASH keep sound and picture in folders of their own, by bit rate.
      let media = Self.parent(series)
      let track = Self.last(media)
      if track.elementsEqual("audio".utf8) || track.elementsEqual("video".utf8) {
        target = Self.parent(media)
      }
    }
    name = ContiguousArray(Self.last(target))
  }

  /// The target as settings spell it: a folder, or the file of a recording.
  static func target(
    _ path: ContiguousArray<UInt8>, isRecording: Bool
  ) -> ContiguousArray<UInt8> {
    let path = tidied(path)
    return isRecording ? withoutEnding(path) : path
  }

  /// Without slashes that are doubled, or at the end.
  private static func tidied(_ path: ContiguousArray<UInt8>) -> ContiguousArray<UInt8> {
    var tidy: ContiguousArray<UInt8> = []
    tidy.reserveCapacity(path.count)
    for byte in path where byte != slash || tidy.last != slash { tidy.append(byte) }
    if tidy.count > 1, tidy.last == slash { tidy.removeLast() }
    return tidy
  }

  private static func parent(_ path: ContiguousArray<UInt8>) -> ContiguousArray<UInt8> {
    ContiguousArray(path[..<(path.lastIndex(of: slash) ?? 0)])
  }

  private static func last(_ path: ContiguousArray<UInt8>) -> ArraySlice<UInt8> {
    ArraySlice(path[(path.lastIndex(of: slash).map { $0 + 1 } ?? 0)...])
  }

  private static func withoutEnding(_ path: ContiguousArray<UInt8>) -> ContiguousArray<UInt8> {
    guard let point = path.lastIndex(of: UInt8(ascii: ".")),
      point > path.lastIndex(of: slash) ?? -1
    else { return path }
    return ContiguousArray(path[..<point])
  }

  /// Without the `_part0003` at its end.
  private static func withoutPart(_ path: ContiguousArray<UInt8>) -> ContiguousArray<UInt8> {
    var end = path.count
    while end > 0, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(path[end - 1]) { end -= 1 }
    let mark = ContiguousArray("_part".utf8)
    guard end < path.count, end >= mark.count,
      path[(end - mark.count)..<end].elementsEqual(mark)
    else { return path }
    return ContiguousArray(path[..<(end - mark.count)])
  }
}
