/* Why the kernel said no, as far as it can be told from outside, and what to do about it. */
#include "sandbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool started_as_root;

const char *chroot_advice(void) {
    /* Inside of a namespace every caller is root; who was it outside is then told by its mode. */
    const char *mode = getenv("JBUILD_MODE");
    bool root = mode ? !strcmp(mode, "root") : started_as_root;
    return root ? "; or run with `--isolation=chroot`, which isolates nothing" : "";
}

/* What to start a container with, and what root can do in one that stays as it is. */
static const char *container_fix(void) {
    return must_format("start the container with `--security-opt seccomp=unconfined --security-opt apparmor=unconfined "
                       "--security-opt systempaths=unconfined` (Kubernetes: seccompProfile and appArmorProfile "
                       "`Unconfined`, procMount `Unmasked`; jbuild: `jbuild run --security=insecure`)%s",
                       chroot_advice());
}

static bool under_seccomp(void) {
    FILE *file = fopen("/proc/self/status", "re");
    char line[256];
    bool filtered = false;
    while (file && fgets(line, sizeof line, file)) filtered |= !strncmp(line, "Seccomp:\t2", 10);
    if (file) fclose(file);
    return filtered;
}

static const char *apparmor_label(void) {
    char *label = first_line("/proc/self/attr/apparmor/current");
    if (!label || !*label) label = first_line("/proc/self/attr/current");
    bool confined = label && strstr(label, "(enforce)") != NULL;
    return confined ? label : NULL;
}

static bool apparmor_restricts(void) {
    return number_in_file("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 0) == 1;
}

static _Noreturn void refuse_apparmor_restriction(void) {
    char helper[4096] = "jbuild-sandbox";
    ssize_t length = readlink("/proc/self/exe", helper, sizeof helper - 1);
    if (length > 0) helper[length] = 0;
    char *fix = must_format("give the helper a profile: `%s apparmor-profile | sudo tee /etc/apparmor.d/jbuild-sandbox "
                            "&& sudo apparmor_parser -r /etc/apparmor.d/jbuild-sandbox`",
                            helper);
    refuse("userns-apparmor", fix,
           "AppArmor takes the capabilities out of user namespaces of ordinary users here "
           "(`kernel.apparmor_restrict_unprivileged_userns=1`)");
}

_Noreturn void refuse_user_namespace(int error) {
    if (access("/proc/self/status", R_OK) != 0)
        refuse("masked-proc", "mount /proc, or start the container with `--security-opt systempaths=unconfined`",
               "`/proc` is not mounted or masked");
    long most = number_in_file("/proc/sys/user/max_user_namespaces", -1);
    if (error == ENOSPC && most == 0)
        refuse("userns-disabled", "`sudo sysctl -w user.max_user_namespaces=15000`",
               "user namespaces are switched off (`user.max_user_namespaces=0`)");
    if (error == ENOSPC || error == EUSERS)
        refuse("userns-limit", "raise `user.max_user_namespaces`, or end what holds them",
               "no further user namespace may be made: the limit of `user.max_user_namespaces` (%ld) or of nesting is "
               "reached",
               most);
    if (error == EPERM && number_in_file("/proc/sys/kernel/unprivileged_userns_clone", 1) == 0)
        refuse("userns-disabled", "`sudo sysctl -w kernel.unprivileged_userns_clone=1`",
               "user namespaces are switched off for ordinary users (`kernel.unprivileged_userns_clone=0`)");
    if (under_seccomp() && (error == EPERM || error == ENOSYS))
        refuse("userns-seccomp", container_fix(),
               "a seccomp filter, most likely this container's, refuses user namespaces");
    if ((error == EPERM || error == EACCES) && apparmor_restricts()) refuse_apparmor_restriction();
    const char *label = apparmor_label();
    if ((error == EPERM || error == EACCES) && label)
        refuse("userns-apparmor", container_fix(), "the AppArmor profile `%s` refuses user namespaces", label);
    if (error == EINVAL || error == ENOSYS)
        refuse("userns-kernel", "use a kernel built with CONFIG_USER_NS",
               "this kernel has no user namespaces (unshare: %s)", strerror(error));
    if (error == EPERM)
        refuse("userns-refused", "start jbuild outside of the chroot, or allow user namespaces in the security module",
               "user namespaces are refused here (unshare: %s): a chroot or a security module does that",
               strerror(error));
    refuse("userns-refused", "", "cannot make a user namespace: %s", strerror(error));
}

_Noreturn void refuse_id_map(int error) {
    if (error == EROFS || error == ENOENT)
        refuse("masked-proc", container_fix(), "`/proc` is masked or read-only: the id map cannot be written");
    if (apparmor_restricts() && getuid() != 0) refuse_apparmor_restriction();
    refuse("id-map", "look whether this user's id is mapped in /proc/self/uid_map and no security module interferes",
           "the id map of the user namespace cannot be written: %s", strerror(error));
}

_Noreturn void refuse_mount(const char *what, int error) {
    if ((error == EACCES || error == EPERM) && apparmor_restricts()) refuse_apparmor_restriction();
    const char *label = apparmor_label();
    if ((error == EACCES || error == EPERM) && label)
        refuse("mount-apparmor", container_fix(), "the AppArmor profile `%s` refuses mounts (%s)", label, what);
    if (error == EPERM && under_seccomp())
        refuse("mount-seccomp", container_fix(), "a seccomp filter, most likely this container's, refuses mounts (%s)",
               what);
    refuse("mount-refused", "", "cannot mount %s: %s", what, strerror(error));
}
