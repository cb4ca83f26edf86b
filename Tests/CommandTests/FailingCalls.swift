import SystemPackage
import TestSupport

/// A library that is loaded before the C library and fails or ends the program at its n-th call
/// that reads or changes a file; built with the C compiler at hand.
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
  /// The variable CALL says `n:how` of the n-th call that changes a file, and READ of the n-th one
  /// that reads, STAT of the n-th one that asks for a status. How is before, after or half, which end the program, short, which does half of the
  /// work, or the number of an error. With `COUNT=1` it prints how many calls of each kind there were,
  /// with `TRACE=1` the name of each call that changes a file and of the file.
  private static let code = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <errno.h>
    #include <signal.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/stat.h>
    #include <sys/types.h>
    #include <unistd.h>
    static int count, reads, stats;
    static const char *how(const char *variable, int *number) {
      const char *call = getenv(variable);
      ++*number;
      if (!call || atoi(call) != *number) return 0;
      return strchr(call, ':') + 1;
    }
    static void end(void) { for (;;) kill(getpid(), SIGKILL); }
    static void trace(const char *call, int f, const char *name) {
      char link[64], path[4096];
      ssize_t n;
      if (!getenv("TRACE")) return;
      snprintf(link, sizeof link, "/proc/self/fd/%d", f);
      n = readlink(link, path, sizeof path - 1);
      path[n > 0 ? n : 0] = 0;
      fprintf(stderr, "%s %s %s\\n", call, strrchr(path, '/') ? strrchr(path, '/') + 1 : "-", name);
    }
    #define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)
    #define CALL(name, f, other, arguments, half) { \\
      REAL(name); const char *mode = how("CALL", &count); trace(#name, f, other); \\
      if (!mode) return real arguments; \\
      if (atoi(mode)) { errno = atoi(mode); return -1; } \\
      if (*mode == 's') return half; \\
      if (*mode == 'h') half; \\
      if (*mode == 'a') real arguments; \\
      end(); return -1; }
    #define READ(name, arguments, half) { \\
      REAL(name); const char *mode = how("READ", &reads); \\
      if (!mode) return real arguments; \\
      if (atoi(mode)) { errno = atoi(mode); return -1; } \\
      return half; }
    #define STAT(name, arguments) { \\
      REAL(name); const char *mode = how("STAT", &stats); \\
      if (!mode) return real arguments; \\
      errno = atoi(mode); return -1; }
    int stat(const char *n, struct stat *s) STAT(stat, (n, s))
    int lstat(const char *n, struct stat *s) STAT(lstat, (n, s))
    int fstat(int f, struct stat *s) STAT(fstat, (f, s))
    int fstatat(int d, const char *n, struct stat *s, int l) STAT(fstatat, (d, n, s, l))
    ssize_t pwrite(int f, const void *b, size_t n, off_t o)
      CALL(pwrite, f, "", (f, b, n, o), real(f, b, (n + 1) / 2, o))
    ssize_t pwrite64(int f, const void *b, size_t n, off_t o)
      CALL(pwrite64, f, "", (f, b, n, o), real(f, b, (n + 1) / 2, o))
    int fsync(int f) CALL(fsync, f, "", (f), real(f))
    int renameat(int a, const char *b, int c, const char *d)
      CALL(renameat, a, d, (a, b, c, d), real(a, b, c, d))
    int linkat(int a, const char *b, int c, const char *d, int e)
      CALL(linkat, a, d, (a, b, c, d, e), real(a, b, c, d, e))
    int unlinkat(int a, const char *b, int c) CALL(unlinkat, a, b, (a, b, c), real(a, b, c))
    int ftruncate(int f, off_t n) CALL(ftruncate, f, "", (f, n), real(f, n))
    int ftruncate64(int f, off_t n) CALL(ftruncate64, f, "", (f, n), real(f, n))
    ssize_t read(int f, void *b, size_t n) READ(read, (f, b, n), real(f, b, (n + 1) / 2))
    ssize_t pread(int f, void *b, size_t n, off_t o)
      READ(pread, (f, b, n, o), real(f, b, (n + 1) / 2, o))
    ssize_t pread64(int f, void *b, size_t n, off_t o)
      READ(pread64, (f, b, n, o), real(f, b, (n + 1) / 2, o))
    __attribute__((destructor)) static void done(void) {
      if (getenv("COUNT")) fprintf(stderr, "stats %d reads %d calls %d\\n", stats, reads, count);
    }
    """
}
