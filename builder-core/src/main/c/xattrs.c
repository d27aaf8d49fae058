/*
 * What the diff of an upper directory cannot see from Java: extended attributes, with values as
 * this user namespace sees them (security.capability loses its root id on the way), and which
 * folders are opaque.
 */
#include "sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

static const char OVERLAY[] = "user.overlay.";

static bool belongs_to_host(const char *name) {
    return !strncmp(name, OVERLAY, sizeof OVERLAY - 1) || !strncmp(name, "trusted.overlay.", 16) ||
           !strcmp(name, "security.selinux") || !strcmp(name, "security.ima") || !strcmp(name, "security.evm");
}

/* 'X': path NUL name NUL value. 'Q': path of an opaque folder. */
static void report_entry(const char *file, const char *path, bool directory) {
    char names[65536], value[65536];
    ssize_t length = llistxattr(file, names, sizeof names);
    for (char *name = names; length > 0 && name < names + length; name += strlen(name) + 1) {
        if (directory && !strcmp(name, "user.overlay.opaque")) {
            ssize_t size = lgetxattr(file, name, value, sizeof value);
            if (size == 1 && *value == 'y') frame('Q', path, strlen(path));
        }
        if (belongs_to_host(name)) continue;
        ssize_t size = lgetxattr(file, name, value, sizeof value);
        if (size < 0) continue;
        size_t path_length = strlen(path) + 1, name_length = strlen(name) + 1;
        char *payload = must_alloc(path_length + name_length + (size_t)size);
        memcpy(payload, path, path_length);
        memcpy(payload + path_length, name, name_length);
        memcpy(payload + path_length + name_length, value, (size_t)size);
        frame('X', payload, path_length + name_length + (size_t)size);
        free(payload);
    }
}

static void report_folder(int fd, const char *path) {
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        char *below = *path ? must_format("%s/%s", path, entry->d_name) : must_format("%s", entry->d_name);
        char *file = must_format("/proc/self/fd/%d/%s", dirfd(folder), entry->d_name);
        bool directory = entry->d_type == DT_DIR;
        int next = -1;
        if (directory || entry->d_type == DT_UNKNOWN) {
            next = openat(dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            directory = next >= 0;
        }
        report_entry(file, below, directory);
        if (next >= 0) report_folder(next, below);
        free(file);
        free(below);
    }
    closedir(folder);
}

void report_xattrs(const char *upper) {
    int fd = open(upper, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    report_entry(upper, "", true);
    report_folder(fd, "");
}
