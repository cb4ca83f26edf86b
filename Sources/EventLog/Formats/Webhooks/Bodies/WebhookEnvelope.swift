/// What stands at the top of a webhook's body, and what that makes the body (webhooks.md §1).
///
/// Numbers are those of nodes, -1 where there is none; the last of several members of one name
/// counts. Neither the order of members nor the difference of null and absent means anything.
struct WebhookEnvelope {
  // FastPix and its relatives. All but the type are objects: callers of Ant Media Server can only add
  // text.
  private(set) var type: Int32 = -1
  private(set) var object: Int32 = -1
  private(set) var data: Int32 = -1
  private(set) var createdAt: Int32 = -1
  private var owner: Int32 = -1
  private var attempts: Int32 = -1
  private var webhookId: Int32 = -1
  // Ant Media Server.
  private(set) var action: Int32 = -1
  private(set) var timestamp: Int32 = -1
  private(set) var appNames: Int32 = -1
  private var host: Int32 = -1
  private var resourceInfo: Int32 = -1
  private var app: Int32 = -1
  private(set) var mode: Int32 = -1
  private(set) var subject: Int32 = -1
  // The analytics log of that server.
  private var event: Int32 = -1
  private var timeMs: Int32 = -1
  private var logSource: Int32 = -1
  // All.
  private var plainId: Int32 = -1
  /// Whether it has something of the envelope of the media server's own sinks, besides a type.
  private var isOfSink = false
  /// Whether an object stands under a key under which receivers keep a body.
  private(set) var mayHoldBody = false
  /// Whether it has what no one leaves out who hands a body of FastPix on as it is.
  private var hasOwner: Bool { owner >= 0 || object >= 0 && data >= 0 }
  /// Whether it has what no one leaves out who hands a body on as it is.
  var isWhole: Bool { type < 0 || hasOwner }
  /// Whether the body has no member at all.
  let isEmpty: Bool

  /// Whether it is a line of Ant Media Server's analytics log.
  var isAnalytics: Bool { event >= 0 && timeMs >= 0 && logSource >= 0 && action < 0 }
  /// What Ant Media Server calls the event.
  var antmediaName: Int32 { isAnalytics ? event : action }
  /// When it happened, as Ant Media Server says.
  var antmediaStamp: Int32 { isAnalytics ? timeMs : timestamp }

  /// The event's own id: what deliveries of one event have in common.
  var id: Int32 { plainId >= 0 ? plainId : webhookId }

  /// Looks through the members of the root.
  ///
  /// `parent` is where the body begins, if that is not the whole record.
  init(of tree: borrowing RecordTree, below parent: Int = 0, in bytes: Span<UInt8>) {
    guard parent < tree.nodes.count else {
      isEmpty = true
      return
    }
    let end = Int(tree.nodes[parent].next)
    var number = parent + 1
    isEmpty = end <= number
    while number < end {
      let node = tree.nodes[number]
      take(Int32(truncatingIfNeeded: number), node, key: tree.key(node, in: bytes))
      number = Int(node.next)
    }
  }

  @inline(__always)
  private mutating func take(_ number: Int32, _ node: Node, key: Span<UInt8>) {
    switch key.count {
    case 2 where key.equals("id"): plainId = number
    case 3 where key.equals("app"): app = number
    case 4:
      if node.kind == .string, key.equals("type") { type = number }
      if node.kind == .map, key.equals("data") {
        data = number
        mayHoldBody = true
      }
      if node.kind == .map, key.equals("body") { mayHoldBody = true }
      if key.equals("host") { host = number }
      if key.equals("mode") { mode = number }
      if key.equals("name"), subject < 0 { subject = number }
    case 5 where key.equals("event"):
      if node.kind == .map { mayHoldBody = true }
      if node.kind == .string { event = number }
    case 6:
      if node.kind == .integer, key.equals("timeMs") { timeMs = number }
      if node.kind == .string, node.valueCount > 0, key.equals("action") { action = number }
      if node.kind == .map, key.equals("object") { object = number }
    case 7 where node.kind == .map && key.equals("payload"): (isOfSink, mayHoldBody) = (true, true)
    case 8:
      if node.kind == .array, key.equals("attempts") { attempts = number }
      if key.equals("streamId") { subject = number }
      if key.equals("appNames") { appNames = number }
    case 9:
      if key.equals("timestamp") { timestamp = number }
      if key.equals("createdAt") { createdAt = number }
      if node.kind == .map, key.equals("workspace") { owner = number }
      if key.equals("processId") || key.equals("_logEntry") { isOfSink = true }
      if node.kind == .string, key.equals("logSource") { logSource = number }
      if key.equals("webhookId") { webhookId = number }
    case 10 where key.equals("created_at") && createdAt < 0: createdAt = number
    case 11 where node.kind == .map && key.equals("environment"): owner = number
    case 12 where key.equals("resourceInfo"): resourceInfo = number
    default: break
    }
  }

