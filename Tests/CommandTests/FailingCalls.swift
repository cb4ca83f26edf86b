import SystemPackage
import TestSupport

/// A library that is loaded before the C library and fails or ends the program at its n-th call
/// that changes a file; built with the C compiler at hand.
enum FailingCalls {
  /// The path of the library; nil without a C compiler or on a system that does not preload.
  static func build(in folder: TemporaryDirectory) async throws -> String? {
    #if os(Linux)
      let source = try folder.write(code, to: "calls.c").string
      let library = folder.path("calls.so").string
      let run = try await FinishedProgram.running(
        "/bin/sh",
        arguments: [
          "-c", "command -v cc >/dev/null || exit 9; cc -shared -fPIC -o \"$1\" \"$2\" -ldl", "cc",
          library, source,
        ])
      return run.ending == .exited(0) ? library : nil
    #else
      return nil
    #endif
  }

  /// What is loaded into the program under test.
  ///
  /// The variable CALL says `n:how`, where how is before, after or half, which end the program, or
  /// the number of an error. With `COUNT=1` it prints how many calls there were.
  private static let code = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <errno.h>
    #include <signal.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/types.h>
    #include <unistd.h>
    static int count;
    static const char *how(void) {
      const char *call = getenv("CALL");
      if (getenv("COUNT") || call) count++;
      if (!call || atoi(call) != count) return 0;
      return strchr(call, ':') + 1;
    }
    static void end(void) { for (;;) kill(getpid(), SIGKILL); }
    #define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)
    #define CALL(name, parameters, arguments, half) { \\
      REAL(name); const char *mode = how(); \\
      if (!mode) return real arguments; \\
      if (atoi(mode)) { errno = atoi(mode); return -1; } \\
      if (*mode == 'h') half; \\
      if (*mode == 'a') real arguments; \\
      end(); return -1; }
    ssize_t pwrite(int f, const void *b, size_t n, off_t o)
      CALL(pwrite, (), (f, b, n, o), real(f, b, n / 2, o))
    ssize_t pwrite64(int f, const void *b, size_t n, off_t o)
      CALL(pwrite64, (), (f, b, n, o), real(f, b, n / 2, o))
    int fsync(int f) CALL(fsync, (), (f), )
    int renameat(int a, const char *b, int c, const char *d) CALL(renameat, (), (a, b, c, d), )
    int linkat(int a, const char *b, int c, const char *d, int e)
      CALL(linkat, (), (a, b, c, d, e), )
    int unlinkat(int a, const char *b, int c) CALL(unlinkat, (), (a, b, c), )
    int ftruncate(int f, off_t n) CALL(ftruncate, (), (f, n), )
    int ftruncate64(int f, off_t n) CALL(ftruncate64, (), (f, n), )
    __attribute__((destructor)) static void done(void) {
      if (getenv("COUNT")) fprintf(stderr, "calls %d\\n", count);
    }
    """
}
