/* Thin wrappers of the new mount API and its friends (Linux 5.12 has all of them). */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Values of the kernel's interface; <linux/mount.h> and <sys/mount.h> cannot both be included. */
#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

int sys_open_tree(int dirfd, const char *path, unsigned flags) {
    return (int)syscall(SYS_open_tree, dirfd, path, flags | OPEN_TREE_CLOEXEC);
}

int sys_move_mount(int from, const char *from_path, int to, const char *to_path, unsigned flags) {
    return (int)syscall(SYS_move_mount, from, from_path, to, to_path, flags);
}

int sys_fsopen(const char *type) { return (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC); }

int sys_fsconfig(int fs, unsigned command, const char *key, const char *value) {
    return (int)syscall(SYS_fsconfig, fs, command, key, value, 0);
}

int sys_fsmount(int fs, unsigned attributes) {
    return (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, attributes);
}

int sys_tree_attributes(int tree, uint64_t set) {
    struct mount_attr attributes = {.attr_set = set};
    return (int)syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes, sizeof attributes);
}

int open_in_root(int root, const char *path, uint64_t flags) {
    struct open_how how = {.flags = flags | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    int fd;
    do {
        fd = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
    } while (fd < 0 && errno == EAGAIN); /* a rename raced with `..`; the kernel asks to try again */
    return fd;
}

int open_bind_source(const char *source, const char *subpath) {
    int fd = open(source, O_PATH | O_CLOEXEC);
    if (fd < 0 || !*subpath) return fd;
    int inside = open_in_root(fd, subpath, O_PATH), error = errno;
    close(fd);
    errno = error;
    return inside;
}

int sys_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int new_filesystem(const char *type, uint64_t attributes, const char *const *options) {
    int fs = sys_fsopen(type);
    if (fs < 0) return -1;
    int failed = sys_fsconfig(fs, FSCONFIG_SET_STRING, "source", type);
    for (; !failed && options && *options; options += 2)
        failed = sys_fsconfig(fs, FSCONFIG_SET_STRING, options[0], options[1]);
    if (!failed) failed = sys_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL);
    int tree = failed ? -1 : sys_fsmount(fs, (unsigned)attributes);
    int error = errno;
    close(fs);
    errno = error;
    return tree;
}
