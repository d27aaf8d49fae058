/* Who calls, which subordinate ids he has, and how they get mapped. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One line of a colon-separated file split in place; returns the number of fields. */
static int split(char *line, char **fields, int most) {
    int count = 0;
    line[strcspn(line, "\n")] = 0;
    for (char *at = line; at && count < most; count++) {
        fields[count] = at;
        at = strchr(at, ':');
        if (at) *at++ = 0;
    }
    return count;
}

/* Read by hand: getpwuid of a static C library would load name service plugins. */
struct caller read_caller(void) {
    struct caller caller = {getuid(), getgid(), NULL, NULL};
    FILE *file = fopen("/etc/passwd", "re");
    char *line = NULL, *fields[7];
    size_t room = 0;
    while (file && !caller.name && getline(&line, &room, file) > 0) {
        if (split(line, fields, 7) < 6 || !*fields[2]) continue;
        if (strtoul(fields[2], NULL, 10) != caller.uid) continue;
        caller.name = must_format("%s", fields[0]);
        caller.home = must_format("%s", fields[5]);
    }
    if (file) fclose(file);
    free(line);
    const char *home = getenv("HOME"), *user = getenv("USER");
    if (home && *home) caller.home = home;
    /* Users of a directory service are not in /etc/passwd; newuidmap checks whatever is believed here. */
    if (!caller.name && user && *user) caller.name = user;
    if (!caller.home) caller.home = "/";
    return caller;
}

int read_ranges(const char *path, const struct caller *caller, uid_t id, struct id_range *ranges) {
    FILE *file = fopen(path, "re");
    if (!file) return 0;
    char *line = NULL, *fields[3], number[24];
    size_t room = 0;
    int count = 0;
    snprintf(number, sizeof number, "%lu", (unsigned long)id);
    while (count < MAX_RANGES && getline(&line, &room, file) > 0) {
        if (split(line, fields, 3) != 3) continue;
        bool mine = !strcmp(fields[0], number) || (caller->name && !strcmp(fields[0], caller->name));
        if (!mine) continue;
        char *end1, *end2;
        unsigned long start = strtoul(fields[1], &end1, 10), length = strtoul(fields[2], &end2, 10);
        if (*end1 || *end2 || end1 == fields[1] || length == 0) continue;
        bool known = false;
        for (int i = 0; i < count; i++)
            known |= start < ranges[i].start + ranges[i].count && ranges[i].start < start + length;
        if (!known) ranges[count++] = (struct id_range){start, length};
    }
    free(line);
    fclose(file);
    return count;
}

static char *find_program(const char *name) {
    const char *folders[] = {"/usr/bin", "/bin", "/usr/local/bin", "/run/wrappers/bin", NULL};
    for (int i = 0; folders[i]; i++) {
        char *path = must_format("%s/%s", folders[i], name);
        if (access(path, X_OK) == 0) return path;
        free(path);
    }
    return NULL;
}

/* Runs newuidmap or newgidmap: PID INSIDE OUTSIDE COUNT ... */
static void run_map_program(const char *name, pid_t target, const struct caller *caller, unsigned long own,
                            const struct id_range *ranges, int count) {
    char *program = find_program(name);
    if (!program)
        refuse("no-newuidmap",
               "install it (Debian, Ubuntu: `apt-get install uidmap`; Fedora: `dnf install shadow-utils`), or set "
               "`JBUILD_ID_MAP=single` to build with one id and no owners",
               "`%s` is missing: the subordinate ids of `%s` cannot be mapped without it", name,
               caller->name ? caller->name : "this user");
    char **argv = must_alloc((size_t)(3 * count + 6) * sizeof *argv);
    int n = 0;
    argv[n++] = program;
    argv[n++] = must_format("%d", (int)target);
    argv[n++] = "0";
    argv[n++] = must_format("%lu", own);
    argv[n++] = "1";
    unsigned long inside = 1;
    for (int i = 0; i < count; i++) {
        argv[n++] = must_format("%lu", inside);
        argv[n++] = must_format("%lu", ranges[i].start);
        argv[n++] = must_format("%lu", ranges[i].count);
        inside += ranges[i].count;
    }
    int said[2];
    if (pipe2(said, O_CLOEXEC) != 0) refuse("system", "", "pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid < 0) refuse("system", "", "fork: %s", strerror(errno));
    if (pid == 0) {
        dup2(said[1], STDERR_FILENO);
        char *environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", NULL};
        execve(program, argv, environment);
        _exit(127);
    }
    close(said[1]);
    char words[512] = "";
    ssize_t length = read(said[0], words, sizeof words - 1);
    words[length > 0 ? length : 0] = 0;
    words[strcspn(words, "\n")] = 0;
    close(said[0]);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
    bool no_new_privileges = false;
    FILE *own_status = fopen("/proc/self/status", "re");
    char line[256];
    while (own_status && fgets(line, sizeof line, own_status))
        no_new_privileges |= !strncmp(line, "NoNewPrivs:\t1", 13);
    if (!own_status)
        refuse("masked-proc", "mount /proc, or start the container with `--security-opt systempaths=unconfined`",
               "`/proc` is not mounted or masked: the subordinate ids cannot be mapped");
    if (no_new_privileges)
        refuse("newuidmap-refused",
               "start jbuild outside of it (docker: without `--security-opt no-new-privileges`), or set "
               "`JBUILD_ID_MAP=single`",
               "`%s` cannot work here: this process runs with `no_new_privs`, so setuid programs have no power", name);
    refuse("newuidmap-refused",
           "check that it is setuid root or has its file capability (`ls -l`, `getcap`), lies on a file system not "
           "mounted `nosuid`, and that /etc/subuid and /etc/subgid give this user ranges within the machine's; or set "
           "`JBUILD_ID_MAP=single`",
           "`%s` refused to map the subordinate ids of `%s`: %s", program, caller->name ? caller->name : "this user",
           *words ? words : "it gave no reason");
}

void map_with_programs(pid_t target, const struct caller *caller, const struct id_range *uids, int uid_count,
                       const struct id_range *gids, int gid_count) {
    run_map_program("newuidmap", target, caller, caller->uid, uids, uid_count);
    run_map_program("newgidmap", target, caller, caller->gid, gids, gid_count);
}

bool write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    /* One write: the kernel takes an id map only whole. */
    ssize_t written = write(fd, text, strlen(text));
    int error = errno;
    close(fd);
    errno = error;
    return written == (ssize_t)strlen(text);
}

void map_single(unsigned long inside_uid, unsigned long outside_uid, unsigned long inside_gid,
                unsigned long outside_gid) {
    char *uids = must_format("%lu %lu 1\n", inside_uid, outside_uid);
    char *gids = must_format("%lu %lu 1\n", inside_gid, outside_gid);
    if (!write_file("/proc/self/setgroups", "deny") && errno != ENOENT) refuse_id_map(errno);
    if (!write_file("/proc/self/uid_map", uids)) refuse_id_map(errno);
    if (!write_file("/proc/self/gid_map", gids)) refuse_id_map(errno);
    free(uids);
    free(gids);
}
