/*
 * The lowest layer of every run: nothing but the mount points. What the image has covers it, what
 * the image lacks is found in it, and the upper directory sees neither a new entry nor a copied-up
 * parent. Only mount points behind links or whiteouts have to be made in the upper (target.c).
 */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Beside `work`: overlayfs refuses a lower directory inside of it, and one file system keeps inode numbers whole. */
char *stub_folder(const struct ops *ops) {
    const char *work = op_value(ops, "work");
    return must_format("%s.stubs", work ? work : op_value(ops, "tree"));
}

const char *written_folder(const struct ops *ops) {
    const char *upper = op_value(ops, "upper");
    return upper ? upper : op_value(ops, "tree");
}

static void make_stub(int root, const char *path, bool directory) {
    if (strstr(path, "/../") || strstr(path, "/./")) return; /* made in the upper after a true look-up */
    char *copy = must_format("%s", path + strspn(path, "/"));
    for (char *at = copy; (at = strchr(at, '/')) != NULL; *at++ = '/') {
        *at = 0;
        if (mkdirat(root, copy, 0755) != 0 && errno != EEXIST) break;
    }
    if (*copy && copy[strlen(copy) - 1] != '/') {
        if (directory) {
            mkdirat(root, copy, 0755);
        } else {
            int fd = openat(root, copy, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644);
            if (fd >= 0) close(fd);
        }
    }
    free(copy);
}

void make_stub_layer(const struct ops *ops) {
    char *folder = stub_folder(ops);
    mode_t old = umask(0);
    if (mkdir(folder, 0755) != 0 && errno != EEXIST)
        refuse("store", "", "cannot make `%s`: %s", folder, strerror(errno));
    int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) refuse("store", "", "cannot open `%s`: %s", folder, strerror(errno));
    /* A copied root has no layers: there all mount points are made in it. */
    size_t count = op_value(ops, "tree") ? 0 : ops->count;
    for (size_t i = 0; i < count; i++) {
        const struct op *op = &ops->list[i];
        if (op_is(op, "proc") || op_is(op, "sys") || op_is(op, "dev")) make_stub(root, op->kind->name, true);
        if (op_is(op, "tmpfs")) make_stub(root, op->args[0], true);
        if (op_is(op, "overlay")) make_stub(root, op->args[0], !strcmp(op->args[5], "folder"));
        if (op_is(op, "file")) make_stub(root, op->args[0], false);
        if (op_is(op, "bind")) {
            struct stat about;
            int source = open_bind_source(op->args[0], op->args[1]);
            if (source >= 0 && fstat(source, &about) == 0) make_stub(root, op->args[2], S_ISDIR(about.st_mode));
            if (source >= 0) close(source);
        }
    }
    close(root);
    umask(old);
    free(folder);
}

void remove_stub_layer(const struct ops *ops) {
    char *folder = stub_folder(ops);
    remove_tree(AT_FDCWD, folder);
    free(folder);
}

void remove_stub(int upper, const char *path, bool directory) {
    char *parent = must_format("%s", path);
    char *slash = strrchr(parent, '/');
    if (slash) *slash = 0;
    int fd = slash ? openat(upper, parent, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                   : openat(upper, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const char *name = slash ? slash + 1 : path;
    struct stat entry, folder;
    bool ours = fd >= 0 && fstat(fd, &folder) == 0 && fstatat(fd, name, &entry, AT_SYMLINK_NOFOLLOW) == 0 &&
                (directory ? S_ISDIR(entry.st_mode) : S_ISREG(entry.st_mode) && entry.st_size == 0);
    /* A folder that got content meanwhile is the command's work now: rmdir leaves it. */
    if (ours && unlinkat(fd, name, directory ? AT_REMOVEDIR : 0) == 0) {
        struct timespec times[2] = {folder.st_atim, folder.st_mtim};
        futimens(fd, times);
    }
    if (fd >= 0) close(fd);
    free(parent);
}