  /// What a body is.
  enum Verdict: Equatable {
    case event(EventKind, EventSystem)
    /// A record of the media server's own event sinks.
    case record
    /// No event, for that reason; the kind is what it is when all lines are asked for.
    case request(EventKind, SkipReason)
    /// An object that is nothing known.
    case nothing(SkipReason)

    var isEvent: Bool {
      if case .event = self { true } else { false }
    }
  }

  /// What the body is; the order of questions is that of the table in the specification.
  func verdict(
    of tree: borrowing RecordTree, in bytes: Span<UInt8>, _ carriage: WebhookCarriage,
    _ context: borrowing DecodingContext
  ) -> Verdict {
    let kind =
      action >= 0
      ? context.antmediaNames.kind(of: tree.value(tree.nodes[Int(action)], in: bytes))
      : .unrecognized
    // Whoever publishes a stream may have put any other member there.
    if kind.isHookAction, plainId >= 0 { return .event(kind, .antmedia) }
    if isAnalytics {
      let kind = context.antmediaNames.kind(of: tree.value(tree.nodes[Int(event)], in: bytes))
      return .event(kind.isAnalytics ? kind : .unrecognized, .antmedia)
    }
    if let verdict = fastpixVerdict(of: tree, in: bytes, carriage, context) { return verdict }
    if action >= 0 {
      if host >= 0, plainId < 0, appNames >= 0 || resourceInfo >= 0 {
        return .event(
          appNames >= 0 && resourceInfo < 0 ? .unexpectedServerShutdown : kind, .antmedia)
      }
      if kind.isHookAction { return .nothing(.noIdentity) }
      // Anything may be called an action: releases that can bring new ones send one of these too.
      if type < 0, isText(plainId, tree), app >= 0 || timestamp >= 0 {
        return .event(.unrecognized, .antmedia)
      }
    } else if mode >= 0, subject >= 0, type < 0 {
      let isPlay = tree.value(tree.nodes[Int(mode)], in: bytes).equals("play")
      return .request(isPlay ? .playAuthorization : .publishAuthorization, .authorization)
    }
    if type >= 0, isOfSink { return .record }
    return isEmpty ? .request(.webhookProbe, .probe) : .nothing(.unknownRecord)
  }

  /// What a body is whose type is that of a video service; nil for others.
  private func fastpixVerdict(
    of tree: borrowing RecordTree, in bytes: Span<UInt8>, _ carriage: WebhookCarriage,
    _ context: borrowing DecodingContext
  ) -> Verdict? {
    guard type >= 0 else { return nil }
    let node = tree.nodes[Int(type)]
    let name = tree.value(node, in: bytes)
    guard name.beginsVideo else { return nil }
    if carriage.hasMuxSignature || name.firstOffset(of: "asset") != nil || isOfMux(tree, in: bytes)
    {
      return .request(.foreignWebhook, .foreignWebhook)
    }
    guard id >= 0 else { return .nothing(.noIdentity) }
    let isPlain = node.valueStyle.subtracting(.inArena).isEmpty
    let kind = isPlain ? Self.fastpixKind(name, context) : .unrecognized
    if hasOwner { return .event(kind, .fastpix) }
    // Other services have such names and stamps too.
    guard kind != .unrecognized else { return .request(.foreignWebhook, .foreignWebhook) }
    // Receivers that flatten the envelope leave the stamp.
    return createdAt >= 0 ? .event(kind, .fastpix) : .nothing(.noIdentity)
  }

