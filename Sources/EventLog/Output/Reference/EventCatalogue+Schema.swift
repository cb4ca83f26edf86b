extension EventCatalogue {
  /// The JSON Schema (2020-12) of an event as it is printed whole: schema version 1.
  ///
  /// Fields that the catalogue knows have their types; others pass. Any value may be null: a log may
  /// say nan, or that it cannot say. Ends with a line feed.
  public static var schema: String {
    let shapes = PayloadShape.allCases.filter { !$0.fields.isEmpty }
    let branches = shapes.map { shape in
      let names = EventKind.allCases.filter { $0.row.shape == shape }.map { quoted($0.row.name) }
      return
        "    {\"if\": {\"properties\": {\"type\": {\"enum\": [\(names.joined(separator: ", "))]}}},\n"
        + "     \"then\": {\"properties\": {\"payload\": {\"$ref\": \"#/$defs/\(shape)\"}}}}"
    }
    let definitions = shapes.map { shape in
      "    \(quoted("\(shape)")): {\n" + SchemaObject(shape.fields).text(indent: 6) + "\n    }"
    }
    return """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:emslog:event:1",
        "title": "An event as emslog prints it, schema version 1",
        "type": "object",
        "required": ["time", "system", "type"],
        "additionalProperties": false,
        "properties": {
      \(envelope)
        },
        "allOf": [
      \(branches.joined(separator: ",\n"))
        ],
        "$defs": {
      \(definitions.joined(separator: ",\n"))
        }
      }

      """
  }

  /// The keys of an event, in their order.
  private static var envelope: String {
    let systems = EventSystem.allCases.map { quoted($0.rawValue) }.joined(separator: ", ")
    let formats = InputFormat.allCases.map { quoted($0.rawValue) }.joined(separator: ", ")
    let verdicts = SignatureVerdict.allCases.map { quoted($0.rawValue) }.joined(separator: ", ")
    let stamp = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\\\.[0-9]{3}Z$"
    let keys: [(String, String)] = [
      (
        "time",
        """
        {"type": ["string", "null"], "pattern": "\(stamp)", \
        "description": "The best time that the record bears, UTC; milliseconds are cut"}
        """
      ),
      ("system", "{\"enum\": [\(systems)], \"description\": \"The product that wrote it\"}"),
      ("type", "{\"type\": \"string\", \"description\": \"The canonical name of the event\"}"),
      (
        "recordedType",
        "{\"type\": \"string\", \"description\": \"The name in the log, where that is another\"}"
      ),
      (
        "stream",
        "{\"type\": \"string\", \"description\": \"The stream that the event is about\"}"
      ),
      ("id", "{\"description\": \"The number or id of the event, as recorded\"}"),
      ("logEntry", "{\"description\": \"The number of the record in its sink, from 0\"}"),
      ("timestamp", "{\"description\": \"The envelope's stamp, as recorded\"}"),
      ("processId", "{\"description\": \"The process that wrote it, as recorded\"}"),
      ("payload", "{\"type\": \"object\"}"),
      (
        "extra",
        "{\"type\": \"object\", \"description\": \"What else stands beside the payload\"}"
      ),
      ("origin", "{\"const\": \"serverLog\"}"),
      (
        "signature",
        """
        {"enum": [\(verdicts)], "description": "Whether the signature of a FastPix webhook is right; \
        with --fastpix-secret-file"}
        """
      ),
      (
        "source",
        """
        {"type": "object", "required": ["file", "offset", "record", "format"], \
        "additionalProperties": false, "properties": {"file": {"type": "string"}, \
        "offset": {"type": "integer", "minimum": 0}, \
        "record": {"type": "integer", "minimum": 1}, "format": {"enum": [\(formats)]}, \
        "time": {"type": "string", "format": "date-time"}, "address": {"type": "string"}, \
        "id": {"type": "string", "pattern": "^[0-9a-f]{16}:[0-9]+$", \
        "description": "Of poll and tail: the same whenever the record is read, under whichever name \
        and compressed or not, so that repeats can be dropped"}}}
        """
      ),
    ]
    return keys.map { "    \(quoted($0)): \($1)" }.joined(separator: ",\n")
  }
}

/// An object of the schema, made from dotted paths.
private final class SchemaObject {
  private var field: FieldDescription?
  private var members: [(name: String, object: SchemaObject)] = []

  init(_ fields: [FieldDescription] = []) {
    for field in fields { place(field, at: field.path.split(separator: ".").map(String.init)[...]) }
  }

  private func place(_ field: FieldDescription, at path: ArraySlice<String>) {
    guard let name = path.first else {
      self.field = field
      return
    }
    let member: SchemaObject
    if let known = members.first(where: { $0.name == name }) {
      member = known.object
    } else {
      member = SchemaObject()
      members.append((name, member))
    }
    member.place(field, at: path.dropFirst())
  }

  /// The members of the object's own schema, without the braces around them.
  func text(indent: Int) -> String {
    let space = String(repeating: " ", count: indent)
    var parts: [String] = []
    if let types = typeNames { parts.append("\"type\": \(types)") }
    if let field {
      let unit = field.unit.map { " [\($0.rawValue)]" } ?? ""
      parts.append("\"description\": \(EventCatalogue.quoted(field.meaning + unit))")
    }
    let plain = members.filter { !$0.name.hasSuffix("*") }
    let patterns = members.filter { $0.name.hasSuffix("*") }
    if !plain.isEmpty { parts.append(Self.group("properties", plain, indent) { $0 }) }
    if !patterns.isEmpty {
      parts.append(
        Self.group("patternProperties", patterns, indent) { name in
          let prefix = name.dropLast()
          return "^" + (prefix == "$" ? "\\$" : String(prefix))
        })
    }
    return space + parts.joined(separator: ",\n" + space)
  }

  private static func group(
    _ key: String, _ members: [(name: String, object: SchemaObject)], _ indent: Int,
    _ spelling: (String) -> String
  ) -> String {
    let space = String(repeating: " ", count: indent + 2)
    let lines = members.map { member in
      let name = EventCatalogue.quoted(spelling(member.name))
      if member.object.members.isEmpty {
        let body = member.object.text(indent: 0).replacingLines()
        return "\(space)\(name): {\(body)}"
      }
      return "\(space)\(name): {\n\(member.object.text(indent: indent + 4))\n\(space)}"
    }
    let end = String(repeating: " ", count: indent)
    return "\"\(key)\": {\n\(lines.joined(separator: ",\n"))\n\(end)}"
  }

  /// The JSON types, null among them; nil where any will do.
  private var typeNames: String? {
    guard let field else { return "\"object\"" }
    guard field.types != .any else { return nil }
    var names = Set(field.types.types.map(\.schemaName))
    names.insert("null")
    return "[" + names.sorted().map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }
}

extension FieldType {
  /// What JSON Schema calls it.
  fileprivate var schemaName: String {
    switch self {
    case .decimal: "number"
    default: name
    }
  }
}

extension String {
  /// The text on one line.
  fileprivate func replacingLines() -> String {
    split(separator: "\n").joined(separator: " ")
  }
}
