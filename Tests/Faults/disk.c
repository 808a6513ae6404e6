// A disk and a clock in trouble, for a program that is started with this library in LD_PRELOAD.
//
//   FAULT_DIR    the folder whose files are watched
//   FAULT_NOTES  another folder: NAME.undo for each watched file, the bytes that every write replaced until the file
//                is flushed; and the switches "full" (writes find no room), "broken" (flushing fails), "lies" (flushing
//                does nothing and says it did), "clock" (a number of seconds by which the wall clock is off)
//
// After the program was killed, putting the noted bytes back leaves what a disk would hold that lost every write it had not
// flushed. One process to a folder; names of files that were made and not flushed are not lost; memory maps are not seen.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *dir, *notes;
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_gettimeofday)(struct timeval *, void *);

__attribute__((constructor)) static void begin(void) {
  dir = getenv("FAULT_DIR");
  notes = getenv("FAULT_NOTES");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite");
  real_write = dlsym(RTLD_NEXT, "write");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  real_gettimeofday = dlsym(RTLD_NEXT, "gettimeofday");
}

static int is_on(const char *name) {
  char path[1200];
  if (!notes) return 0;
  snprintf(path, sizeof path, "%s/%s", notes, name);
  return access(path, F_OK) == 0;
}

static int is_watched(const char *path) {
  return dir && !strncmp(path, dir, strlen(dir)) && !strstr(path, "-shm");
}

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, 1023);
  if (length <= 0) return 0;
  path[length] = 0;
  return is_watched(path);
}

static void note_path(const char *path, char *note) {
  const char *name = path + strlen(dir);
  int length = snprintf(note, 1200, "%s/", notes);
  for (; *name && length < 1190; name++) note[length++] = *name == '/' ? '%' : *name;
  strcpy(note + length, ".undo");
}

// One record: size of the file before, offset, count of old bytes, bytes written; the old bytes; the record's length.
static void remember(int fd, const char *path, uint64_t offset, uint64_t length) {
  struct stat info;
  if (fstat(fd, &info)) return;
  char note[1210];
  note_path(path, note);
  int file = open(note, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  uint64_t size = info.st_size, old = offset >= size ? 0 : offset + length > size ? size - offset : length;
  char *record = malloc(32 + old + 8);
  uint64_t head[4] = {size, offset, old, length}, total = 32 + old + 8;
  memcpy(record, head, 32);
  int reading = open(path, O_RDONLY | O_CLOEXEC);
  if (old && pread(reading, record + 32, old, offset) != (ssize_t)old) abort();
  close(reading);
  memcpy(record + 32 + old, &total, 8);
  if (real_write(file, record, total) != (ssize_t)total) abort();
  close(file);
  free(record);
}

static void forget(const char *path) {
  char note[1210];
  note_path(path, note);
  if (truncate(note, 0) && errno != ENOENT) abort();
}

static ssize_t write_at(int fd, const void *bytes, size_t count, off_t offset, int is_positioned) {
  char path[1024];
  int kept = errno;
  if (!path_of(fd, path)) {
    errno = kept;
    return is_positioned ? real_pwrite(fd, bytes, count, offset) : real_write(fd, bytes, count);
  }
  if (is_on("full")) {
    errno = ENOSPC;
    return -1;
  }
  pthread_mutex_lock(&lock);
  if (!is_positioned) {
    struct stat info;
    int flags = fcntl(fd, F_GETFL);
    offset = flags & O_APPEND && !fstat(fd, &info) ? info.st_size : lseek(fd, 0, SEEK_CUR);
  }
  if (offset >= 0) remember(fd, path, offset, count);
  ssize_t written = is_positioned ? real_pwrite(fd, bytes, count, offset) : real_write(fd, bytes, count);
  pthread_mutex_unlock(&lock);
  return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return write_at(fd, bytes, count, offset, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t offset) {
  return write_at(fd, bytes, count, offset, 1);
}
ssize_t write(int fd, const void *bytes, size_t count) { return write_at(fd, bytes, count, 0, 0); }

int ftruncate(int fd, off_t size) {
  char path[1024];
  struct stat info;
  if (!path_of(fd, path)) return real_ftruncate(fd, size);
  pthread_mutex_lock(&lock);
  if (!fstat(fd, &info)) remember(fd, path, size, info.st_size > size ? info.st_size - size : 0);
  int result = real_ftruncate(fd, size);
  pthread_mutex_unlock(&lock);
  return result;
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

static int flush(int fd, int (*real)(int)) {
  char path[1024];
  if (!path_of(fd, path)) return real(fd);
  if (is_on("broken")) {
    errno = EIO;
    return -1;
  }
  if (is_on("lies")) return 0;
  pthread_mutex_lock(&lock);
  int result = real(fd);
  if (!result) forget(path);
  pthread_mutex_unlock(&lock);
  return result;
}
int fsync(int fd) { return flush(fd, real_fsync); }
int fdatasync(int fd) { return flush(fd, real_fdatasync); }

int unlink(const char *path) {
  pthread_mutex_lock(&lock);
  int result = real_unlink(path);
  if (!result && is_watched(path)) forget(path);
  pthread_mutex_unlock(&lock);
  return result;
}

static time_t clock_error(void) {
  char path[1200], digits[32] = {0};
  if (!notes) return 0;
  snprintf(path, sizeof path, "%s/clock", notes);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, digits, 31);
  close(file);
  return length > 0 ? atoll(digits) : 0;
}

int clock_gettime(clockid_t id, struct timespec *time) {
  int result = real_clock_gettime(id, time);
  int kept = errno;
  if (!result && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) time->tv_sec += clock_error();
  errno = kept;
  return result;
}

int gettimeofday(struct timeval *time, void *zone) {
  int result = real_gettimeofday(time, zone);
  int kept = errno;
  if (!result) time->tv_sec += clock_error();
  errno = kept;
  return result;
}
