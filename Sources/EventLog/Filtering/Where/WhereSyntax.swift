/// The language of conditions.
public enum WhereSyntax {
  /// The grammar and what it means, for manuals; at most 80 columns.
  ///
  /// In the grammar `{ x }` means any number of x and `[ x ]` one or none.
  public static let reference = #"""
    condition  = conjunct { ( "or" | "||" ) conjunct } .
    conjunct   = negation { ( "and" | "&&" ) negation } .
    negation   = ( "not" | "!" ) negation | "(" condition ")" | test .
    test       = "exists" "(" field ")"
               | field ( "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" ) value
               | field ( "~" | "!~" ) value
               | field [ "not" ] "like" value
               | field [ "not" ] "in" "(" value { "," value } ")" .
    field      = key { "." key } .
    key        = name | number | "`" any text "`" .
    value      = word | "'" any text "'" | '"' any text '"' .

    Words of the language may be written in capitals; "not" binds closest, then
    "and", then "or".

    Fields
      upTime, audio.codec, ids.0    a field of the payload, of an object in it, or
                                    of a list, counted from 0; if the payload has
                                    none of that name, a field next to the payload
      payload.type, extra.x         only there
      bytes, droppedBytes,          derived where an event ends a stream, a player
      bitrate, seconds              or a recording and has no field of that name:
                                    bytes of audio and video together, bit/s, and
                                    how long it lasted, as sessions shows them
      time, system, type, recordedType, stream, id, logEntry, timestamp,
      processId, origin, signature, source.file, source.offset,
      source.record, source.format, source.id, source.time,
      source.address                the envelope's, as JSON lines print them

      Upper and lower case are the same. Backquotes make any text a key.

    Values
      A word ends before white space or a bracket that it has not opened. It is a
      number, true, false, null, a number with a unit, or else text. Quotes make
      anything text; in them \" \' \\ \n \r \t \u{E9} are escapes, and every other
      backslash stands for itself.
      Units are ms s m h d, kB MB GB KiB MiB GiB, bps kbps Mbps Gbps (thousands)
      and Kibps Mibps Gibps (1024). They are turned into the unit in which the
      field counts: bandwidth counts Kibps, so that bandwidth = 1628Kibps is the
      same as bandwidth = 1628, and 1628kbps is 1589.84375 of these.
      The field time is compared with times: 2026-11-20T23:12:33Z, @1795216353.

    Operators
      = != < <= > >=  compare numbers by value, to the last digit, and text byte by
                      byte. A number and text are compared as numbers if the text
                      is one. Everything else is not comparable.
      ~ !~            a regular expression is, or is not, found in the text.
      like, not like  the whole text matches a pattern of * ? [a-z].
      in, not in      is equal to one of the values, or differs from each.
      exists(x)       x is there and not null; x != null is the same.
      x = null        x is missing or null; the same as not exists(x).

      A field that is missing or null, or that is not comparable, makes every test
      false, those with != !~ and not included. "not (x = 5)" is true of it.
    """#
}
