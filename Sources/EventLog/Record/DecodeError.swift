/// Why a piece of a log is no event.
///
/// It is either damage, a record or a part of one that cannot be read, or a line of something else
/// that the log holds too: ``isDamage`` tells. Nothing here stops a run: the piece is counted.
public enum SkipReason: Int, CaseIterable, Error, Sendable {
  /// The input ends inside the record: it may still be being written.
  case tornTail
  /// The record is cut off where the next one begins: the server died, or its disk was full.
  case tornRecord
  /// The bytes of a record's end: written once more by a server that was stopped while writing, or what
  /// follows after the beginning was lost.
  case repeatedTail
  /// The sentence that a json sink writes for an event which an XML-RPC sink has changed before.
  case placeholder
  /// A record of a sink that names no event type.
  case noType
  /// The bytes do not follow the format.
  case malformed
  /// A record nested deeper than is read.
  case tooDeep
  /// A record longer than the limit.
  case tooLong
  /// A run of zero bytes: the log was truncated in place while the server was writing.
  case zeros
  /// Lines that look like a record but were made by a value with line ends in it.
  case forged
  /// Bytes in none of the known formats.
  case unknownFormat
  /// A request that only tests whether a webhook's receiver answers.
  case probe
  /// A request that asks whether a stream may be published or played.
  case authorization
  /// A webhook of another service than those whose events are read.
  case foreignWebhook
  /// A webhook that does not say what it is about.
  case noIdentity
  /// A request, or a line about one, in which there is no webhook.
  case noWebhook
  /// An object that no known system writes, such as a record of the program that received webhooks.
  case unknownRecord
  /// A line that holds nothing of a record, such as one of a server's own log.
  case otherLine

  /// True for damage; false for what belongs in the log and is no event.
  ///
  /// Only damage is handed to consumers, kept by `--bad-to` and reported.
  public var isDamage: Bool {
    switch self {
    case .tornTail, .tornRecord, .repeatedTail, .placeholder, .noType, .malformed, .tooDeep,
      .tooLong, .zeros, .forged, .unknownFormat:
      true
    case .probe, .authorization, .foreignWebhook, .noIdentity, .noWebhook, .unknownRecord,
      .otherLine:
      false
    }
  }

  /// What to call such pieces in a sentence, singular.
  public var singular: String {
    switch self {
    case .tornTail: "record cut off at the end"
    case .tornRecord: "record cut off where the next begins"
    case .repeatedTail: "end of a record without its beginning"
    case .placeholder: "record that the server could not write as JSON"
    case .noType: "record without a type"
    case .malformed: "malformed record"
    case .tooDeep: "record nested too deep"
    case .tooLong: "record longer than the limit"
    case .zeros: "run of zero bytes"
    case .forged: "forged record inside a value"
    case .unknownFormat: "piece in no known format"
    case .probe: "webhook probe"
    case .authorization: "authorisation request"
    case .foreignWebhook: "event of another service"
    case .noIdentity: "webhook without an id"
    case .noWebhook: "request without a webhook"
    case .unknownRecord: "record of no known system"
    case .otherLine: "other line"
    }
  }

  /// What to call such pieces in a sentence, plural.
  public var plural: String {
    switch self {
    case .tornTail: "records cut off at the end"
    case .tornRecord: "records cut off where the next begins"
    case .repeatedTail: "ends of records without their beginning"
    case .placeholder: "records that the server could not write as JSON"
    case .noType: "records without a type"
    case .malformed: "malformed records"
    case .tooDeep: "records nested too deep"
    case .tooLong: "records longer than the limit"
    case .zeros: "runs of zero bytes"
    case .forged: "forged records inside values"
    case .unknownFormat: "pieces in no known format"
    case .probe: "webhook probes"
    case .authorization: "authorisation requests"
    case .foreignWebhook: "events of other services"
    case .noIdentity: "webhooks without an id"
    case .noWebhook: "requests without a webhook"
    case .unknownRecord: "records of no known system"
    case .otherLine: "other lines"
    }
  }
}

/// Why bytes could not be decoded, and where.
struct DecodeError: Error, Equatable {
  var reason: SkipReason
  /// The offending byte, counted from the start of the record.
  var offset: Int
}
