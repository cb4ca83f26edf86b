import SystemPackage
import TestSupport
import Testing

@testable import LogFiles

@Suite("A waker")
struct WakerTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  @Test("that knows nothing but the time says that it is over")
  func interval() {
    var waker = IntervalWaker()
    waker.watch([folder.path])
    #expect(waker.wait(milliseconds: 0) == .timeout)
  }

  @Test("notices that nobody reads the output any more, before there is anything to write")
  func closedPipe() throws {
    let (reading, writing) = try FileDescriptor.pipe()
    #expect(POSIX.wait(for: nil, or: writing.rawValue, milliseconds: 0) == .timeout)
    try reading.close()
    #expect(POSIX.wait(for: nil, or: writing.rawValue, milliseconds: 60_000) == .outputClosed)
    try writing.close()
  }

  #if os(Linux)
    @Test("of Linux tells what is written from what gets another name")
    func inotify() throws {
      try folder.append([1], to: "e.log")
      guard var waker = InotifyWaker() else {
        Issue.record("The system has no inotify left.")
        return
      }
      waker.watch([folder.path])
      #expect(waker.wait(milliseconds: 0) == .timeout)
      try folder.append([2], to: "e.log")
      #expect(waker.wait(milliseconds: 60_000) == .content)
      #expect(waker.wait(milliseconds: 0) == .timeout)
      try folder.rename("e.log", to: "e.log.1")
      #expect(waker.wait(milliseconds: 60_000) == .names)
      try folder.append([3], to: "e.log")
      #expect(waker.wait(milliseconds: 60_000) == .names)
      try folder.delete("e.log.1")
      #expect(waker.wait(milliseconds: 60_000) == .names)
    }

    @Test("of Linux forgets directories that are not asked for any more")
    func forgotten() throws {
      try folder.makeDirectory("a")
      try folder.makeDirectory("b")
      guard var waker = InotifyWaker() else {
        Issue.record("The system has no inotify left.")
        return
      }
      waker.watch([folder.path("a")])
      waker.watch([folder.path("b")])
      #expect(waker.wait(milliseconds: 60_000) == .names, "the kernel tells that a watch is gone")
      waker.watch([folder.path("b")])
      try folder.append([1], to: "a/e.log")
      #expect(waker.wait(milliseconds: 0) == .timeout)
      try folder.append([1], to: "b/e.log")
      #expect(waker.wait(milliseconds: 60_000) == .names)
    }

    @Test("of Linux is woken by a directory that comes back under its name")
    func replaced() throws {
      try folder.makeDirectory("a")
      guard var waker = InotifyWaker() else {
        Issue.record("The system has no inotify left.")
        return
      }
      waker.watch([folder.path("a")])
      try folder.rename("a", to: "b")
      #expect(waker.wait(milliseconds: 60_000) == .names)
    }
  #endif
}
