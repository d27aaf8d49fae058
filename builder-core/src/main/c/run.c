/*
 * `run`: the supervisor of one RUN step. It starts pid 1 of the new namespaces, carries output to
 * Java as frames, and reports what the command left behind. When Java goes away, the run ends.
 */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* The protocol, beside io.jbuild.core.sandbox.RunProtocol. */
static const struct op_kind OPERATIONS[] = {
    {"lower", 1, false},   {"upper", 1, false},    {"work", 1, false},     {"proc", 0, false},
    {"sys", 1, false},     {"dev", 1, false},      {"bind", 4, false},     {"tmpfs", 4, false},
    {"layer", 1, false},   {"overlay", 6, false},  {"file", 6, true},      {"mask", 1, false},
    {"readonly", 1, false}, {"hostname", 1, false}, {"rlimit", 3, false},   {"user", 2, false},
    {"group", 1, false},   {"cwd", 1, false},      {"env", 1, false},      {"arg", 1, false},
    {"caps", 1, false},    {"network", 1, false},  {"xattrs", 0, false},   {"seccomp", 1, true},
    {"stdin", 1, true},    {"tree", 1, false},     {"chroot", 0, false},   {"cgroup", 1, false},
    {"emulator", 5, true}, {NULL, 0, false}};

struct run {
    pid_t child;
    int output, error, control, parent, signals;
    bool watch_input; /* standard input is the keep-alive pipe */
    bool attached;    /* the command has the caller's own standard streams */
    bool chroot;      /* without namespaces */
    bool ended;
    int asked_to_end;
    struct rootfs stubs;
    struct status status;
    bool has_status;
    char *control_text;
    size_t control_length;
};

static void make_pipe(int *ends) {
    if (pipe2(ends, O_CLOEXEC) != 0) refuse("system", "", "pipe: %s", strerror(errno));
}

/* A file in memory, so that the command may seek in it as in a here-document. */
static int input_file(const struct ops *ops) {
    const struct op *input = op_find(ops, "stdin");
    int fd = input ? memfd_create("stdin", MFD_CLOEXEC) : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd < 0) refuse("system", "", "standard input of the command: %s", strerror(errno));
    if (input && (!write_all(fd, input->raw, input->raw_length) || lseek(fd, 0, SEEK_SET) != 0))
        refuse("system", "", "standard input of the command: %s", strerror(errno));
    return fd;
}

static int block_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    int signals[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, 0};
    for (int i = 0; signals[i]; i++) sigaddset(&set, signals[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Before there is a command, so that all it starts is born in the group. */
static void enter_control_group(const struct ops *ops) {
    const char *group = op_value(ops, "cgroup");
    if (!group) return;
    char *path = must_format("%s/cgroup.procs", group);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || !write_all(fd, "0\n", 2))
        refuse("no-cgroup", "leave limits of memory and processors out", "the control group `%s` cannot be entered: %s",
               group, strerror(errno));
    close(fd);
    free(path);
}

static pid_t start(const struct ops *ops) {
    if (in_chroot(ops)) return fork();
    const char *network = op_value(ops, "network");
    unsigned long flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP | SIGCHLD;
    if (network && !strcmp(network, "none")) flags |= CLONE_NEWNET;
    pid_t pid = (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
    if (pid >= 0) return pid;
    if (errno == EPERM && !getenv("JBUILD_MODE"))
        refuse("not-entered", "start jbuild by its launcher", "`run` works only inside of `jbuild-sandbox enter`");
    if (errno == ENOSPC)
        refuse("namespace-limit", "raise user.max_pid_namespaces, user.max_mnt_namespaces and the like",
               "no further namespace may be made");
    refuse_mount("namespaces for a run", errno);
}

/* Control messages of pid 1: `D` or `N` and a path and NUL for a stub; `S` and a struct status at last. */
static void take_control(struct run *run) {
    char *at = run->control_text, *end = at + run->control_length;
    while (at < end) {
        if (*at == 'S') {
            if ((size_t)(end - at - 1) < sizeof run->status) break;
            memcpy(&run->status, at + 1, sizeof run->status);
            run->has_status = true;
            at += 1 + sizeof run->status;
            continue;
        }
        char *nul = memchr(at, 0, (size_t)(end - at));
        if (!nul) break;
        size_t count = run->stubs.stub_count++;
        run->stubs.stubs = realloc(run->stubs.stubs, (count + 1) * sizeof *run->stubs.stubs);
        if (!run->stubs.stubs) refuse("no-memory", "", "out of memory");
        run->stubs.stubs[count] = (struct stub){must_format("%s", at + 1), *at == 'D'};
        at = nul + 1;
    }
}

static void read_control(struct run *run) {
    char buffer[4096];
    ssize_t got = read(run->control, buffer, sizeof buffer);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (got <= 0) {
        close(run->control);
        run->control = -1;
        return;
    }
    run->control_text = realloc(run->control_text, run->control_length + (size_t)got);
    if (!run->control_text) refuse("no-memory", "", "out of memory");
    memcpy(run->control_text + run->control_length, buffer, (size_t)got);
    run->control_length += (size_t)got;
}

static void carry(int *from, char type) {
    static char buffer[65536];
    ssize_t got = read(*from, buffer, sizeof buffer);
    if (got > 0) frame(type, buffer, (size_t)got);
    if (got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN))) return;
    close(*from);
    *from = -1;
}

