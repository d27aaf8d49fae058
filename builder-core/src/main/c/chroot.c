/*
 * A run without namespaces, for root in a container that refuses them: the command is in a chroot
 * of a copied root filesystem. Nothing can be mounted, so what would be a mount stands there as
 * plain files meanwhile; what the image has in their places is set aside and put back afterwards.
 * This isolates nothing.
 */
#include "sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

struct provided {
    char *path;
    char *aside; /* what the image has there, or NULL */
    char *back;  /* a folder that goes back to where it came from, or NULL */
};
static struct provided *provided;
static size_t provided_count;
static char *aside_folder;

bool in_chroot(const struct ops *ops) { return op_find(ops, "chroot") != NULL; }

/* Makes room for something of ours at a path that holds no link. */
static struct provided *make_room(const char *path) {
    provided = realloc(provided, (provided_count + 1) * sizeof *provided);
    if (!provided) refuse("no-memory", "", "out of memory");
    struct provided *entry = &provided[provided_count];
    *entry = (struct provided){must_format("%s", path), must_format("%s/%zu", aside_folder, provided_count), NULL};
    if (rename(path, entry->aside) != 0) {
        if (errno != ENOENT) refuse("mount-target", "", "`%s` cannot be set aside: %s", path, strerror(errno));
        free(entry->aside);
        entry->aside = NULL;
    }
    provided_count++;
    return entry;
}

static char *path_of(int fd) {
    char name[40], path[4096];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof path - 1);
    if (length <= 0) refuse("masked-proc", "mount /proc", "cannot read `%s`: %s", name, strerror(errno));
    path[length] = 0;
    close(fd);
    return must_format("%s", path);
}

/* The path on the disk that a path in the image leads to; it exists afterwards. */
static char *place_of(struct rootfs *rootfs, const char *target, bool directory) {
    return path_of(open_target(rootfs, target, directory));
}

static void provide_bytes(const char *path, const void *bytes, size_t length, mode_t mode, uid_t uid, gid_t gid) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 || !write_all(fd, bytes, length) || fchown(fd, uid, gid) != 0 || fchmod(fd, mode) != 0)
        refuse("mount-target", "", "`%s` cannot be provided: %s", path, strerror(errno));
    close(fd);
}

static void provide_folder(const char *path, mode_t mode) {
    if (mkdir(path, 0700) != 0 || chmod(path, mode) != 0)
        refuse("mount-target", "", "`%s` cannot be provided: %s", path, strerror(errno));
}

static void provide_device(const char *dev, const char *name, unsigned minor) {
    char *path = must_format("%s/%s", dev, name);
    if (mknod(path, S_IFCHR | 0666, makedev(!strcmp(name, "tty") ? 5 : 1, minor)) != 0 && !strcmp(name, "null")) {
        frame_text('W', "/dev/null is a plain file in this step: devices cannot be made here (%s)", strerror(errno));
        provide_bytes(path, "", 0, 0666, 0, 0);
    } else {
        chmod(path, 0666);
    }
    free(path);
}

static void provide_dev(const char *tree) {
    char *dev = must_format("%s/dev", tree), *shm = must_format("%s/shm", dev);
    make_room(dev);
    provide_folder(dev, 0755);
    provide_folder(shm, 01777);
    static const struct {
        const char *name;
        unsigned minor;
    } DEVICES[] = {{"null", 3}, {"zero", 5}, {"full", 7}, {"random", 8}, {"urandom", 9}, {"tty", 0}};
    for (size_t i = 0; i < sizeof DEVICES / sizeof *DEVICES; i++) provide_device(dev, DEVICES[i].name, DEVICES[i].minor);
    free(dev);
    free(shm);
}

/* A few files that programs ask for; there is no /proc/self without a mount. */
static void provide_proc(const char *tree) {
    static const char *const FILES[] = {"cpuinfo", "filesystems", "loadavg", "meminfo", "stat", "uptime", "version", NULL};
    char *proc = must_format("%s/proc", tree);
    make_room(proc);
    provide_folder(proc, 0755);
    for (size_t i = 0; FILES[i]; i++) {
        char *from = must_format("/proc/%s", FILES[i]), *to = must_format("%s/%s", proc, FILES[i]);
        int in = open(from, O_RDONLY | O_CLOEXEC), out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
        char buffer[8192];
        for (ssize_t got; out >= 0 && (got = read(in, buffer, sizeof buffer)) > 0;) write_all(out, buffer, (size_t)got);
        if (in >= 0) close(in);
        if (out >= 0) close(out);
        free(from);
        free(to);
    }
    free(proc);
}

