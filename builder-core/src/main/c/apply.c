/* `apply FOLDER`: file operations that the JDK has no call for, in one process for a whole tree. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

/* The protocol, beside io.jbuild.core.sandbox.FileOperations. Paths are relative to the folder. */
static const struct op_kind OPERATIONS[] = {
    {"whiteout", 1, false}, {"opaque", 1, false},  {"fifo", 2, false},  {"symlink", 2, false},
    {"link", 2, false},     {"owner", 3, false},   {"mode", 2, false},  {"time", 3, false},
    {"xattr", 3, true},     {"folder", 2, false},  {"remove", 1, false}, {NULL, 0, false}};

/* The parent of a path below root, with no link followed on the way; *name is its last component. */
static int open_parent(int root, const char *path, const char **name) {
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (!**name || !strcmp(*name, "..") || !strcmp(*name, ".")) {
        errno = EINVAL;
        return -1;
    }
    struct open_how how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    char *parent = slash ? must_format("%.*s", (int)(slash - path), path) : must_format(".");
    int fd = (int)syscall(SYS_openat2, root, *parent ? parent : ".", &how, sizeof how);
    free(parent);
    return fd;
}

static int set_xattr(int parent, const char *name, const char *key, const void *value, size_t length) {
    char *file = must_format("/proc/self/fd/%d/%s", parent, name);
    int failed = lsetxattr(file, key, value, length, 0);
    free(file);
    return failed;
}

static int change_mode(int parent, const char *name, mode_t mode) {
    struct stat about;
    if (fstatat(parent, name, &about, AT_SYMLINK_NOFOLLOW) != 0) return -1;
    return S_ISLNK(about.st_mode) ? 0 : fchmodat(parent, name, mode, 0);
}

static int link_below(int root, const char *from, int parent, const char *name) {
    const char *source;
    int folder = open_parent(root, from, &source);
    if (folder < 0) return -1;
    int failed = linkat(folder, source, parent, name, 0), error = errno;
    close(folder);
    errno = error;
    return failed;
}

/* A tree that lies on an overlay itself cannot have any, and never becomes a layer of another one. */
static int whiteout(int parent, const char *name) {
    if (mknodat(parent, name, S_IFCHR, makedev(0, 0)) == 0) return 0;
    int error = errno;
    struct statfs about;
    char *folder = must_format("/proc/self/fd/%d", parent);
    bool overlay = error == EPERM && statfs(folder, &about) == 0 && about.f_type == OVERLAYFS_SUPER_MAGIC;
    free(folder);
    errno = error;
    return overlay ? 0 : -1;
}

static int apply(int root, const struct op *op, int parent, const char *name) {
    char **args = op->args;
    if (op_is(op, "whiteout")) return whiteout(parent, name);
    if (op_is(op, "opaque")) return set_xattr(parent, name, "user.overlay.opaque", "y", 1);
    if (op_is(op, "fifo")) return mkfifoat(parent, name, (mode_t)parse_number(args[1], 8));
    if (op_is(op, "folder")) return mkdirat(parent, name, (mode_t)parse_number(args[1], 8));
    if (op_is(op, "symlink")) return symlinkat(args[1], parent, name);
    if (op_is(op, "link")) return link_below(root, args[1], parent, name);
    if (op_is(op, "owner"))
        return fchownat(parent, name, (uid_t)parse_number(args[1], 10), (gid_t)parse_number(args[2], 10), AT_SYMLINK_NOFOLLOW);
    if (op_is(op, "mode")) return change_mode(parent, name, (mode_t)parse_number(args[1], 8));
    if (op_is(op, "time")) {
        struct timespec time = {(time_t)parse_number(args[1], 10), (long)parse_number(args[2], 10)};
        struct timespec times[2] = {time, time};
        return utimensat(parent, name, times, AT_SYMLINK_NOFOLLOW);
    }
    if (op_is(op, "xattr")) return set_xattr(parent, name, args[1], op->raw, op->raw_length);
    return remove_tree(parent, name) ? 0 : -1;
}

int command_apply(int argc, char **argv) {
    if (argc != 1) usage("apply: a folder is missing");
    int root = open(argv[0], O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) refuse("apply", "", "cannot open `%s`: %s", argv[0], strerror(errno));
    umask(0);
    struct ops ops = read_ops(STDIN_FILENO, OPERATIONS);
    for (size_t i = 0; i < ops.count; i++) {
        const struct op *op = &ops.list[i];
        const char *name;
        int parent = open_parent(root, op->args[0], &name);
        if (parent < 0 || apply(root, op, parent, name) != 0)
            refuse("apply", "", "`%s` of `%s` in `%s` failed: %s", op->kind->name, op->args[0], argv[0], strerror(errno));
        close(parent);
    }
    return 0;
}
