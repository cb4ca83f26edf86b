/// A row of the event catalogue: what is known about one kind of event.
public struct EventDescription: Sendable {
  /// The canonical name, as the server records it.
  public let name: String
  /// Other names under which logs, manuals or third parties know it.
  public let aliases: [String]
  /// The product that writes it.
  public let system: EventSystem
  /// Every category it answers to; the first is the one under which it is listed.
  public let categories: [EventCategory]
  /// Whether and by which builds it is written.
  public let status: EventStatus
  /// Which fields its payload has.
  public let shape: PayloadShape
  /// Whether a sink without a list of its own logs it; `nil` when that depends on the build.
  public let isLoggedByDefault: Bool?
  /// Whether a w3c sink without a list of its own logs it.
  public let isLoggedByDefaultInW3C: Bool
  /// One sentence.
  public let summary: String
  /// What else a reader of such events should know, a sentence or two each.
  public let notes: [String]

  init(
    name: String, aliases: [String] = [], system: EventSystem = .ems, category: EventCategory,
    also categories: [EventCategory] = [], status: EventStatus = .emitted, shape: PayloadShape,
    isLoggedByDefault: Bool? = true, isLoggedByDefaultInW3C: Bool = false, summary: String,
    notes: [String] = []
  ) {
    self.name = name
    self.aliases = aliases
    self.system = system
    self.categories =
      [category] + categories + (system == .ems ? EventCategory.outcomes(of: name) : [])
    self.status = status
    self.shape = shape
    self.isLoggedByDefault = isLoggedByDefault
    self.isLoggedByDefaultInW3C = isLoggedByDefaultInW3C
    self.summary = summary
    self.notes = notes
  }

  /// True for a family of types, whose name ends in `*` for what its members are called.
  public var isFamily: Bool { name.hasSuffix(".*") }

  /// The category under which it is listed.
  public var category: EventCategory { categories[0] }
}
