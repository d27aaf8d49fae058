/* What the command may do: limits, capabilities, seccomp, ids, in the one order that works. */
#include "sandbox.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
    const char *name;
    int resource;
} LIMITS[] = {{"core", RLIMIT_CORE},     {"cpu", RLIMIT_CPU},           {"data", RLIMIT_DATA},
              {"fsize", RLIMIT_FSIZE},   {"locks", RLIMIT_LOCKS},       {"memlock", RLIMIT_MEMLOCK},
              {"msgqueue", RLIMIT_MSGQUEUE}, {"nice", RLIMIT_NICE},     {"nofile", RLIMIT_NOFILE},
              {"nproc", RLIMIT_NPROC},   {"rss", RLIMIT_RSS},           {"rtprio", RLIMIT_RTPRIO},
              {"rttime", RLIMIT_RTTIME}, {"sigpending", RLIMIT_SIGPENDING}, {"stack", RLIMIT_STACK}};

static rlim_t limit_value(const char *text) {
    return strcmp(text, "-1") == 0 ? RLIM_INFINITY : (rlim_t)parse_number(text, 10);
}

void set_limits(const struct ops *ops) {
    for (size_t i = 0; i < ops->count; i++) {
        const struct op *op = &ops->list[i];
        if (!op_is(op, "rlimit")) continue;
        size_t at = 0, count = sizeof LIMITS / sizeof *LIMITS;
        while (at < count && strcmp(LIMITS[at].name, op->args[0]) != 0) at++;
        if (at == count) refuse("rlimit", "", "unknown resource limit `%s`", op->args[0]);
        struct rlimit limit = {limit_value(op->args[1]), limit_value(op->args[2])};
        if (setrlimit((__rlimit_resource_t)LIMITS[at].resource, &limit) != 0)
            refuse("rlimit", "ask for no more than the calling user's own hard limit (`ulimit -H -a`)",
                   "limit `%s=%s:%s` is refused: %s", op->args[0], op->args[1], op->args[2], strerror(errno));
    }
}

uint64_t own_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) != 0) return 0;
    return data[0].permitted | (uint64_t)data[1].permitted << 32;
}

static void set_capabilities(uint64_t keep) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {{(uint32_t)keep, (uint32_t)keep, 0},
                                             {(uint32_t)(keep >> 32), (uint32_t)(keep >> 32), 0}};
    if (syscall(SYS_capset, &header, data) != 0) refuse("capabilities", "", "capset: %s", strerror(errno));
}

static void load_filter(const struct op *op) {
    if (!op || op->raw_length == 0) return;
    struct sock_filter *instructions = must_alloc(op->raw_length);
    memcpy(instructions, op->raw, op->raw_length);
    struct sock_fprog program = {(unsigned short)(op->raw_length / sizeof *instructions), instructions};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
        refuse("seccomp", "use a kernel with CONFIG_SECCOMP_FILTER", "the system call filter is refused: %s",
               strerror(errno));
}

static void take_user(const struct ops *ops) {
    const struct op *user = op_find(ops, "user");
    if (!user) return; /* one id alone is mapped: the command stays what it is */
    uid_t uid = (uid_t)parse_number(user->args[0], 10);
    gid_t gid = (gid_t)parse_number(user->args[1], 10);
    gid_t *groups = must_alloc((ops->count + 1) * sizeof *groups);
    size_t count = 0;
    for (size_t i = 0; i < ops->count; i++)
        if (op_is(&ops->list[i], "group")) groups[count++] = (gid_t)parse_number(ops->list[i].args[0], 10);
    if (syscall(SYS_setgroups, count, groups) != 0 || syscall(SYS_setresgid, gid, gid, gid) != 0 ||
        syscall(SYS_setresuid, uid, uid, uid) != 0)
        refuse("id-unmapped", "give the calling user a larger range in /etc/subuid and /etc/subgid",
               "user %u:%u or one of its groups is outside of the ids mapped here: %s", (unsigned)uid, (unsigned)gid,
               strerror(errno));
    free(groups);
}

void drop_privileges(const struct ops *ops) {
    const char *caps = op_value(ops, "caps");
    uint64_t keep = caps ? strtoull(caps, NULL, 16) : 0;
    int last = (int)number_in_file("/proc/sys/kernel/cap_last_cap", 40);
    for (int capability = 0; capability <= last; capability++)
        if (!(keep >> capability & 1) && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && !in_chroot(ops))
            refuse("capabilities", "", "capability %d cannot be dropped: %s", capability, strerror(errno));
    uint64_t all = last >= 63 ? ~0ULL : (1ULL << (last + 1)) - 1;
    /*
     * No no_new_privs, so the filter needs CAP_SYS_ADMIN: it comes before the ids. A filter that
     * only pretends to change ids comes without a `user` operation.
     */
    load_filter(op_find(ops, "seccomp"));
    if (in_chroot(ops)) keep &= own_capabilities();
    take_user(ops);
    /* As another user than root all are gone with setresuid, as under docker. */
    if (geteuid() == 0) set_capabilities(keep & all);
}

void loopback_up(void) {
    struct ifreq request = {.ifr_name = "lo"};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return; /* a kernel without IPv4 */
    if (ioctl(fd, SIOCGIFFLAGS, &request) == 0) {
        request.ifr_flags |= IFF_UP;
        if (ioctl(fd, SIOCSIFFLAGS, &request) != 0)
            frame_text('W', "the loopback interface cannot be switched on: %s", strerror(errno));
    }
    close(fd);
}
