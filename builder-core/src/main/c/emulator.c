/*
 * Programs of other processors: an emulator in the binfmt_misc of our own user namespace (Linux 6.7
 * and later), else whatever the machine has registered. The machine's own table is never touched.
 */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROBE_STATUS = 42 };

/*
 * Namespaces of one user namespace share one table, which lasts as long as somebody holds it: this
 * process does until its run has ended. A name that another run has registered is there for both.
 */
static bool register_emulator(const char *registration) {
    int table = new_filesystem("binfmt_misc", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, NULL);
    int entry = table < 0 ? -1 : openat(table, "register", O_WRONLY | O_CLOEXEC);
    ssize_t length = (ssize_t)strlen(registration);
    bool done = entry >= 0 && (write(entry, registration, (size_t)length) == length || errno == EEXIST);
    int error = errno;
    if (entry >= 0) close(entry);
    errno = error;
    return done;
}

/* Whether the kernel starts a program: one that does nothing but end with a status that nothing else has. */
static bool runs(const struct op *program) {
    int fd = memfd_create("probe", 0); /* (An emulator opens it by its number.) */
    if (fd < 0 || !write_all(fd, program->raw, program->raw_length)) return false;
    pid_t child = fork();
    if (child == 0) {
        char *argv[] = {"probe", NULL}, *environment[] = {NULL};
        alarm(10);
        fexecve(fd, argv, environment);
        _exit(1);
    }
    close(fd);
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == PROBE_STATUS;
}

/* registration native|foreign platform emulator bytes: native may be one that the processor itself runs. */
void provide_emulator(const struct ops *ops) {
    const struct op *op = op_find(ops, "emulator");
    if (!op) return;
    const char *registration = op->args[0], *platform = op->args[2], *emulator = op->args[3];
    if (!strcmp(op->args[1], "native") && runs(op)) return;
    if (*registration && register_emulator(registration)) return;
    int error = errno;
    if (runs(op)) return;
    if (*registration)
        refuse("foreign-architecture",
               "Linux 6.7 and later lets every user register one; before that root does it for the machine (Debian, "
               "Ubuntu: `apt-get install qemu-user-static binfmt-support`)",
               "no program for `%s` runs here: the emulator `%s` cannot be registered: %s", platform, emulator,
               strerror(error));
    refuse("foreign-architecture",
           must_format("install a static `%s` (Debian, Ubuntu: `apt-get install qemu-user-static`; Fedora: `dnf install "
                       "qemu-user-static`), or set `JBUILD_QEMU` to the folder that has it",
                       emulator),
           "no program for `%s` runs here: this machine has no emulator for it", platform);
}
