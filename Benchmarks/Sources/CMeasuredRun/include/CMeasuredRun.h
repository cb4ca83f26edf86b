#ifndef C_MEASURED_RUN_H
#define C_MEASURED_RUN_H

/// What one run of a program took.
struct measured_run {
  double wall_seconds;
  double user_seconds;
  double system_seconds;
  /// The most memory that was resident at once.
  long peak_bytes;
  /// As `$?` of a shell: 128 more than the number of the signal if one ended the program.
  int exit_status;
};

/// Runs a program to its end and says what that took.
///
/// `arguments` ends with a null pointer; the first is the program, looked for in `PATH`. Standard
/// input is `/dev/null`; `output` and `errors` are descriptors that become the other two streams.
/// The environment is this one's, with `LC_ALL=C` and `TZ=UTC`.
///
/// Returns 0, or `errno` if no process could be started. A program that cannot be executed ends with
/// status 127.
int measure_run(char *const arguments[], int output, int errors, struct measured_run *result);

#endif