static void take_signals(struct run *run) {
    struct signalfd_siginfo info;
    while (read(run->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGCHLD) {
            if (waitpid(run->child, NULL, WNOHANG) == run->child) run->ended = true;
            /* No namespace ends what the command has left running, and it holds the output open. */
            if (run->ended && run->chroot) end_descendants();
        } else if (info.ssi_signo != SIGWINCH && !run->ended && !(run->attached && info.ssi_code == SI_KERNEL)) {
            /* (What the terminal sends, it sends to the attached command too.) */
            /* Who asks twice does not want to wait for the command's own clean-up. */
            kill(run->child, run->asked_to_end++ ? SIGKILL : (int)info.ssi_signo);
        }
    }
}

/* Until pid 1 is reaped and all that its processes wrote is carried over. */
static void supervise(struct run *run) {
    while (!run->ended || run->output >= 0 || run->error >= 0 || run->control >= 0) {
        struct pollfd fds[] = {{run->signals, POLLIN, 0}, {run->output, POLLIN, 0}, {run->error, POLLIN, 0},
                               {run->control, POLLIN, 0}, {run->watch_input ? STDIN_FILENO : -1, POLLIN, 0},
                               {run->parent, POLLIN, 0}};
        if (poll(fds, sizeof fds / sizeof *fds, -1) < 0) {
            if (errno == EINTR) continue;
            refuse("system", "", "poll: %s", strerror(errno));
        }
        if (fds[0].revents) take_signals(run);
        if (fds[1].revents) carry(&run->output, 'O');
        if (fds[2].revents) carry(&run->error, 'E');
        if (fds[3].revents) read_control(run);
        if (fds[4].revents) {
            char byte;
            if (read(STDIN_FILENO, &byte, 1) == 0) {
                if (!run->ended) kill(run->child, SIGKILL);
                run->watch_input = false;
            }
        }
        if (fds[5].revents && !run->ended) {
            kill(run->child, SIGKILL);
            close(run->parent);
            run->parent = -1;
        }
    }
}

static void clean_up(struct run *run, const struct ops *ops) {
    const char *work = op_value(ops, "work");
    withdraw_files();
    int fd = open(written_folder(ops), O_PATH | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = run->stubs.stub_count; fd >= 0 && i-- > 0;)
        remove_stub(fd, run->stubs.stubs[i].path, run->stubs.stubs[i].directory);
    if (fd >= 0) close(fd);
    remove_stub_layer(ops);
    if (!work) return;
    int folder = open(work, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        /* The kernel leaves `work` and `incompat` behind, with mode 000. */
        remove_tree(folder, "work");
        remove_tree(folder, "incompat");
        close(folder);
    }
}

