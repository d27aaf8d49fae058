/*
 * Overlay mounts. Folders are handed over as /proc/self/fd/N: fsconfig takes no string over 255
 * bytes, and mount(2) no more than a page for all of them.
 */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

static int open_folder(const char *path) {
    int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) refuse("store", "", "the store's folder `%s` cannot be opened: %s", path, strerror(errno));
    return fd;
}

static int set_folder(int fs, const char *key, const char *path) {
    int fd = open_folder(path);
    char name[40];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    int failed = sys_fsconfig(fs, FSCONFIG_SET_STRING, key, name), error = errno;
    close(fd);
    errno = error;
    return failed;
}

/* Says in one line why the kernel refused; the context of the new API holds its own words. */
static _Noreturn void refuse_overlay(int fs, int error, const char *upper) {
    struct utsname kernel;
    int major = 0, minor = 0;
    uname(&kernel);
    if (sscanf(kernel.release, "%d.%d", &major, &minor) == 2 && (major < 5 || (major == 5 && minor < 12)))
        refuse("overlay-kernel", "use Linux 5.12 or later",
               "a RUN needs overlayfs in user namespaces: Linux 5.12 or later (this is %s)", kernel.release);
    char words[512] = "";
    ssize_t length = fs >= 0 ? read(fs, words, sizeof words - 1) : 0;
    words[length > 0 ? length : 0] = 0;
    words[strcspn(words, "\n")] = 0;
    const char *said = words[0] && words[1] == ' ' ? words + 2 : words; /* "e overlay: ..." */
    if (error == ENODEV)
        refuse("overlay-kernel", "`sudo modprobe overlay`", "this kernel has no overlayfs");
    if (error == EPERM || error == EACCES) refuse_mount("an overlay", error);
    refuse("overlay-filesystem", "choose another place for the store with `--root DIR`: a local ext4, xfs, btrfs or tmpfs",
           "overlayfs does not work on the file system of `%s`: %s%s%s", upper ? upper : "the store", strerror(error),
           *said ? ": " : "", said);
}

/* Linux 5.12 to 6.4 know no `lowerdir+`: all folders in one string, mounted in place. */
static int overlay_by_mount(char *const *lowers, size_t count, const char *upper, const char *work, const char *place) {
    size_t room = 4096, used = 0;
    char *options = must_alloc(room);
    used += (size_t)snprintf(options, room, "userxattr,index=off,lowerdir=");
    int *fds = must_alloc((count + 2) * sizeof *fds);
    size_t opened = 0;
    for (size_t i = 0; i < count; i++) {
        int fd = fds[opened++] = open_folder(lowers[i]);
        if (used + 64 > room - 100)
            refuse("overlay-kernel", "use Linux 6.5 or later, or merge steps",
                   "%zu layers are more than this kernel can stack", count);
        used += (size_t)snprintf(options + used, room - used, "%s/proc/self/fd/%d", i ? ":" : "", fd);
    }
    if (upper) {
        int upper_fd = fds[opened++] = open_folder(upper), work_fd = fds[opened++] = open_folder(work);
        snprintf(options + used, room - used, ",volatile,upperdir=/proc/self/fd/%d,workdir=/proc/self/fd/%d", upper_fd,
                 work_fd);
    }
    if (syscall(SYS_mount, "overlay", place, "overlay", 0UL, options) != 0) refuse_overlay(-1, errno, upper);
    while (opened > 0) close(fds[--opened]);
    free(fds);
    free(options);
    int fd = open(place, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) refuse("system", "", "cannot open the overlay: %s", strerror(errno));
    return fd;
}

int overlay_tree(char *const *lowers, size_t count, const char *upper, const char *work, const char *place) {
    int fs = sys_fsopen("overlay");
    if (fs < 0) refuse_overlay(-1, errno, upper);
    bool failed = sys_fsconfig(fs, FSCONFIG_SET_STRING, "source", "overlay") != 0 ||
                  sys_fsconfig(fs, FSCONFIG_SET_FLAG, "userxattr", NULL) != 0 ||
                  sys_fsconfig(fs, FSCONFIG_SET_STRING, "index", "off") != 0;
    for (size_t i = 0; i < count && !failed; i++) {
        failed = set_folder(fs, "lowerdir+", lowers[i]) != 0;
        if (failed && i == 0 && errno == EINVAL) {
            close(fs);
            return overlay_by_mount(lowers, count, upper, work, place);
        }
    }
    if (!failed && upper)
        failed = sys_fsconfig(fs, FSCONFIG_SET_FLAG, "volatile", NULL) != 0 || set_folder(fs, "upperdir", upper) != 0 ||
                 set_folder(fs, "workdir", work) != 0;
    if (failed || sys_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL) != 0) refuse_overlay(fs, errno, upper);
    int tree = sys_fsmount(fs, 0);
    if (tree < 0) refuse_overlay(fs, errno, upper);
    close(fs);
    /* On top of a folder that only the overlay itself uses: this namespace has no other free place. */
    if (sys_move_mount(tree, "", AT_FDCWD, place, MOVE_MOUNT_F_EMPTY_PATH) != 0) refuse_mount("an overlay", errno);
    return tree;
}
