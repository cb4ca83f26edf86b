// C, because it has to be fork() and not posix_spawn(): on Linux the peak memory of a process is
// never less than what the process it was split from had resident, which fork() keeps small and
// posix_spawn(), which borrows the memory of its caller, does not. Swift may not call fork().

#define _DEFAULT_SOURCE
#include "CMeasuredRun.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval time) {
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int measure_run(char *const arguments[], int output, int errors, struct measured_run *result) {
  double start = seconds_now();
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    int input = open("/dev/null", O_RDONLY);
    if (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) _exit(126);
    setenv("LC_ALL", "C", 1);
    setenv("TZ", "UTC", 1);
    execvp(arguments[0], arguments);
    _exit(127);
  }

  int status = 0;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0) {
    if (errno != EINTR) return errno;
  }
  result->wall_seconds = seconds_now() - start;
  result->user_seconds = seconds(usage.ru_utime);
  result->system_seconds = seconds(usage.ru_stime);
#ifdef __APPLE__
  result->peak_bytes = usage.ru_maxrss;
#else
  result->peak_bytes = usage.ru_maxrss * 1024;
#endif
  result->exit_status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return 0;
}
