/*
 * A process beside the JVM, started before it, that tells whether folders are still as they were: twenty thousand
 * calls of lstat cost it a fiftieth of a second, and the JVM, in its first moments, ten times that.
 *
 * A record is a file: what was looked at and a note for the reader (both from Java), then what lstat said of it.
 *
 *   MAGIC NUL, root NUL, then items, each with a NUL: `f` and a path, `d` and the path of a folder for all that is
 *   directly in it; an empty item ends them; the note with its length before it; the stats; a checksum
 *
 * Requests: type byte, length, payload. Answers: length, payload; NO_ANSWER for "no". Lengths are 4 bytes, big endian.
 *
 *   S path of a record            its note, if lstat says the same now
 *   K nanoseconds NUL path NUL    writes a record of what follows, if nothing in it is younger than that;
 *     the record up to its note   the answer is empty
 */
#include "sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAGIC "jbuild unchanged 1"
#define NO_ANSWER 0xFFFFFFFFu
#define MOST_BYTES (256u << 20)

struct bytes {
    unsigned char *at;
    size_t length, room;
};

/* What lstat says, collected or compared with what it said before. */
struct stats {
    const unsigned char *before; /* NULL when collecting */
    size_t left;
    struct bytes now;
    int64_t youngest;
    bool good; /* the same so far; enough memory so far */
};

static bool add(struct bytes *to, const void *from, size_t length) {
    if (to->room - to->length < length) {
        size_t room = to->length + length + to->room + 4096;
        unsigned char *bigger = room > MOST_BYTES ? NULL : realloc(to->at, room);
        if (!bigger) return false;
        to->at = bigger;
        to->room = room;
    }
    memcpy(to->at + to->length, from, length);
    to->length += length;
    return true;
}

static void saw(struct stats *stats, const void *bytes, size_t length) {
    if (!stats->before) {
        stats->good = stats->good && add(&stats->now, bytes, length);
        return;
    }
    if (stats->left < length || memcmp(stats->before, bytes, length) != 0) {
        stats->good = false;
        return;
    }
    stats->before += length;
    stats->left -= length;
}

static int64_t nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void look_at(struct stats *stats, int folder, const char *name) {
    struct stat found, *file = &found;
    int64_t error = fstatat(folder, *name ? name : ".", file, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
    saw(stats, name, strlen(name) + 1);
    saw(stats, &error, sizeof error);
    if (error) return;
    int64_t changed = nanoseconds(file->st_ctim), modified = nanoseconds(file->st_mtim);
    int64_t fields[] = {(int64_t)file->st_dev, (int64_t)file->st_ino, file->st_mode, (int64_t)file->st_nlink, file->st_uid,
                        file->st_gid, (int64_t)file->st_rdev, file->st_size, modified, changed};
    saw(stats, fields, sizeof fields);
    if (changed > stats->youngest) stats->youngest = changed;
    if (modified > stats->youngest) stats->youngest = modified;
}

static void list(struct stats *stats, int root, const char *path) {
    look_at(stats, root, path);
    int fd = openat(root, *path ? path : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (!folder) {
        if (fd >= 0) close(fd);
        stats->good = false;
        return;
    }
    for (struct dirent *entry; stats->good && (entry = readdir(folder)) != NULL;)
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) look_at(stats, fd, entry->d_name);
    saw(stats, "", 1); /* no name: the end */
    closedir(folder);
}

/* The text at `from`, which moves behind its NUL; NULL if it does not end. */
static const char *text(const unsigned char *bytes, size_t length, size_t *from) {
    const char *start = (const char *)bytes + *from;
    const void *end = *from < length ? memchr(start, 0, length - *from) : NULL;
    if (!end) return NULL;
    *from += (size_t)((const char *)end - start) + 1;
    return start;
}

static size_t length_at(const unsigned char *bytes) {
    return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3];
}

/*
 * Goes through all that a record names. Returns where its note is, with its length before it; 0 when something is not
 * as it was or this is no record.
 */
static size_t look_again(struct stats *stats, const unsigned char *record, size_t length) {
    size_t at = 0;
    const char *magic = text(record, length, &at), *folder = magic ? text(record, length, &at) : NULL;
    if (!folder || strcmp(magic, MAGIC) != 0 || folder[0] != '/') return 0;
    size_t items = at, note;
    const char *item;
    while ((item = text(record, length, &at)) != NULL && *item) {}
    if (!item || length - at < 4 || length - at - 4 < length_at(record + at)) return 0;
    note = at;
    if (stats->before) {
        size_t stored = note + 4 + length_at(record + note);
        stats->before = record + stored;
        stats->left = length - stored;
    }
    int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) return 0;
    for (at = items; stats->good && *(item = text(record, length, &at));) {
        if (*item == 'd')
            list(stats, root, item + 1);
        else
            look_at(stats, root, item + 1);
    }
    close(root);
    return stats->good && (!stats->before || stats->left == 0) ? note : 0;
}

