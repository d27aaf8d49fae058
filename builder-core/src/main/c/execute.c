/* Finds and starts the command, and says what is wrong with it when it cannot be started. */
#include "sandbox.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

static char **words(const struct ops *ops, const char *name) {
    char **list = must_alloc((ops->count + 2) * sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < ops->count; i++)
        if (op_is(&ops->list[i], name)) list[count++] = ops->list[i].args[0];
    return list;
}

static const char *search_path(char *const *environment) {
    for (; *environment; environment++)
        if (!strncmp(*environment, "PATH=", 5)) return *environment + 5;
    return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}

static const char *machine_name(unsigned machine) {
    switch (machine) {
        case EM_386: return "386";
        case EM_X86_64: return "amd64";
        case EM_ARM: return "arm";
        case EM_AARCH64: return "arm64";
        case EM_PPC64: return "ppc64le";
        case EM_S390: return "s390x";
        case EM_RISCV: return "riscv64";
        default: return "another architecture";
    }
}

/* A file that is there but whose start the kernel refused: its first bytes tell why. */
static _Noreturn void explain(const char *path, int error) {
    unsigned char head[256] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd >= 0 ? read(fd, head, sizeof head - 1) : -1;
    if (length > 2 && !memcmp(head, "#!", 2) && (error == ENOENT || error == EACCES)) {
        char *line = (char *)head + 2;
        line[strcspn(line, "\n")] = 0;
        line += strspn(line, " \t");
        size_t end = strlen(line);
        if (end && line[end - 1] == '\r')
            dprintf(STDERR_FILENO, "jbuild: error: `%s` has Windows line ends: its first line asks for an interpreter whose name ends in CR\n", path);
        else
            dprintf(STDERR_FILENO, "jbuild: error: `%s` asks for the interpreter `%s`, which the image does not have\n", path, line);
        _exit(error == EACCES ? NOT_EXECUTABLE : NOT_FOUND);
    }
    if (length > 20 && !memcmp(head, ELFMAG, 4)) {
        unsigned machine = head[EI_DATA] == ELFDATA2MSB ? (unsigned)(head[18] << 8 | head[19]) : (unsigned)(head[19] << 8 | head[18]);
        struct utsname kernel;
        uname(&kernel);
        if (error == ENOEXEC)
            dprintf(STDERR_FILENO, "jbuild: error: `%s` is a program for %s and this machine is %s: install qemu-user-static to run it\n",
                    path, machine_name(machine), kernel.machine);
        else if (error == ENOENT)
            dprintf(STDERR_FILENO, "jbuild: error: `%s` needs a dynamic loader that the image does not have\n", path);
        else
            dprintf(STDERR_FILENO, "jbuild: error: `%s` cannot be started: %s\n", path, strerror(error));
        _exit(error == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
    }
    if (error == ENOEXEC)
        dprintf(STDERR_FILENO, "jbuild: error: `%s` is neither a program nor a script with a `#!` line\n", path);
    else
        dprintf(STDERR_FILENO, "jbuild: error: `%s` cannot be started: %s\n", path, strerror(error));
    _exit(error == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

static void try_start(const char *path, char **argv, char **environment, char **denied) {
    execve(path, argv, environment);
    int error = errno;
    if (error == ENOTDIR) return;
    struct stat about;
    if (error == ENOENT) {
        if (stat(path, &about) == 0) explain(path, error); /* the interpreter is what is missing */
        return;
    }
    if (error == EACCES) {
        /* The search goes on, as a shell's does: a later folder may have one that runs. */
        if (!*denied) *denied = must_format("%s", path);
        return;
    }
    explain(path, error);
}

static void add_missing(char **environment, char *variable) {
    size_t name = strcspn(variable, "=") + 1;
    for (; *environment; environment++)
        if (!strncmp(*environment, variable, name)) return;
    *environment = variable;
}

_Noreturn void execute(const struct ops *ops, char *terminal) {
    char **argv = words(ops, "arg"), **environment = words(ops, "env"), *denied = NULL;
    if (terminal) add_missing(environment, terminal);
    const char *name = argv[0];
    if (strchr(name, '/')) {
        try_start(name, argv, environment, &denied);
    } else if (*name) {
        const char *at = search_path(environment);
        for (;;) {
            size_t length = strcspn(at, ":");
            char *path = length ? must_format("%.*s/%s", (int)length, at, name) : must_format("./%s", name);
            try_start(path, argv, environment, &denied);
            free(path);
            if (!at[length]) break;
            at += length + 1;
        }
    }
    if (denied) {
        struct stat about;
        if (stat(denied, &about) == 0 && S_ISDIR(about.st_mode))
            dprintf(STDERR_FILENO, "jbuild: error: `%s` is a folder, not a program\n", denied);
        else
            dprintf(STDERR_FILENO, "jbuild: error: `%s` may not be executed: permission denied (`chmod +x` it?)\n", denied);
        _exit(NOT_EXECUTABLE);
    }
    if (strchr(name, '/'))
        dprintf(STDERR_FILENO, "jbuild: error: `%s` is not in the image\n", name);
    else
        dprintf(STDERR_FILENO, "jbuild: error: `%s` is not in the image: no folder of PATH (%s) has it\n", name, search_path(environment));
    _exit(NOT_FOUND);
}
