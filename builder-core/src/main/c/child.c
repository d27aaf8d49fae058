/* Pid 1 of a run: makes the root, starts the command, reaps, and takes everything down with it. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void name_host(const struct ops *ops) {
    const char *name = op_value(ops, "hostname");
    if (name && sethostname(name, strlen(name)) != 0)
        refuse("hostname", "use up to 64 characters", "hostname `%s` is refused: %s", name, strerror(errno));
}

static void tell_stubs(const struct rootfs *rootfs, int control) {
    for (size_t i = 0; i < rootfs->stub_count; i++) {
        const struct stub *stub = &rootfs->stubs[i];
        write_all(control, stub->directory ? "D" : "N", 1);
        write_all(control, stub->path, strlen(stub->path) + 1);
    }
}

static _Noreturn void run_command(const struct ops *ops, const struct pipes *pipes, bool attached,
                                  const struct terminal *terminal) {
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    /* With streams of the caller the command stays in his session, where Ctrl-C reaches it. */
    if (!attached || terminal->own >= 0) setsid();
    if (terminal->own >= 0) take_terminal(terminal);
    if (pipes->input != STDIN_FILENO) {
        dup2(pipes->input, STDIN_FILENO);
        dup2(pipes->output, STDOUT_FILENO);
        dup2(pipes->error, STDERR_FILENO);
    }
    const char *cwd = op_value(ops, "cwd");
    if (chdir(cwd ? cwd : "/") != 0)
        refuse("working-directory", "", "the working directory `%s` cannot be entered: %s", cwd ? cwd : "/",
               strerror(errno));
    umask(022);
    set_limits(ops);
    drop_privileges(ops);
    const char *kind = getenv("TERM");
    execute(ops, terminal->own >= 0 ? must_format("TERM=%s", kind && *kind ? kind : "xterm") : NULL);
}

static _Noreturn void finish(int control, int wait_status, const struct rusage *usage, struct terminal *terminal) {
    finish_carrying(terminal);
    struct status status = {
        .wait_status = wait_status,
        .user_micros = usage->ru_utime.tv_sec * 1000000LL + usage->ru_utime.tv_usec,
        .system_micros = usage->ru_stime.tv_sec * 1000000LL + usage->ru_stime.tv_usec,
        .max_rss_kib = usage->ru_maxrss,
    };
    char message[1 + sizeof status] = {'S'};
    memcpy(message + 1, &status, sizeof status);
    write_all(control, message, sizeof message);
    _exit(0); /* the kernel ends every process that is left in the namespace */
}

/* Reaps until the command has ended or the supervisor is gone. */
static _Noreturn void reap(pid_t command, int signals, const struct pipes *pipes, bool attached,
                           struct terminal *terminal, bool chroot) {
    for (;;) {
        struct pollfd fds[] = {{signals, POLLIN, 0}, {pipes->alive, POLLIN, 0}, {-1, 0, 0}, {-1, 0, 0}};
        if (terminal->own >= 0) terminal_polls(terminal, &fds[2], &fds[3]);
        if (poll(fds, sizeof fds / sizeof *fds, -1) < 0) {
            if (errno == EINTR) continue;
            _exit(EXIT_BUG);
        }
        if (fds[1].revents) {
            if (chroot) end_descendants();
            _exit(EXIT_BUG);
        }
        if (terminal->own >= 0) carry_terminal(terminal, &fds[2], &fds[3]);
        struct signalfd_siginfo info;
        while (read(signals, &info, sizeof info) == (ssize_t)sizeof info) {
            if (info.ssi_signo == SIGWINCH) {
                resize_terminal(terminal);
                continue;
            }
            if (info.ssi_signo != SIGCHLD) {
                kill(attached ? command : -command, (int)info.ssi_signo);
                continue;
            }
            struct rusage usage;
            int status;
            pid_t pid;
            while ((pid = wait4(-1, &status, WNOHANG, &usage)) > 0)
                if (pid == command) finish(pipes->control, status, &usage, terminal);
        }
    }
}

static void enter_namespaces(struct rootfs *rootfs, const struct ops *ops) {
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) refuse_mount("`/` as private", errno);
    name_host(ops);
    const char *network = op_value(ops, "network");
    if (network && !strcmp(network, "none")) loopback_up();
    build_rootfs(rootfs, ops);
    enter_rootfs(rootfs);
}

_Noreturn void run_child(const struct ops *ops, struct rootfs rootfs, struct pipes pipes, bool attached) {
    sigset_t set;
    sigprocmask(SIG_BLOCK, NULL, &set); /* blocked by the supervisor */
    int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0) refuse("system", "", "signalfd: %s", strerror(errno));
    umask(0);
    if (in_chroot(ops)) {
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        enter_chroot(&rootfs);
    } else {
        enter_namespaces(&rootfs, ops);
        tell_stubs(&rootfs, pipes.control);
    }
    prctl(PR_SET_DUMPABLE, 0);
    struct terminal terminal = {.own = -1};
    if (attached && terminal_at_hand()) open_terminal(&terminal, ops);
    pid_t command = fork();
    if (command < 0) refuse("system", "", "fork: %s", strerror(errno));
    if (command == 0) run_command(ops, &pipes, attached, &terminal);
    /* Only the command's processes hold the output from here on; its end is the end of the output. */
    if (pipes.input != STDIN_FILENO) {
        close(pipes.input);
        close(pipes.output);
        close(pipes.error);
    }
    if (terminal.own >= 0) {
        start_carrying(&terminal);
    } else {
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
    }
    close(STDERR_FILENO);
    close(frame_fd);
    reap(command, signals, &pipes, attached, &terminal, in_chroot(ops));
}
