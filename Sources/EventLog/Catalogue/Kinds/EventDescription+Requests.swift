/// The rows of webhook requests that tell of no event; shown only when all lines are asked for.
extension EventDescription {
  static let webhookProbe = EventDescription(
    name: "webhookProbe", system: .fastpix, category: .request, status: .request, shape: .opaque,
    isLoggedByDefault: nil, summary: "A request that only tests whether the address answers.")

  static let foreignWebhook = EventDescription(
    name: "foreignWebhook", system: .fastpix, category: .request, status: .request, shape: .opaque,
    isLoggedByDefault: nil, summary: "A webhook of another service, such as Mux.")

  static let publishAuthorization = EventDescription(
    name: "publishAuthorization", system: .antmedia, category: .request, status: .request,
    shape: .antmediaAuthorization, isLoggedByDefault: nil,
    summary: "The server asked whether a stream may be published.")

  static let playAuthorization = EventDescription(
    name: "playAuthorization", system: .antmedia, category: .request, status: .request,
    shape: .antmediaAuthorization, isLoggedByDefault: nil,
    summary: "The server asked whether a stream may be played.")

  static let malformedBody = EventDescription(
    name: "malformedBody", system: .antmedia, category: .request, status: .request,
    shape: .webhookText, isLoggedByDefault: nil,
    summary: "A body that cannot be read as any of these.")
}
