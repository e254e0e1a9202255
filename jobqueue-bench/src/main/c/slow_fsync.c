/*
 * Makes a quick disk slow, for measuring: every fsync takes longer by SLOW_FSYNC_MICROS, and as many at a time
 * as are asked for, like those of a hard disk with a journal or of a file server.
 *
 *   gcc -O1 -shared -fPIC -o slow_fsync.so jobqueue-bench/src/main/c/slow_fsync.c -ldl
 *   SLOW_FSYNC_MICROS=5000 LD_PRELOAD=$PWD/slow_fsync.so ./jobqueue bench --only full --jobs 400
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void wait_longer(void) {
  const char *micros = getenv("SLOW_FSYNC_MICROS");
  long more = micros ? atol(micros) : 0;
  struct timespec time = {more / 1000000, more % 1000000 * 1000};
  nanosleep(&time, NULL);
}

int fsync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  int result = real(file);
  wait_longer();
  return result;
}

int fdatasync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  int result = real(file);
  wait_longer();
  return result;
}
