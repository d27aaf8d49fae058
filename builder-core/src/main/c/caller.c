/* `as-caller`: for programs that must be the real user: credential helpers, git, ssh, editors. */
#include "sandbox.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the launcher changed for the JVM goes back to what the caller had. */
static void restore_environment(void) {
    const char *home = getenv("JBUILD_HOME"), *locale = getenv("JBUILD_CALLER_LC_ALL");
    if (home && *home) setenv("HOME", home, 1);
    if (locale && *locale)
        setenv("LC_ALL", locale, 1);
    else
        unsetenv("LC_ALL");
    const char *ours[] = {"JBUILD_MODE", "JBUILD_UID", "JBUILD_GID", "JBUILD_HOME", "JBUILD_CALLER_LC_ALL",
                          "JBUILD_TERMINAL", "JBUILD_TERMINAL_ROWS", NULL};
    for (int i = 0; ours[i]; i++) unsetenv(ours[i]);
}

int command_as_caller(int argc, char **argv) {
    if (argc > 0 && !strcmp(argv[0], "--")) argc--, argv++;
    if (argc == 0) usage("as-caller: a program is missing");
    const char *mode = getenv("JBUILD_MODE"), *uid = getenv("JBUILD_UID"), *gid = getenv("JBUILD_GID");
    /* Root's namespace is an identity map, and without a namespace there is nothing to undo. */
    if (mode && uid && gid && strcmp(mode, "root") != 0) {
        unsigned long inside_uid = (unsigned long)parse_number(uid, 10), inside_gid = (unsigned long)parse_number(gid, 10);
        if (unshare(CLONE_NEWUSER) != 0) refuse_user_namespace(errno);
        map_single(inside_uid, 0, inside_gid, 0);
    }
    restore_environment();
    execvp(argv[0], argv);
    int error = errno;
    dprintf(STDERR_FILENO, "jbuild: error: cannot start `%s`: %s\n", argv[0], strerror(error));
    return error == ENOENT ? 127 : 126;
}
