/*
 * The terminal of an attached run. The command never gets the caller's own: it could push keys
 * into it (TIOCSTI) for the caller's shell to read, and would find no name for it in its /dev. It
 * gets one in its own devpts, with a session of its own, and pid 1 carries bytes between the two.
 */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

bool terminal_at_hand(void) {
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp();
}

static void copy_size(int terminal) {
    struct winsize size;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0) ioctl(terminal, TIOCSWINSZ, &size);
}

void open_terminal(struct terminal *terminal, const struct ops *ops) {
    int unlocked = 0;
    terminal->own = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (terminal->own < 0 || ioctl(terminal->own, TIOCSPTLCK, &unlocked) != 0 ||
        (terminal->other = ioctl(terminal->own, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0)
        refuse("system", "", "a terminal for the command: %s", strerror(errno));
    const struct op *user = op_find(ops, "user");
    if (user && fchown(terminal->other, (uid_t)parse_number(user->args[0], 10), (gid_t)-1) != 0)
        frame_text('W', "the terminal belongs to root: %s", strerror(errno));
    copy_size(terminal->own);
}

void take_terminal(const struct terminal *terminal) {
    ioctl(terminal->other, TIOCSCTTY, 0);
    for (int fd = 0; fd <= 2; fd++) dup2(terminal->other, fd);
}

void start_carrying(struct terminal *terminal) {
    struct termios raw;
    terminal->has_keys = true;
    if (tcgetattr(STDIN_FILENO, &raw) != 0) return;
    cfmakeraw(&raw);
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

void terminal_polls(const struct terminal *terminal, struct pollfd *keys, struct pollfd *screen) {
    *keys = (struct pollfd){terminal->has_keys && terminal->pending == 0 ? STDIN_FILENO : -1, POLLIN, 0};
    *screen = (struct pollfd){terminal->own, (short)(POLLIN | (terminal->pending ? POLLOUT : 0)), 0};
}

static void carry_screen(struct terminal *terminal) {
    char buffer[4096];
    ssize_t got;
    /* The other end stays open in this process: there is no hang-up between two programs that use it. */
    while ((got = read(terminal->own, buffer, sizeof buffer)) > 0) write_all(STDOUT_FILENO, buffer, (size_t)got);
}

void carry_terminal(struct terminal *terminal, const struct pollfd *keys, const struct pollfd *screen) {
    if (keys->revents) {
        ssize_t got = read(STDIN_FILENO, terminal->keys, sizeof terminal->keys);
        if (got > 0)
            terminal->pending = (size_t)got;
        else if (got == 0 || errno != EINTR)
            terminal->has_keys = false;
    }
    if (terminal->pending) {
        ssize_t put = write(terminal->own, terminal->keys, terminal->pending);
        if (put > 0) {
            terminal->pending -= (size_t)put;
            memmove(terminal->keys, terminal->keys + put, terminal->pending);
        }
    }
    if (screen->revents) carry_screen(terminal);
}

void resize_terminal(const struct terminal *terminal) {
    if (terminal->own >= 0) copy_size(terminal->own);
}

void finish_carrying(struct terminal *terminal) {
    if (terminal->own >= 0) carry_screen(terminal);
}