/* What nothing can stand in for, said before anything is moved. */
static void refuse_mounts(const struct ops *ops) {
    for (size_t i = 0; i < ops->count; i++) {
        const struct op *op = &ops->list[i];
        bool overlay = op_is(op, "overlay"), bind = op_is(op, "bind");
        bool stands = bind && !strcmp(op->args[3], "rw");
        if (overlay || (bind && !stands))
            refuse("chroot-mount", "copy the files with COPY, or build where namespaces are allowed",
                   "nothing can be mounted at `%s`: `--isolation=chroot` has no mounts, and only caches, tmpfs, secrets "
                   "and the like have something to stand in for them",
                   op->args[overlay ? 0 : 2]);
        if (op_is(op, "network") && !strcmp(op->args[0], "none"))
            refuse("chroot-network", "leave `--network=none` out, or build where namespaces are allowed",
                   "`--isolation=chroot` cannot take the network away from a RUN");
    }
}

/* A folder itself is moved in and back: who else wants it meanwhile makes a new one. A socket gets a second name. */
static void provide_bind(struct rootfs *rootfs, const struct op *op) {
    const char *target = op->args[2];
    struct stat about;
    int fd = open_bind_source(op->args[0], op->args[1]);
    if (fd < 0 || fstat(fd, &about) != 0)
        refuse("mount-source", "", "cannot mount `%s` at `%s`: %s", op->args[1], target, strerror(errno));
    char *source = path_of(fd), *path = place_of(rootfs, target, S_ISDIR(about.st_mode));
    struct provided *entry = make_room(path);
    if ((S_ISDIR(about.st_mode) ? rename(source, path) : link(source, path)) != 0)
        refuse("chroot-mount", "build where namespaces are allowed", "`%s` cannot stand at `%s`: %s", source, target,
               strerror(errno));
    if (S_ISDIR(about.st_mode))
        entry->back = source;
    else
        free(source);
    free(path);
}

void provide_files(struct rootfs *rootfs, const struct ops *ops) {
    const char *tree = op_value(ops, "tree");
    refuse_mounts(ops);
    aside_folder = must_format("%s.aside", tree);
    mkdir(aside_folder, 0700);
    umask(0);
    rootfs->root = open(tree, O_PATH | O_DIRECTORY | O_CLOEXEC);
    struct statx about;
    if (rootfs->root < 0 || statx(rootfs->root, "", AT_EMPTY_PATH, STATX_MNT_ID, &about) != 0)
        refuse("store", "", "cannot open `%s`: %s", tree, strerror(errno));
    rootfs->root_mount = about.stx_mnt_id;
    for (size_t i = 0; i < ops->count; i++) {
        const struct op *op = &ops->list[i];
        char **args = op->args;
        if (op_is(op, "proc")) provide_proc(tree);
        if (op_is(op, "dev")) provide_dev(tree);
        if (op_is(op, "bind")) provide_bind(rootfs, op);
        if (op_is(op, "tmpfs") || op_is(op, "file")) {
            bool folder = op_is(op, "tmpfs");
            char *path = place_of(rootfs, args[0], folder);
            make_room(path);
            if (folder)
                provide_folder(path, (mode_t)parse_number(args[2], 8));
            else
                provide_bytes(path, op->raw, op->raw_length, (mode_t)parse_number(args[1], 8),
                              (uid_t)parse_number(args[2], 10), (gid_t)parse_number(args[3], 10));
            free(path);
        }
    }
    umask(022);
}

void withdraw_files(void) {
    while (provided_count > 0) {
        struct provided *entry = &provided[--provided_count];
        /* Another run may have made a new one in its place: the newer one stays. */
        if (entry->back) rename(entry->path, entry->back);
        remove_tree(AT_FDCWD, entry->path);
        if (entry->aside) rename(entry->aside, entry->path);
    }
    if (aside_folder) rmdir(aside_folder);
}

void enter_chroot(struct rootfs *rootfs) {
    if (fchdir(rootfs->root) != 0 || chroot(".") != 0)
        refuse("chroot-refused", "give the container the capability SYS_CHROOT", "chroot is refused: %s", strerror(errno));
    close(rootfs->root);
    rootfs->root = -1;
}

static size_t kill_children(void) {
    size_t count = 0;
    DIR *processes = opendir("/proc");
    for (struct dirent *entry; processes && (entry = readdir(processes)) != NULL;) {
        if (*entry->d_name < '0' || *entry->d_name > '9') continue;
        char *path = must_format("/proc/%s/stat", entry->d_name), text[512];
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
        if (fd >= 0) close(fd);
        free(path);
        if (length <= 0) continue;
        text[length] = 0;
        /* pid (name) state parent: the name may hold anything. */
        char *after = strrchr(text, ')');
        int parent = 0;
        if (!after || sscanf(after + 1, " %*c %d", &parent) != 1 || parent != (int)getpid()) continue;
        if (kill((pid_t)atoi(entry->d_name), SIGKILL) == 0) count++;
    }
    if (processes) closedir(processes);
    return count;
}

void end_descendants(void) {
    /* Whose parent dies becomes a child of this process, the nearest subreaper. */
    while (kill_children() > 0)
        while (waitpid(-1, NULL, 0) > 0) {}
}
