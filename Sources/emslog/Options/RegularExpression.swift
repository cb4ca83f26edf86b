import CPCRE2
import EventLog
import Synchronization

// `unsafe` stands for the calls of PCRE2, whose objects are pointers. Each is owned by one value, which
// frees it, and subjects are lent to it for the length of a call.

/// A Perl-compatible regular expression over UTF-8, compiled to machine code where that is possible.
///
/// A match that would take too long to find, or too much memory, is given up and counted: patterns
/// such as `(a+)+$` must not let a stranger who names a stream stop the reader.
final class RegularExpression: TextPattern {
  private let engine: Mutex<Engine>
  private let abandoned = Atomic<Int>(0)

  /// Compiles a pattern.
  ///
  /// - Parameters:
  ///   - pattern: as `man pcre2pattern` has it.
  ///   - ignoresCase: whether upper and lower case are the same, of all letters of Unicode.
  /// - Throws: What the library says of the pattern, and where.
  init(_ pattern: String, ignoresCase: Bool = false) throws(TextPatternError) {
    engine = Mutex(try Engine(pattern, ignoresCase: ignoresCase))
  }

  /// Compiles a pattern: what conditions and searches are given.
  static func compile(
    _ pattern: String, ignoresCase: Bool
  ) throws(TextPatternError) -> any TextPattern {
    try RegularExpression(pattern, ignoresCase: ignoresCase)
  }

  func matches(_ text: Span<UInt8>) -> Bool {
    // Nobody else holds the lock: the mutex is there for programs with several readers.
    switch engine.withLock({ $0.search(text) }) {
    case .found: return true
    case .absent: return false
    case .abandoned:
      abandoned.add(1, ordering: .relaxed)
      return false
    }
  }

  var abandonedTexts: Int { abandoned.load(ordering: .relaxed) }
}

/// What a search came to.
private enum SearchResult {
  case found, absent, abandoned
}

/// The compiled pattern and the room that matching needs.
@safe private struct Engine: ~Copyable, @unchecked Sendable {
  // Sendable: nothing but this value has the pointers, and the objects belong to no thread.
  private let code: OpaquePointer
  private let match: OpaquePointer
  private let context: OpaquePointer
  private let stack: OpaquePointer?

  /// How many steps a search may take; a tenth of a second at most.
  private static let stepLimit: UInt32 = 1_000_000
  /// How much memory a search without machine code may take, in KiB.
  private static let heapLimit: UInt32 = 4096
  /// How large the stack of the machine code may grow, in bytes.
  private static let stackLimit = 1 << 20

  init(_ pattern: String, ignoresCase: Bool) throws(TextPatternError) {
    // Text with bytes that are no UTF-8 never matches there, and never reads out of bounds. `\C`
    // could stop within a character.
    var options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C
    if ignoresCase { options |= PCRE2_CASELESS }
    var code: Int32 = 0
    var offset = 0
    let bytes = ContiguousArray(pattern.utf8)
    let compiled = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe pcre2_compile_8(buffer.baseAddress, buffer.count, options, &code, &offset, nil)
    }
    guard let compiled = unsafe compiled else {
      throw TextPatternError(problem: Self.message(code), offset: min(offset, bytes.count))
    }
    guard let match = unsafe pcre2_match_data_create_8(1, nil),
      let context = unsafe pcre2_match_context_create_8(nil)
    else {
      unsafe pcre2_code_free_8(compiled)
      throw TextPatternError(problem: "there is no memory for it", offset: 0)
    }
    unsafe pcre2_set_match_limit_8(context, Self.stepLimit)
    unsafe pcre2_set_heap_limit_8(context, Self.heapLimit)
    // Without machine code the same matches are found more slowly.
    var stack: OpaquePointer?
    if unsafe pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE) == 0 {
      unsafe stack = pcre2_jit_stack_create_8(32 << 10, Self.stackLimit, nil)
      unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    }
    unsafe self.code = compiled
    unsafe self.match = match
    unsafe self.context = context
    unsafe self.stack = stack
  }

  deinit {
    unsafe pcre2_jit_stack_free_8(stack)
    unsafe pcre2_match_context_free_8(context)
    unsafe pcre2_match_data_free_8(match)
    unsafe pcre2_code_free_8(code)
  }

  /// Looks for the pattern anywhere in `text`.
  func search(_ text: Span<UInt8>) -> SearchResult {
    let status = unsafe text.withUnsafeBufferPointer { buffer -> Int32 in
      // An empty subject may have no address, but the address must not be null.
      var nothing: UInt8 = 0
      return unsafe withUnsafePointer(to: &nothing) { empty in
        unsafe pcre2_match_8(
          code, buffer.baseAddress ?? empty, buffer.count, 0, 0, match, context)
      }
    }
    // 0 means that there was no room for the groups, which nobody asks for.
    if status >= 0 { return .found }
    return status == PCRE2_ERROR_NOMATCH ? .absent : .abandoned
  }

  /// The library's own words, such as `missing closing parenthesis`.
  private static func message(_ code: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
    }
    return String(decoding: bytes.prefix(Int(max(count, 0))), as: UTF8.self)
  }
}
