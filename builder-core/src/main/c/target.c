/* Mount points: found as the command would find them, made where they are missing. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { MAX_LINKS = 40 };

/* A stub in the upper directory must leave no trace; one inside of another mount stays. */
static void remember(struct rootfs *rootfs, int parent, const char *path, bool directory) {
    struct statx about;
    if (statx(parent, "", AT_EMPTY_PATH, STATX_MNT_ID, &about) != 0 || about.stx_mnt_id != rootfs->root_mount) return;
    size_t count = rootfs->stub_count++;
    rootfs->stubs = realloc(rootfs->stubs, (count + 1) * sizeof *rootfs->stubs);
    if (!rootfs->stubs) refuse("no-memory", "", "out of memory");
    rootfs->stubs[count] = (struct stub){must_format("%s", path), directory};
}

static int make_component(struct rootfs *rootfs, int parent, const char *name, const char *path, bool directory) {
    struct stat before;
    bool known = fstat(parent, &before) == 0;
    int failed;
    /* The parent is an O_PATH descriptor: *at calls work on it. */
    if (directory) {
        failed = mkdirat(parent, name, 0755);
    } else {
        int fd = openat(parent, name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644);
        failed = fd < 0 ? -1 : close(fd);
    }
    /* A RUN beside this one, with the same cache, may have made it in the meantime. */
    if (failed && errno == EEXIST) return openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (failed) return -1;
    remember(rootfs, parent, path, directory);
    if (known) {
        struct timespec times[2] = {before.st_atim, before.st_mtim};
        int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0) {
            futimens(fd, times);
            close(fd);
        }
    }
    return openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

/* Resolves component by component, links included, and makes what is missing on the way. */
static int make_target(struct rootfs *rootfs, const char *path, bool directory) {
    char *rest = must_format("%s", path), *done = must_format("%s", "");
    int links = 0, at = open_in_root(rootfs->root, "/", O_PATH);
    while (at >= 0 && *rest) {
        char *start = rest + strspn(rest, "/");
        size_t length = strcspn(start, "/");
        if (length == 0) break;
        char *name = must_format("%.*s", (int)length, start), *after = must_format("%s", start + length);
        bool last = after[strspn(after, "/")] == 0;
        free(rest);
        rest = after;
        if (!strcmp(name, ".")) {
            free(name);
            continue;
        }
        char *next;
        if (!strcmp(name, "..")) {
            char *slash = strrchr(done, '/');
            next = slash ? must_format("%.*s", (int)(slash - done), done) : must_format("%s", "");
        } else {
            next = *done ? must_format("%s/%s", done, name) : must_format("%s", name);
        }
        int fd = *next ? open_in_root(rootfs->root, next, O_PATH | O_NOFOLLOW) : open_in_root(rootfs->root, "/", O_PATH);
        if (fd < 0 && errno == ENOENT) fd = make_component(rootfs, at, name, next, last ? directory : true);
        struct stat about;
        if (fd >= 0 && fstat(fd, &about) == 0 && S_ISLNK(about.st_mode)) {
            char link[4096];
            ssize_t size = readlinkat(fd, "", link, sizeof link - 1);
            close(fd);
            fd = -1;
            if (size > 0 && ++links <= MAX_LINKS) {
                link[size] = 0;
                char *longer = must_format("%s/%s", link, rest);
                free(rest);
                rest = longer;
                const char *from = *link == '/' ? "" : done;
                fd = open_in_root(rootfs->root, *from ? from : "/", O_PATH);
                char *base = must_format("%s", from);
                free(next);
                next = base;
            } else {
                errno = ELOOP;
            }
        }
        free(done);
        done = next;
        free(name);
        int error = errno;
        close(at);
        errno = error;
        at = fd;
    }
    free(rest);
    free(done);
    return at;
}

int open_target(struct rootfs *rootfs, const char *path, bool directory) {
    int fd = open_in_root(rootfs->root, path, O_PATH);
    if (fd < 0 && errno == ENOENT) fd = make_target(rootfs, path, directory);
    if (fd < 0) refuse("mount-target", "", "mount point `%s` cannot be made in the image: %s", path, strerror(errno));
    return fd;
}

bool tree_is_directory(int tree) {
    struct stat about;
    return fstat(tree, &about) == 0 && S_ISDIR(about.st_mode);
}

/* A link of the image may lead to where nothing may be mounted: the root itself, and /proc. */
static void check_place(const struct rootfs *rootfs, int fd, const char *target) {
    struct statx place, root;
    struct statfs system;
    if (statx(fd, "", AT_EMPTY_PATH, STATX_INO | STATX_MNT_ID, &place) == 0 && place.stx_mnt_id == rootfs->root_mount &&
        statx(rootfs->root, "", AT_EMPTY_PATH, STATX_INO, &root) == 0 && place.stx_ino == root.stx_ino)
        refuse("mount-target", "", "`%s` leads to `/` in the image, over which nothing can be mounted", target);
    if (fstatfs(fd, &system) == 0 && system.f_type == PROC_SUPER_MAGIC)
        refuse("mount-target", "", "`%s` leads into `/proc` in the image, where nothing can be mounted", target);
}

void attach(struct rootfs *rootfs, int tree, const char *target, bool directory) {
    int fd = open_target(rootfs, target, directory);
    check_place(rootfs, fd, target);
    if (sys_move_mount(tree, "", fd, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) != 0) {
        if (errno == ENOTDIR || errno == EISDIR || errno == EINVAL)
            refuse("mount-target", "", "`%s` in the image is %s, but a %s is to be mounted there", target,
                   tree_is_directory(fd) ? "a folder" : "not a folder", directory ? "folder" : "file");
        refuse_mount(target, errno);
    }
    close(fd);
    close(tree);
}