static int report(const struct run *run, const struct ops *ops) {
    int status = run->status.wait_status, code;
    if (WIFSIGNALED(status))
        code = 128 + WTERMSIG(status);
    else
        code = WEXITSTATUS(status);
    if (op_find(ops, "xattrs")) report_xattrs(written_folder(ops));
    frame_text('S', "%d %d %lld %lld %lld", code, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
               (long long)run->status.user_micros, (long long)run->status.system_micros,
               (long long)run->status.max_rss_kib);
    return code;
}

int command_run(int argc, char **argv) {
    const char *spec = NULL, *result = NULL;
    for (int i = 0; i < argc; i += 2) {
        if (i + 1 < argc && !strcmp(argv[i], "--spec"))
            spec = argv[i + 1];
        else if (i + 1 < argc && !strcmp(argv[i], "--result"))
            result = argv[i + 1];
        else
            usage("run: unknown option");
    }
    if (!spec != !result) usage("run: --spec and --result go together");
    frame_fd = result ? open(result, O_WRONLY | O_APPEND | O_CLOEXEC) : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (frame_fd < 0) usage("run: the result cannot be written");
    int spec_fd = spec ? open(spec, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (spec_fd < 0) refuse("protocol", "", "cannot read `%s`: %s", spec, strerror(errno));
    struct ops ops = read_ops(spec_fd, OPERATIONS);
    bool layers = op_value(&ops, "upper") && op_value(&ops, "work");
    if (layers == (op_value(&ops, "tree") != NULL) || (layers && in_chroot(&ops)) || !op_value(&ops, "arg"))
        refuse("protocol", "", "`arg` and either `upper` and `work` or `tree` are needed");

    int output[2] = {-1, -1}, error[2] = {-1, -1}, control[2], alive[2];
    struct run run = {.output = -1, .error = -1, .parent = -1, .watch_input = !spec, .attached = spec != NULL,
                      .chroot = in_chroot(&ops)};
    struct pipes pipes = {.input = STDIN_FILENO, .output = STDOUT_FILENO, .error = STDERR_FILENO};
    if (!spec) {
        make_pipe(output);
        make_pipe(error);
        pipes.input = input_file(&ops);
        pipes.output = output[1];
        pipes.error = error[1];
    } else {
        run.parent = sys_pidfd_open(getppid());
    }
    provide_emulator(&ops);
    make_pipe(control);
    make_pipe(alive);
    pipes.control = control[1];
    pipes.alive = alive[0];
    run.signals = block_signals();
    enter_control_group(&ops);
    struct rootfs rootfs = {.root = -1};
    if (run.chroot) {
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        provide_files(&rootfs, &ops);
    } else {
        make_stub_layer(&ops);
    }
    struct termios before;
    bool terminal = spec && terminal_at_hand() && tcgetattr(STDIN_FILENO, &before) == 0;
    run.child = start(&ops);
    if (run.child == 0) {
        close(alive[1]);
        run_child(&ops, rootfs, pipes, spec != NULL);
    }
    run.stubs = rootfs;
    run.output = output[0];
    run.error = error[0];
    run.control = control[0];
    if (!spec) {
        close(output[1]);
        close(error[1]);
        close(pipes.input);
    }
    close(control[1]);
    close(alive[0]);
    supervise(&run);
    /* Pid 1 may have made it raw, and may have been killed. */
    if (terminal) tcsetattr(STDIN_FILENO, TCSANOW, &before);
    take_control(&run);
    clean_up(&run, &ops);
    /* Without a status pid 1 was killed, or has told in a frame of its own why it could not start. */
    int code = run.has_status ? report(&run, &ops) : EXIT_ENVIRONMENT;
    frame('D', "", 0);
    return code;
}