/* FNV-1a: a damaged disk, not an enemy, is what it is there for. */
static uint64_t checksum(const unsigned char *bytes, size_t length) {
    uint64_t sum = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++) sum = (sum ^ bytes[i]) * 0x100000001b3u;
    return sum;
}

static bool read_all(int fd, void *bytes, size_t length) {
    for (unsigned char *at = bytes; length > 0;) {
        ssize_t got = read(fd, at, length);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        at += got;
        length -= (size_t)got;
    }
    return true;
}

static bool read_record(const char *path, struct bytes *record) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat file;
    bool good = fd >= 0 && fstat(fd, &file) == 0 && file.st_size > 8 && file.st_size < MOST_BYTES &&
                (record->at = malloc((size_t)file.st_size)) != NULL && read_all(fd, record->at, (size_t)file.st_size);
    if (fd >= 0) close(fd);
    if (!good) return false;
    record->length = (size_t)file.st_size - 8;
    uint64_t sum = checksum(record->at, record->length);
    return memcmp(record->at + record->length, &sum, sizeof sum) == 0;
}

static bool answer(int fd, const void *payload, size_t length) {
    unsigned char header[4] = {(unsigned char)(length >> 24), (unsigned char)(length >> 16), (unsigned char)(length >> 8),
                               (unsigned char)length};
    return write_all(fd, header, sizeof header) && (length == NO_ANSWER || write_all(fd, payload, length));
}

static bool tell_note(int answers, const char *path) {
    struct bytes record = {0};
    struct stats stats = {.good = true, .before = (const unsigned char *)""};
    size_t note = read_record(path, &record) ? look_again(&stats, record.at, record.length) : 0;
    bool told = note ? answer(answers, record.at + note + 4, length_at(record.at + note)) : answer(answers, NULL, NO_ANSWER);
    free(record.at);
    return told;
}

static bool keep(int answers, const unsigned char *request, size_t length) {
    size_t at = 0;
    const char *before = text(request, length, &at), *path = before ? text(request, length, &at) : NULL;
    struct stats stats = {.good = true, .youngest = INT64_MIN};
    bool kept = path && add(&stats.now, request + at, length - at) &&
                look_again(&stats, request + at, length - at) && stats.youngest < strtoll(before, NULL, 10);
    int fd = kept ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    uint64_t sum = checksum(stats.now.at, stats.now.length);
    kept = fd >= 0 && write_all(fd, stats.now.at, stats.now.length) && write_all(fd, &sum, sizeof sum);
    if (fd >= 0) close(fd);
    if (fd >= 0 && !kept) unlink(path);
    free(stats.now.at);
    return answer(answers, "", kept ? 0 : NO_ANSWER);
}

static void serve(int requests, int answers) {
    for (;;) {
        unsigned char header[5];
        if (!read_all(requests, header, sizeof header)) return; /* the JVM has ended */
        size_t length = length_at(header + 1);
        unsigned char *payload = length < MOST_BYTES ? malloc(length + 1) : NULL;
        if (!payload || !read_all(requests, payload, length)) return;
        payload[length] = 0;
        bool answered = header[0] == 'S' ? tell_note(answers, (const char *)payload) : keep(answers, payload, length);
        free(payload);
        if (!answered) return;
    }
}

int command_unchanged(void) {
    serve(STDIN_FILENO, STDOUT_FILENO);
    return 0;
}

void serve_unchanged(void) {
    int requests[2], answers[2];
    unsetenv("JBUILD_UNCHANGED");
    if (pipe(requests) != 0) return;
    if (pipe(answers) != 0) {
        close(requests[0]);
        close(requests[1]);
        return;
    }
    pid_t child = fork();
    if (child == 0) {
        close(requests[1]);
        close(answers[0]);
        /* Whatever else is open, who waits for the JVM to close it shall not wait for this process. */
        int nothing = open("/dev/null", O_RDWR), kept[] = {nothing, nothing, nothing, requests[0], answers[1]};
        for (int fd = 0; fd < 5; fd++) kept[fd] = fcntl(kept[fd], F_DUPFD, 5);
        for (int fd = 0; fd < 5; fd++)
            if (dup2(kept[fd], fd) < 0) _exit(0);
        syscall(SYS_close_range, 5, ~0U, 0);
        if (chdir("/") != 0) _exit(0);
        serve(3, 4);
        _exit(0);
    }
    close(requests[0]);
    close(answers[1]);
    if (child < 0) {
        close(requests[1]);
        close(answers[0]);
        return;
    }
    char *ends = must_format("%d %d", answers[0], requests[1]);
    setenv("JBUILD_UNCHANGED", ends, 1);
    free(ends);
}
