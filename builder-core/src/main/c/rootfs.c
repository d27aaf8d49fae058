/* The root of a run: the overlay, and every mount that was asked for, in the order given. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MNT_DETACH
#define MNT_DETACH 2
#endif

/* Umount without <sys/mount.h>, whose names collide with those of <linux/mount.h>. */
static int detach(const char *path) { return (int)syscall(SYS_umount2, path, MNT_DETACH); }

/* A folder as it is, as a mount of its own: only such a one can be the root. */
static int folder_tree(const char *path) {
    int tree = sys_open_tree(AT_FDCWD, path, OPEN_TREE_CLONE);
    if (tree < 0) refuse_mount(path, errno);
    if (sys_move_mount(tree, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH) != 0) refuse_mount(path, errno);
    return tree;
}

static int overlay_root(const struct ops *ops) {
    char **lowers = must_alloc((ops->count + 2) * sizeof *lowers);
    size_t count = 0;
    for (size_t i = 0; i < ops->count; i++)
        if (op_is(&ops->list[i], "lower")) lowers[count++] = ops->list[i].args[0];
    lowers[count++] = stub_folder(ops);
    const char *work = op_value(ops, "work");
    int root = overlay_tree(lowers, count, op_value(ops, "upper"), work, work);
    free(lowers);
    return root;
}

static void mount_root(struct rootfs *rootfs, const struct ops *ops) {
    const char *tree = op_value(ops, "tree");
    rootfs->root = tree ? folder_tree(tree) : overlay_root(ops);
    struct statx about;
    if (statx(rootfs->root, "", AT_EMPTY_PATH, STATX_MNT_ID, &about) == 0) rootfs->root_mount = about.stx_mnt_id;
}

/* source subpath target ro|rw */
static void mount_bind(struct rootfs *rootfs, const struct op *op) {
    const char *source = op->args[0], *subpath = op->args[1], *target = op->args[2];
    int fd = open_bind_source(source, subpath);
    int tree = fd < 0 ? -1 : sys_open_tree(fd, "", OPEN_TREE_CLONE | AT_RECURSIVE | AT_EMPTY_PATH);
    if (tree < 0)
        refuse("mount-source", "", "cannot mount `%s` at `%s`: %s", *subpath ? subpath : source, target, strerror(errno));
    close(fd);
    if (!strcmp(op->args[3], "ro") && sys_tree_attributes(tree, MOUNT_ATTR_RDONLY) != 0)
        refuse("mount-refused", "", "cannot make the mount at `%s` read-only: %s", target, strerror(errno));
    attach(rootfs, tree, target, tree_is_directory(tree));
}

static void mount_tmpfs(struct rootfs *rootfs, const struct op *op) {
    const char *size = *op->args[1] ? op->args[1] : "50%";
    const char *options[] = {"size", size, "mode", op->args[2], NULL};
    uint64_t flags = MOUNT_ATTR_NOSUID | (!strcmp(op->args[3], "ro") ? MOUNT_ATTR_RDONLY : 0);
    int tree = new_filesystem("tmpfs", flags, options);
    if (tree < 0) refuse("mount-refused", "", "cannot mount a tmpfs at `%s`: %s", op->args[0], strerror(errno));
    attach(rootfs, tree, op->args[0], true);
}

