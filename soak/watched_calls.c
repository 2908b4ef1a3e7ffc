/* Stands between a program and the operating system for the files of one folder.
 *
 * Loaded with LD_PRELOAD, it counts every call that changes something under the watched folder (write, pwrite,
 * ftruncate, fsync, fdatasync, rename, unlink, mkdir, creating open) and at the n-th one does what it was armed with:
 * kills the process before the call, kills it after half of the bytes were written, or lets the call fail once or for
 * ever. It can also keep a journal of all those calls with their bytes, from which simulated power cuts are built.
 * Real driver, real Python, real files: nothing of the program knows that it is here.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT = 0, KILL = 1, KILL_HALF = 2, FAIL_ONCE = 3, FAIL_EVER = 4 };
#define MOST_FDS 4096

static char prefix[1024];
static size_t prefix_length;
static int fd_file[MOST_FDS]; /* 0: not watched, else the number of its path */
static char names[4096][512];
static int known;
static int mode, error_number, journal = -1;
static long wanted, seen;


static int watched(const char *path) { return prefix_length && path && !strncmp(path, prefix, prefix_length); }

static int number_of(const char *path) {
    for (int n = 1; n <= known; n++)
        if (!strcmp(names[n], path)) return n;
    if (known + 1 >= 4096) return 0;
    known++;
    snprintf(names[known], sizeof names[known], "%s", path);
    return known;
}

/* One line of the journal: kind, offset, length of the first and the second text, then both. */
static void note(char kind, uint64_t offset, const void *one, uint32_t one_length, const void *two, uint32_t two_length) {
    if (journal < 0) return;
    struct __attribute__((packed)) { char kind; uint64_t offset; uint32_t one, two; } head = {kind, offset, one_length, two_length};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)one, one_length}, {(void *)two, two_length}};
    syscall(SYS_writev, journal, parts, 3);
}

static void note_file(char kind, int fd, uint64_t offset, const void *data, uint32_t length) {
    if (journal < 0) return;
    const char *name = names[fd_file[fd]];
    note(kind, offset, name, strlen(name), data, length);
}

/* Count one call; return 1 when it must fail, 2 when half of it is to be done before the end. */
static int met(void) {
    seen++;
    if (mode == KILL && seen == wanted) { syscall(SYS_kill, syscall(SYS_getpid), SIGKILL); pause(); }
    if (mode == KILL_HALF && seen == wanted) return 2;
    if ((mode == FAIL_ONCE && seen == wanted) || (mode == FAIL_EVER && seen >= wanted)) { errno = error_number; return 1; }
    return 0;
}

static void end(void) { syscall(SYS_kill, syscall(SYS_getpid), SIGKILL); pause(); }

/* ── what the harness calls through ctypes ─────────────────────────────────────────────────────────────── */

void watched_folder(const char *path) { snprintf(prefix, sizeof prefix, "%s", path); prefix_length = strlen(prefix); }
void watched_arm(int how, long at, int number) { mode = how; wanted = at; error_number = number; seen = 0; }
long watched_seen(void) { return seen; }
void watched_journal(int fd) { journal = fd; }
void watched_mark(const char *words) { note('A', 0, words, strlen(words), "", 0); }

/* ── the calls ─────────────────────────────────────────────────────────────────────────────────────────── */

static int opened(int fd, const char *path, int created) {
    if (fd >= 0 && fd < MOST_FDS) {
        fd_file[fd] = number_of(path);
        if (created) note_file('C', fd, 0, "", 0);
    }
    return fd;
}