  /// Whether there is a member of that number and it is text or null.
  private func isText(_ number: Int32, _ tree: borrowing RecordTree) -> Bool {
    guard number >= 0 else { return false }
    let kind = tree.nodes[Int(number)].kind
    return kind == .string || kind == .null
  }

  /// Whether the body has what bodies of Mux have and those of FastPix do not: an asset, the key of a
  /// live stream without its `streamId`, or attempts of a webhook with an id.
  private func isOfMux(_ tree: borrowing RecordTree, in bytes: Span<UInt8>) -> Bool {
    if let node = tree.child(named: "type", of: object, in: bytes),
      tree.value(tree.nodes[node], in: bytes).equals("asset")
    {
      return true
    }
    func hasData(_ name: StaticString) -> Bool {
      tree.child(named: name, of: data, in: bytes) != nil
    }
    if hasData("stream_key") && !hasData("streamId") || hasData("new_asset_settings")
      || hasData("active_asset_id")
    {
      return true
    }
    guard attempts >= 0, Int(tree.nodes[Int(attempts)].next) > Int(attempts) + 1 else {
      return false
    }
    return tree.child(named: "webhook_id", of: attempts + 1, in: bytes) != nil
  }

  private static func fastpixKind(
    _ name: Span<UInt8>, _ context: borrowing DecodingContext
  ) -> EventKind {
    let kind = context.fastpixNames.kind(of: name)
    let family: StaticString = "video.playback_id."
    let length = family.utf8CodeUnitCount
    if kind == .unrecognized, name.count > length,
      name.extracting(0..<length).equalsIgnoringASCIICase(family)
    {
      return .videoPlaybackID
    }
    return kind
  }
}

/// What is known of a body from what carried it.
///
/// A body on a line of its own has nothing around it; containers with request heads say more.
struct WebhookCarriage {
  /// Whether the request bore the header `mux-signature`, which no FastPix request does.
  var hasMuxSignature = false
  /// The text of the header `FastPix-Signature`; nil if none was logged.
  var signature: ContiguousArray<UInt8>?
  /// Whether the headers of the request were logged, so that one which is not there was not sent.
  var hasHeaders = false
  /// Whether the bytes of the body are those that were sent.
  var hasExactBody = true
  /// When the request came, by the log that carried it.
  var time: EventTime?
  /// Where the request came from, by that log.
  var client = ClientAddress()
}

extension EventKind {
  /// True if it is one from the analytics log of Ant Media Server; players choose its name.
  fileprivate var isAnalytics: Bool {
    self == .playStarted
      || rawValue >= EventKind.publishStarted.rawValue && rawValue <= EventKind.playerStats.rawValue
  }

  /// Whether it is an action with which Ant Media Server tells of a stream or a room.
  var isHookAction: Bool {
    rawValue >= EventKind.liveStreamStarted.rawValue && self != .unrecognized
      && rawValue < EventKind.highResourceUsage.rawValue
  }
}

extension RecordTree {
  /// The number of the child of that key; nil where there is none, or no such parent.
  borrowing func child(
    named name: StaticString, of parent: Int32, in bytes: Span<UInt8>
  ) -> Int? {
    guard parent >= 0, nodes[Int(parent)].kind == .map else { return nil }
    let end = Int(nodes[Int(parent)].next)
    var number = Int(parent) + 1
    while number < end {
      let node = nodes[number]
      if Int(node.keyCount) == name.utf8CodeUnitCount, key(node, in: bytes).equals(name) {
        return number
      }
      number = Int(node.next)
    }
    return nil
  }
}

extension Span<UInt8> {
  /// Whether it begins with `video.`, in any case.
  var beginsVideo: Bool {
    count > 6 && extracting(0..<6).equalsIgnoringASCIICase("video.")
  }
}