/* target mode uid gid ro|rw bytes: content that never touches the disk, such as a secret or a script to execute. */
static void mount_file(struct rootfs *rootfs, const struct op *op) {
    static int memory = -1;
    static int number;
    const char *target = op->args[0];
    const char *options[] = {"mode", "0700", NULL};
    if (memory < 0) memory = new_filesystem("tmpfs", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, options);
    char *name = must_format("%d", number++);
    int fd = memory < 0 ? -1 : openat(memory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    uid_t uid = (uid_t)parse_number(op->args[2], 10);
    gid_t gid = (gid_t)parse_number(op->args[3], 10);
    if (fd < 0 || !write_all(fd, op->raw, op->raw_length)) refuse("mount-refused", "", "cannot provide `%s`: %s", target, strerror(errno));
    const char *mode = getenv("JBUILD_MODE");
    /* Where one id alone is mapped, the owner is pretended like every other one. */
    bool pretend = mode && !strcmp(mode, "single");
    if (fchown(fd, uid, gid) != 0 && !pretend)
        refuse("id-unmapped", "give the calling user a larger range in /etc/subuid and /etc/subgid",
               "the owner %u:%u of `%s` is outside of the ids mapped here: %s", (unsigned)uid, (unsigned)gid, target,
               strerror(errno));
    fchmod(fd, (mode_t)parse_number(op->args[1], 8));
    close(fd);
    int tree = sys_open_tree(memory, name, OPEN_TREE_CLONE);
    if (tree < 0) refuse("mount-refused", "", "cannot provide `%s`: %s", target, strerror(errno));
    if (!strcmp(op->args[4], "ro") && sys_tree_attributes(tree, MOUNT_ATTR_RDONLY) != 0)
        refuse("mount-refused", "", "cannot make `%s` read-only: %s", target, strerror(errno));
    attach(rootfs, tree, target, false);
    free(name);
}

/* target subpath upper work ro|rw folder|file, over the `layer` operations since the last one. */
static void mount_overlay(struct rootfs *rootfs, const struct op *op, char *const *layers, size_t count, const char *place) {
    const char *target = op->args[0], *subpath = op->args[1];
    const char *upper = *op->args[2] ? op->args[2] : NULL, *work = *op->args[3] ? op->args[3] : NULL;
    if (count == 0) refuse("mount-source", "", "there is nothing to be mounted at `%s`: its stage has no files", target);
    /* One layer to read from needs no overlay, and overlayfs would not make one. */
    int root = upper || count > 1 ? overlay_tree(layers, count, upper, work, place)
                                  : open(layers[0], O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) refuse("store", "", "the store's folder `%s` cannot be opened: %s", layers[0], strerror(errno));
    int inside = open_in_root(root, subpath, O_PATH);
    if (inside < 0) refuse("mount-source", "", "`%s` is not there to be mounted at `%s`: %s", subpath, target, strerror(errno));
    int tree = sys_open_tree(inside, "", OPEN_TREE_CLONE | AT_EMPTY_PATH);
    if (tree < 0) refuse("mount-refused", "", "cannot mount `%s` at `%s`: %s", subpath, target, strerror(errno));
    if (!strcmp(op->args[4], "ro") && sys_tree_attributes(tree, MOUNT_ATTR_RDONLY) != 0)
        refuse("mount-refused", "", "cannot make the mount at `%s` read-only: %s", target, strerror(errno));
    close(inside);
    close(root);
    attach(rootfs, tree, target, tree_is_directory(tree));
}

void build_rootfs(struct rootfs *rootfs, const struct ops *ops) {
    char **layers = must_alloc((ops->count + 1) * sizeof *layers);
    size_t layer_count = 0;
    char *place = stub_folder(ops);
    mount_root(rootfs, ops);
    for (size_t i = 0; i < ops->count; i++) {
        const struct op *op = &ops->list[i];
        if (op_is(op, "proc")) mount_proc(rootfs);
        if (op_is(op, "sys")) mount_sys(rootfs, !strcmp(op->args[0], "rw"));
        if (op_is(op, "dev")) mount_dev(rootfs, op->args[0]);
        if (op_is(op, "bind")) mount_bind(rootfs, op);
        if (op_is(op, "tmpfs")) mount_tmpfs(rootfs, op);
        if (op_is(op, "file")) mount_file(rootfs, op);
        if (op_is(op, "mask")) mask_path(rootfs, op->args[0]);
        if (op_is(op, "readonly")) make_readonly(rootfs, op->args[0]);
        if (op_is(op, "layer")) layers[layer_count++] = op->args[0];
        if (op_is(op, "overlay")) {
            mount_overlay(rootfs, op, layers, layer_count, place);
            layer_count = 0;
        }
    }
    free(layers);
    free(place);
}

void enter_rootfs(struct rootfs *rootfs) {
    if (fchdir(rootfs->root) != 0) refuse("system", "", "cannot enter the root: %s", strerror(errno));
    if (syscall(SYS_pivot_root, ".", ".") != 0) refuse_mount("the new root (pivot_root)", errno);
    /* The old root now lies on top of the new one. */
    if (detach(".") != 0) refuse_mount("away the old root", errno);
    if (chdir("/") != 0) refuse("system", "", "cannot enter the root: %s", strerror(errno));
    close(rootfs->root);
    rootfs->root = -1;
}
