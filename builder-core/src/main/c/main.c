/* Chooses the subcommand. */
#include "sandbox.h"

#include <string.h>
#include <unistd.h>

/*
 * Printed for the machine's own helper path: with this profile Ubuntu lets the helper make user
 * namespaces that have capabilities, while the restriction stays for everything else.
 */
static int command_apparmor_profile(void) {
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0) refuse("masked-proc", "mount /proc", "cannot read `/proc/self/exe`");
    path[length] = 0;
    printf("abi <abi/4.0>,\n"
           "include <tunables/global>\n"
           "profile jbuild-sandbox \"%s\" flags=(unconfined) {\n"
           "  userns,\n"
           "}\n",
           path);
    return 0;
}

int main(int argc, char **argv) {
    started_as_root = geteuid() == 0;
    if (argc < 2) usage("a subcommand is missing");
    const char *name = argv[1];
    if (!strcmp(name, "enter")) return command_enter(argc - 2, argv + 2);
    if (!strcmp(name, "as-caller")) return command_as_caller(argc - 2, argv + 2);
    if (!strcmp(name, "run")) return command_run(argc - 2, argv + 2);
    if (!strcmp(name, "apply")) return command_apply(argc - 2, argv + 2);
    if (!strcmp(name, "rm-rf")) return command_remove(argc - 2, argv + 2);
    if (!strcmp(name, "unchanged")) return command_unchanged();
    if (!strcmp(name, "apparmor-profile")) return command_apparmor_profile();
    usage("unknown subcommand");
}
