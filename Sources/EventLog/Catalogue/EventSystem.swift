/// The product whose events a log holds; the raw value is what `system` reads in the output.
public enum EventSystem: String, CaseIterable, Hashable, Sendable {
  /// EvoStream Media Server and its open-source descendant.
  case ems
  /// FastPix webhooks.
  case fastpix
  /// Ant Media Server webhooks.
  case antmedia
}
