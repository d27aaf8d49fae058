/* `enter`: from the calling user into a user namespace in which he is root. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

/* newuidmap must run outside of the namespace that it writes to: a child that stays behind does it. */
static void enter_with_ranges(const struct caller *caller, const struct id_range *uids, int uid_count,
                              const struct id_range *gids, int gid_count) {
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) != 0) refuse("system", "", "pipe: %s", strerror(errno));
    pid_t self = getpid(), mapper = fork();
    if (mapper < 0) refuse("system", "", "fork: %s", strerror(errno));
    if (mapper == 0) {
        char go;
        close(ready[1]);
        if (read(ready[0], &go, 1) != 1) _exit(0); /* the parent has said why */
        map_with_programs(self, caller, uids, uid_count, gids, gid_count);
        _exit(0);
    }
    close(ready[0]);
    if (unshare(CLONE_NEWUSER) != 0) refuse_user_namespace(errno);
    if (!write_all(ready[1], "g", 1)) refuse("system", "", "pipe: %s", strerror(errno));
    close(ready[1]);
    int status = 0;
    while (waitpid(mapper, &status, 0) < 0 && errno == EINTR) {}
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) _exit(EXIT_ENVIRONMENT);
}

static void enter_single(const struct caller *caller) {
    if (unshare(CLONE_NEWUSER) != 0) refuse_user_namespace(errno);
    map_single(0, caller->uid, 0, caller->gid);
}

/* The ids mapped here, each to itself. */
static char *identity_map(const char *path) {
    FILE *file = fopen(path, "re");
    if (!file) refuse("masked-proc", "mount /proc", "cannot read `%s`: %s", path, strerror(errno));
    char *map = must_format("%s", "");
    unsigned long inside, outside, count;
    while (fscanf(file, "%lu %lu %lu", &inside, &outside, &count) == 3) {
        char *longer = must_format("%s%lu %lu %lu\n", map, inside, inside, count);
        free(map);
        map = longer;
    }
    fclose(file);
    return map;
}

/* A map of several ids may only be written from the outer namespace. */
static void enter_as_root(void) {
    char *uids = identity_map("/proc/self/uid_map"), *gids = identity_map("/proc/self/gid_map");
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) != 0) refuse("system", "", "pipe: %s", strerror(errno));
    pid_t self = getpid(), mapper = fork();
    if (mapper < 0) refuse("system", "", "fork: %s", strerror(errno));
    if (mapper == 0) {
        char go;
        close(ready[1]);
        if (read(ready[0], &go, 1) != 1) _exit(0);
        char *uid_file = must_format("/proc/%d/uid_map", (int)self), *gid_file = must_format("/proc/%d/gid_map", (int)self);
        if (!write_file(uid_file, uids)) refuse_id_map(errno);
        if (!write_file(gid_file, gids)) refuse_id_map(errno);
        _exit(0);
    }
    close(ready[0]);
    if (unshare(CLONE_NEWUSER) != 0) refuse_user_namespace(errno);
    if (!write_all(ready[1], "g", 1)) refuse("system", "", "pipe: %s", strerror(errno));
    close(ready[1]);
    int status = 0;
    while (waitpid(mapper, &status, 0) < 0 && errno == EINTR) {}
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) _exit(EXIT_ENVIRONMENT);
    free(uids);
    free(gids);
}

static void export_number(const char *name, unsigned long value) {
    char text[24];
    snprintf(text, sizeof text, "%lu", value);
    setenv(name, text, 1);
}