static int opening(int at, const char *path, int flags, mode_t rights) {
    int new_file = 0;
    if (flags & (O_CREAT | O_TRUNC)) {
        struct stat there;
        new_file = stat(path, &there) != 0;
        int truncates = !new_file && (flags & O_TRUNC);
        if ((new_file || truncates) && met() == 1) return -1;
        int fd = syscall(SYS_openat, at, path, flags, rights);
        if (fd >= 0 && truncates) { opened(fd, path, 0); note_file('T', fd, 0, "", 0); return fd; }
        return opened(fd, path, new_file);
    }
    return opened(syscall(SYS_openat, at, path, flags, rights), path, 0);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        mode_t rights = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); rights = va_arg(rest, mode_t); va_end(rest); } \
        if (watched(path)) return opening(AT_FDCWD, path, flags, rights); \
        int fd = syscall(SYS_openat, AT_FDCWD, path, flags, rights); \
        if (fd >= 0 && fd < MOST_FDS) fd_file[fd] = 0; \
        return fd; \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    if (fd >= 0 && fd < MOST_FDS) fd_file[fd] = 0;
    return syscall(SYS_close, fd);
}

static int is_watched(int fd) { return prefix_length && fd >= 0 && fd < MOST_FDS && fd_file[fd] && fd != journal; }

ssize_t write(int fd, const void *data, size_t length) {
    if (!is_watched(fd)) return syscall(SYS_write, fd, data, length);
    off_t at = lseek(fd, 0, SEEK_CUR);
    int how = met();
    if (how == 1) return -1;
    if (how == 2) { syscall(SYS_write, fd, data, length / 2); end(); }
    if (fcntl(fd, F_GETFL) & O_APPEND) { struct stat there; fstat(fd, &there); at = there.st_size; }
    ssize_t done = syscall(SYS_write, fd, data, length);
    if (done > 0) note_file('W', fd, at, data, done);
    return done;
}

static ssize_t placed(int fd, const void *data, size_t length, off_t at) {
    if (!is_watched(fd)) return syscall(SYS_pwrite64, fd, data, length, at);
    int how = met();
    if (how == 1) return -1;
    if (how == 2) { syscall(SYS_pwrite64, fd, data, length / 2, at); end(); }
    ssize_t done = syscall(SYS_pwrite64, fd, data, length, at);
    if (done > 0) note_file('W', fd, at, data, done);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return placed(fd, data, length, at); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return placed(fd, data, length, at); }

/* Copying inside the kernel is declined, so that the caller writes and is seen. */
ssize_t sendfile(int to, int from, off_t *offset, size_t count) {
    if (is_watched(to)) { errno = EINVAL; return -1; }
    return syscall(SYS_sendfile, to, from, offset, count);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t count) { return sendfile(to, from, offset, count); }

static int shortened(int fd, off_t length) {
    if (is_watched(fd)) {
        if (met()) return -1;
        note_file('T', fd, length, "", 0);
    }
    return syscall(SYS_ftruncate, fd, length);
}
int ftruncate(int fd, off_t length) { return shortened(fd, length); }
int ftruncate64(int fd, off64_t length) { return shortened(fd, length); }

static int synced(int fd, long call) {
    if (is_watched(fd)) {
        if (met()) return -1;
        note_file('S', fd, 0, "", 0);
        return 0; /* the harness decides what survives; waiting for a real disk would only cost time */
    }
    return syscall(call, fd);
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int renamed(const char *from, const char *to) {
    if (watched(from) || watched(to)) {
        if (met()) return -1;
        int done = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
        if (done == 0) note('R', 0, from, strlen(from), to, strlen(to));
        return done;
    }
    return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
int rename(const char *from, const char *to) { return renamed(from, to); }

int unlink(const char *path) {
    struct stat there;
    if (watched(path) && lstat(path, &there) == 0) {
        if (met()) return -1;
        note('U', 0, path, strlen(path), "", 0);
    }
    return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int mkdir(const char *path, mode_t rights) {
    struct stat there;
    if (watched(path) && stat(path, &there) != 0) {
        if (met()) return -1;
        note('M', 0, path, strlen(path), "", 0);
    }
    return syscall(SYS_mkdirat, AT_FDCWD, path, rights);
}
