/// A line of text with fields in it: `{time} {stream} {upTime:duration:>8|-}`.
///
/// In braces stands a path, then any of these with `:` before each, then perhaps `|` and what is to
/// be shown where there is no value:
///
/// | | |
/// |---|---|
/// | `duration` | `6.0s`, `4m12s`; of milliseconds, or of seconds where the catalogue says so; with `.1` behind it seconds have one decimal |
/// | `bytes` | `1.2 MB` |
/// | `rate` | `1.3 Mbit/s`; of the unit that the catalogue says, else bits each second |
/// | `.2` | a number with two decimals |
/// | `<20` `>8` `^10` | so many columns, the text left, right or in the middle |
/// | `upper` `lower` | ASCII letters made large or small |
/// | `json` | the value as JSON |
/// | `%Y-%m-%d %H:%M:%S` | a time in parts, up to the `\|` or the brace |
///
/// `{{` and `}}` are braces, `\t`, `\n` and `\\` a tab, a line end and a backslash. Times have
/// `%Y %m %d %H %M %S`, `%L` for milliseconds, `%F %T`, `%s` for seconds since 1970, `%z` and `%%`.
public struct Template: Sendable {
  /// Why a text is no template.
  public struct ParseError: Error, Equatable, Sendable {
    /// In lower case and without a full stop.
    public let problem: String
    /// How many bytes of the template come before what is wrong.
    public let offset: Int
  }

  /// What becomes of a value.
  enum Formatter: Equatable, Sendable {
    case plain
    /// A length of time with this number of decimals of a second; nil for as many as are useful.
    case milliseconds(decimals: Int?)
    case seconds(decimals: Int?)
    case bytes
    /// A rate in units of so many bits each second.
    case rate(Int64)
    case decimals(Int)
    case upper, lower
    case json
    case time(ContiguousArray<UInt8>)
  }

  enum Alignment: Equatable, Sendable {
    case left, right, middle
  }

  struct Field: Sendable {
    var column: Column
    var formatter = Formatter.plain
    var alignment = Alignment.left
    var width = 0
    var fallback: ContiguousArray<UInt8> = []
  }

  enum Part: Sendable {
    case literal(ContiguousArray<UInt8>)
    case field(Field)
  }

  let parts: [Part]

  /// Reads a template.
  ///
  /// - Throws: ``ParseError`` that says what is wrong where.
  public static func parse(_ text: String) throws(ParseError) -> Template {
    var parser = TemplateParser(text)
    return Template(parts: try parser.parts())
  }
}