static const char *enter_as_user(const struct caller *caller) {
    struct id_range uids[MAX_RANGES], gids[MAX_RANGES];
    int uid_count = read_ranges("/etc/subuid", caller, caller->uid, uids);
    int gid_count = read_ranges("/etc/subgid", caller, caller->uid, gids);
    const char *asked = getenv("JBUILD_ID_MAP");
    if (asked && *asked && strcmp(asked, "single") != 0)
        refuse("id-map", "unset it, or set it to `single`", "`JBUILD_ID_MAP` is `%s`, which is not known", asked);
    if ((asked && *asked) || (uid_count == 0 && gid_count == 0)) {
        enter_single(caller);
        return "single";
    }
    if (uid_count == 0 || gid_count == 0) {
        const char *name = caller->name ? caller->name : "USER", *kind = uid_count == 0 ? "uid" : "gid";
        char *fix = must_format("`sudo usermod --add-sub%ss 300000-365535 %s`, or set `JBUILD_ID_MAP=single`", kind, name);
        refuse("half-range", fix, "user `%s` has no range in /etc/sub%s, only in the other file", name, kind);
    }
    enter_with_ranges(caller, uids, uid_count, gids, gid_count);
    return "subuid";
}

/*
 * Whether this is a call from inside of what `enter` made for the same user. The variable alone
 * proves nothing: it may have travelled through sudo or a service manager.
 */
static bool is_entered(void) {
    const char *mode = getenv("JBUILD_MODE"), *uid = getenv("JBUILD_UID");
    if (!mode || !uid || !strcmp(mode, "root") || geteuid() != 0) return false;
    FILE *file = fopen("/proc/self/uid_map", "re");
    unsigned long inside = 1, outside = 0, count = 0;
    bool read = file && fscanf(file, "%lu %lu %lu", &inside, &outside, &count) == 3;
    if (file) fclose(file);
    return read && inside == 0 && count == 1 && outside == (unsigned long)parse_number(uid, 10);
}

/* The JVM cannot ask a terminal for its size; nothing is said where standard error is none. */
static void export_terminal(void) {
    struct winsize size;
    if (isatty(STDERR_FILENO) && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0) {
        export_number("JBUILD_TERMINAL", size.ws_col > 0 ? size.ws_col : 80);
        export_number("JBUILD_TERMINAL_ROWS", size.ws_row > 0 ? size.ws_row : 24);
    } else {
        unsetenv("JBUILD_TERMINAL");
        unsetenv("JBUILD_TERMINAL_ROWS");
    }
}

/* `--isolation=chroot`: no namespace at all. The launcher has seen the user ask for it. */
static bool wants_chroot(void) {
    const char *isolation = getenv("JBUILD_ISOLATION");
    if (!isolation || strcmp(isolation, "chroot") != 0) return false;
    if (geteuid() != 0)
        refuse("chroot-needs-root", "run it as root inside of a container, or leave it out",
               "`--isolation=chroot` is for root: an ordinary user cannot chroot");
    if (!(own_capabilities() >> CAP_SYS_CHROOT & 1))
        refuse("chroot-refused", "give the container the capability SYS_CHROOT",
               "this process lacks the capability SYS_CHROOT, without which there is no `--isolation=chroot`");
    return true;
}

static int start(char **argv) {
    export_terminal();
    serve_unchanged();
    execvp(argv[0], argv);
    int error = errno;
    dprintf(STDERR_FILENO, "jbuild: error: cannot start `%s`: %s\n", argv[0], strerror(error));
    return error == ENOENT ? 127 : 126;
}

int command_enter(int argc, char **argv) {
    if (argc > 0 && !strcmp(argv[0], "--")) argc--, argv++;
    if (argc == 0) usage("enter: a program is missing");
    if (is_entered()) return start(argv);
    struct caller caller = read_caller();
    const char *mode = "root";
    if (!wants_chroot()) {
        if (geteuid() == 0)
            enter_as_root();
        else
            mode = enter_as_user(&caller);
        if (unshare(CLONE_NEWNS) != 0) refuse_mount("a namespace for mounts", errno);
        /* With this no mount of a build shows outside, and mounts of the host made later do not show here. */
        if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) refuse_mount("`/` as private", errno);
    }
    setenv("JBUILD_MODE", mode, 1);
    export_number("JBUILD_UID", caller.uid);
    export_number("JBUILD_GID", caller.gid);
    setenv("JBUILD_HOME", caller.home, 1);
    return start(argv);
}
