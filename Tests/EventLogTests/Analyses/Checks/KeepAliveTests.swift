import TestSupport
import Testing

@testable import EventLog

@Suite("What the server is to keep alive")
struct KeepAliveTests {
  private func only(_ plan: inout ChecksPlan) { plan.checks = [.gaps] }

  private func packager(
    _ log: inout SessionLog, _ type: String, _ id: Int, at seconds: Double, upTime: Double = 0,
    settings: String = #""hlsSettings":{"keepAlive":true,"targetFolder":"/web/hls/cam"}"#
  ) {
    log.stream(
      "outStream\(type)", id, at: seconds, upTime: upTime, tag: "OFHLS", more: ",\(settings)")
  }

  private func pulled(
    _ log: inout SessionLog, _ type: String, _ id: Int, at seconds: Double, upTime: Double = 0,
    keepAlive: Bool = true
  ) {
    log.stream(
      "inStream\(type)", id, at: seconds, upTime: upTime,
      more: #","pullSettings":{"keepAlive":\#(keepAlive),"uri":"rtmp://h/cam"}"#)
  }

  private func rest(_ log: inout SessionLog, until seconds: Double) {
    log.add("timerTriggered", at: seconds, "\"timerId\":1")
  }

  /// A stream from 0 s on, whose packager ends after 100 s.
  private var packaged: SessionLog {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 0)
    packager(&log, "Created", 2, at: 1)
    packager(&log, "Closed", 2, at: 100, upTime: 99)
    return log
  }

  @Test("A packager that dies while its stream comes in is found")
  func dies() {
    var log = packaged
    rest(&log, until: 1000)
    #expect(
      findings(log, evidence: true, only) == [
        "23:01:40.000Z 23:16:40.000Z gaps warning cam the hls packager ended while the stream "
          + "came in; it was not back after 15m "
          + #"{"kind":"hls","state":"gone","seconds":900.000,"path":"/web/hls/cam"}"#
      ])
  }

  @Test("How long it was away is told when it comes back, or when its stream ends")
  func comesBack() {
    var back = packaged
    packager(&back, "Created", 3, at: 130)
    rest(&back, until: 1000)
    #expect(
      findings(back, only) == [
        "23:01:40.000Z 23:02:10.000Z gaps warning cam the hls packager ended while the stream "
          + "came in; it was back after 30s"
      ])
    var ended = packaged
    ended.stream("inStreamClosed", 1, at: 160, upTime: 160)
    rest(&ended, until: 1000)
    #expect(
      findings(ended, only) == [
        "23:01:40.000Z 23:02:40.000Z gaps warning cam the hls packager ended while the stream "
          + "came in; it was not back when the stream ended 1m later"
      ])
  }

  @Test("A recorder that is kept alive is found too, one that ends by itself is not")
  func recorder() {
    for (settings, count) in [
      (#""recordSettings":{"keepAlive":true,"pathToFile":"/rec/cam"}"#, 1),
      (#""recordSettings":{"keepAlive":false,"pathToFile":"/rec/cam"}"#, 0),
      (#""recordSettings":{"pathToFile":"/rec/cam"}"#, 0),
    ] {
      var log = SessionLog()
      log.stream("inStreamCreated", 1, at: 0)
      packager(&log, "Created", 2, at: 1, settings: settings)
      packager(&log, "Closed", 2, at: 100, upTime: 99, settings: settings)
      rest(&log, until: 1000)
      #expect(findings(log, only).count == count, "\(settings)")
    }
  }

  @Test("A packager that ends with its stream, with the server or by a command is not found")
  func ends() {
    var stream = packaged
    stream.stream("inStreamClosed", 1, at: 105, upTime: 105)
    rest(&stream, until: 1000)
    #expect(findings(stream, only) == [])

    var server = SessionLog()
    server.stream("inStreamCreated", 1, at: 0)
    packager(&server, "Created", 2, at: 1)
    server.add("serverStopping", at: 99, "\"customData\":null")
    packager(&server, "Closed", 2, at: 100, upTime: 99)
    rest(&server, until: 1000)
    #expect(findings(server, only) == [])

    var command = SessionLog()
    command.stream("inStreamCreated", 1, at: 0)
    packager(&command, "Created", 2, at: 1)
    command.add("cliRequest", at: 99, #""command":"removeConfig","parameters":{"id":"3"}"#)
    packager(&command, "Closed", 2, at: 100, upTime: 99)
    rest(&command, until: 1000)
    #expect(findings(command, only) == [])

    var unkept = SessionLog()
    unkept.stream("inStreamCreated", 1, at: 0)
    let settings = #""hlsSettings":{"keepAlive":false,"targetFolder":"/web/hls/cam"}"#
    packager(&unkept, "Created", 2, at: 1, settings: settings)
    packager(&unkept, "Closed", 2, at: 100, upTime: 99, settings: settings)
    rest(&unkept, until: 1000)
    #expect(findings(unkept, only) == [])
  }

  @Test("A packager that is started every second is one finding")
  func restarts() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 0)
    for second in 0..<60 {
      packager(&log, "Created", 2 + second, at: Double(second) + 1)
      packager(&log, "Closed", 2 + second, at: Double(second) + 1.5, upTime: 0.5)
    }
    packager(&log, "Created", 100, at: 62)
    rest(&log, until: 1000)
    #expect(
      findings(log, only) == [
        "23:00:01.500Z 23:01:00.500Z gaps warning cam the hls packager ended 60 times less than "
          + "30s after its start, within 59s, while the stream came in"
      ])
  }

  @Test("A pulled stream that does not come back is found, unless its pulls are known to fail")
  func pull() {
    var log = SessionLog()
    pulled(&log, "Created", 1, at: 0)
    pulled(&log, "Closed", 1, at: 100, upTime: 100)
    var failing = log
    var back = log
    rest(&log, until: 1000)
    #expect(
      findings(log, only) == [
        "23:01:40.000Z 23:16:40.000Z gaps warning cam the pulled stream ended, and was not back "
          + "after 15m"
      ])
    failing.add("pullStreamFailed", at: 101, #""localStreamName":"cam","uri":"rtmp://h/cam""#)
    rest(&failing, until: 1000)
    #expect(findings(failing) { $0.checks = [.gaps, .pulls] }.count == 1)
    pulled(&back, "Created", 2, at: 400)
    rest(&back, until: 1000)
    #expect(findings(back, only) == [])
  }

  @Test("A publisher who leaves, and a pull that is not kept alive, are no trouble")
  func publisher() {
    var log = SessionLog()
    log.stream("inStreamCreated", 1, at: 0)
    log.stream("inStreamClosed", 1, at: 100, upTime: 100)
    pulled(&log, "Created", 2, at: 100, keepAlive: false)
    pulled(&log, "Closed", 2, at: 200, upTime: 100, keepAlive: false)
    rest(&log, until: 1000)
    #expect(findings(log, only) == [])
  }
}
