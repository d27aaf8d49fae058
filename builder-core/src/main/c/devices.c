/* /proc, /sys and /dev as docker gives them, and the parts of them that are hidden. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void mount_proc(struct rootfs *rootfs) {
    int tree = new_filesystem("proc", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, NULL);
    if (tree < 0 && errno == EPERM)
        refuse("masked-proc",
               must_format("start the container with `--security-opt systempaths=unconfined` (Kubernetes: procMount "
                           "`Unmasked`)%s",
                           chroot_advice()),
               "no /proc can be mounted: parts of /proc are hidden here, as in a container");
    if (tree < 0) refuse_mount("/proc", errno);
    attach(rootfs, tree, "/proc", true);
}

void mount_sys(struct rootfs *rootfs, bool writable) {
    uint64_t flags = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC | (writable ? 0 : MOUNT_ATTR_RDONLY);
    int tree = new_filesystem("sysfs", flags, NULL);
    if (tree < 0) {
        /* With the host's network namespace a sysfs is not ours to mount: a view of the one there is. */
        tree = sys_open_tree(AT_FDCWD, "/sys", OPEN_TREE_CLONE | AT_RECURSIVE);
        if (tree >= 0 && sys_tree_attributes(tree, flags) != 0) {
            close(tree);
            tree = -1;
        }
    }
    if (tree < 0) {
        frame_text('W', "/sys is empty in this step: %s", strerror(errno));
        return;
    }
    attach(rootfs, tree, "/sys", true);
}

static void bind_device(int dev, const char *name) {
    char *source = must_format("/dev/%s", name);
    int tree = sys_open_tree(AT_FDCWD, source, OPEN_TREE_CLONE);
    if (tree < 0) refuse("device", "", "device `%s` is missing on this machine: %s", source, strerror(errno));
    int target = openat(dev, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (target < 0 || sys_move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) != 0)
        refuse_mount(source, errno);
    close(target);
    close(tree);
    free(source);
}

static void attach_below(int dev, const char *name, const char *type, uint64_t flags, const char *const *options) {
    int tree = new_filesystem(type, flags, options);
    if (tree < 0 || mkdirat(dev, name, 0755) != 0 || sys_move_mount(tree, "", dev, name, MOVE_MOUNT_F_EMPTY_PATH) != 0)
        refuse_mount(type, errno);
    close(tree);
}

void mount_dev(struct rootfs *rootfs, const char *shm_size) {
    static const char *const OPTIONS[] = {"mode", "0755", "size", "65536k", NULL};
    static const char *const DEVICES[] = {"null", "zero", "full", "random", "urandom", "tty", NULL};
    static const char *const LINKS[][2] = {{"/proc/self/fd", "fd"},     {"/proc/self/fd/0", "stdin"},
                                           {"/proc/self/fd/1", "stdout"}, {"/proc/self/fd/2", "stderr"},
                                           {"/proc/kcore", "core"},     {"pts/ptmx", "ptmx"}};
    int tree = new_filesystem("tmpfs", MOUNT_ATTR_NOSUID, OPTIONS);
    if (tree < 0) refuse_mount("/dev", errno);
    int dev = openat(tree, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    attach(rootfs, tree, "/dev", true);
    for (size_t i = 0; DEVICES[i]; i++) bind_device(dev, DEVICES[i]);
    for (size_t i = 0; i < sizeof LINKS / sizeof *LINKS; i++)
        if (symlinkat(LINKS[i][0], dev, LINKS[i][1]) != 0) refuse_mount(LINKS[i][1], errno);
    static const char *const PTS[] = {"newinstance", NULL, "ptmxmode", "0666", "mode", "0620", "gid", "5", NULL};
    /* Group 5 (tty) is not mapped where one id alone is. */
    static const char *const PTS_WITHOUT_GROUP[] = {"ptmxmode", "0666", "mode", "0620", NULL};
    int pts = new_filesystem("devpts", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, PTS + 2);
    if (pts < 0) pts = new_filesystem("devpts", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, PTS_WITHOUT_GROUP);
    if (pts < 0 || mkdirat(dev, "pts", 0755) != 0 || sys_move_mount(pts, "", dev, "pts", MOVE_MOUNT_F_EMPTY_PATH) != 0)
        refuse_mount("/dev/pts", errno);
    close(pts);
    const char *shm[] = {"mode", "1777", "size", shm_size, NULL};
    uint64_t closed = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    if (*shm_size) attach_below(dev, "shm", "tmpfs", closed, shm);
    attach_below(dev, "mqueue", "mqueue", closed, NULL);
    close(dev);
}

void mask_path(struct rootfs *rootfs, const char *path) {
    int target = open_in_root(rootfs->root, path, O_PATH);
    if (target < 0) return; /* nothing there to hide */
    int tree;
    if (tree_is_directory(target)) {
        static const char *const OPTIONS[] = {"size", "0", "mode", "0555", NULL};
        tree = new_filesystem("tmpfs", MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, OPTIONS);
    } else {
        tree = sys_open_tree(AT_FDCWD, "/dev/null", OPEN_TREE_CLONE);
    }
    if (tree < 0 || sys_move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) != 0)
        refuse_mount(path, errno);
    close(tree);
    close(target);
}

void make_readonly(struct rootfs *rootfs, const char *path) {
    int target = open_in_root(rootfs->root, path, O_PATH);
    if (target < 0) return;
    int tree = sys_open_tree(target, "", OPEN_TREE_CLONE | AT_RECURSIVE | AT_EMPTY_PATH);
    if (tree < 0 || sys_tree_attributes(tree, MOUNT_ATTR_RDONLY) != 0 ||
        sys_move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) != 0)
        refuse_mount(path, errno);
    close(tree);
    close(target);
}
