/*
 * jbuild-sandbox: the part of jbuild that has to speak to the kernel from a single-threaded process.
 *
 *   enter     user namespace + mount namespace around the JVM          enter.c idmap.c
 *   as-caller back to the calling user's own ids                       caller.c
 *   run       one RUN step in namespaces of its own                    run.c child.c rootfs.c ...
 *             or, where there are none, in a chroot                    chroot.c
 *   apply     a batch of file operations that the JDK cannot do        apply.c
 *   rm-rf     removal of trees with unreadable folders                 remove.c
 *   unchanged tells whether files have changed                         unchanged.c
 *             `enter` starts it beside the JVM
 *
 * Everything is statically linked, needs no setuid bit and keeps no state on disk.
 */
#ifndef JBUILD_SANDBOX_H
#define JBUILD_SANDBOX_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

enum exit_code { EXIT_USAGE = 2, EXIT_ENVIRONMENT = 3, EXIT_BUG = 70 };

/* fail.c: where a run cannot go on, one diagnostic, then exit. `kind` is a stable word for Java. */
_Noreturn void refuse(const char *kind, const char *fix, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
_Noreturn void usage(const char *message);
void *must_alloc(size_t size);
char *must_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The first line of a small file without its newline, or NULL. The result is the caller's. */
char *first_line(const char *path);
long number_in_file(const char *path, long otherwise);
/* Decimal (or octal with base 8) number of a protocol field; anything else is a bug of the caller. */
long long parse_number(const char *text, int base);

/* frame.c: results for Java: type byte, length (4 bytes, big endian), payload. */
extern int frame_fd;
void frame(char type, const void *payload, size_t length);
void frame_text(char type, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool write_all(int fd, const void *bytes, size_t length);

/* spec.c: NUL-separated operations. */
struct op {
    const struct op_kind *kind;
    char **args;
    const unsigned char *raw; /* bytes that follow the arguments, for kinds that have them */
    size_t raw_length;
};
struct op_kind {
    const char *name;
    int arity;
    bool has_raw; /* the last argument is a length in bytes; that many raw bytes follow it */
};
struct ops {
    struct op *list;
    size_t count;
};
/* Reads a decimal length, NUL, then that many bytes from fd, and splits them by the table. */
struct ops read_ops(int fd, const struct op_kind *table);
bool op_is(const struct op *op, const char *name);
/* First argument of the last operation of that name, or NULL. */
const char *op_value(const struct ops *ops, const char *name);
const struct op *op_find(const struct ops *ops, const char *name);

/* kernel.c: system calls that the C library has no wrapper for everywhere. */
int sys_open_tree(int dirfd, const char *path, unsigned flags);
int sys_move_mount(int from, const char *from_path, int to, const char *to_path, unsigned flags);
int sys_fsopen(const char *type);
int sys_fsconfig(int fs, unsigned command, const char *key, const char *value);
int sys_fsmount(int fs, unsigned attributes);
/* Makes a detached mount tree read-only, all mounts below included. */
int sys_tree_attributes(int tree, uint64_t set);
/* Opens a path as if `root` were `/`; never leaves it, follows no magic links. */
int open_in_root(int root, const char *path, uint64_t flags);
/* What a bind mounts, a file or folder: O_PATH, or -1. A subpath never leads out of the source. */
int open_bind_source(const char *source, const char *subpath);
int sys_pidfd_open(pid_t pid);
/* A new instance of a file system as a detached tree; options are key, value, ..., NULL. -1 on error. */
int new_filesystem(const char *type, uint64_t attributes, const char *const *options);

/* idmap.c */
struct id_range {
    unsigned long start, count;
};
enum { MAX_RANGES = 64 };
struct caller {
    uid_t uid;
    gid_t gid;
    const char *name; /* NULL when the uid has no name */
    const char *home;
};
struct caller read_caller(void);
int read_ranges(const char *file, const struct caller *caller, uid_t id, struct id_range *ranges);
void map_with_programs(pid_t target, const struct caller *caller, const struct id_range *uids, int uid_count,
                       const struct id_range *gids, int gid_count);
bool write_file(const char *path, const char *text);
void map_single(unsigned long inside_uid, unsigned long outside_uid, unsigned long inside_gid,
                unsigned long outside_gid);

/* refusal.c */
extern bool started_as_root;
/* What root can do where namespaces are refused; empty for others. */
const char *chroot_advice(void);
_Noreturn void refuse_user_namespace(int error);
_Noreturn void refuse_id_map(int error);
_Noreturn void refuse_mount(const char *what, int error);

/* rootfs.c: builds the root of one run inside its fresh mount namespace. */
struct stub {
    char *path; /* without leading slash, no symlinks in it */
    bool directory;
};
struct rootfs {
    int root; /* O_PATH */
    uint64_t root_mount; /* its mount id */
    struct stub *stubs; /* mount points that had to be made in the upper directory */
    size_t stub_count;
};
void build_rootfs(struct rootfs *rootfs, const struct ops *ops);
void enter_rootfs(struct rootfs *rootfs);
/* target.c */
int open_target(struct rootfs *rootfs, const char *path, bool directory);
void attach(struct rootfs *rootfs, int tree, const char *target, bool directory);
bool tree_is_directory(int tree);
/* stubs.c: the lowest layer, made of nothing but mount points. */
char *stub_folder(const struct ops *ops);
/* The folder that gets what the command writes: the upper one, or a copied root. */
const char *written_folder(const struct ops *ops);
void make_stub_layer(const struct ops *ops);
void remove_stub_layer(const struct ops *ops);
void remove_stub(int upper, const char *path, bool directory);
/* overlay.c: a detached overlay; upper and work may be NULL for a read-only one. */
int overlay_tree(char *const *lowers, size_t count, const char *upper, const char *work, const char *mountpoint);
/* devices.c */
void mount_proc(struct rootfs *rootfs);
void mount_sys(struct rootfs *rootfs, bool writable);
/* An empty size: /dev/shm is mounted otherwise. */
void mount_dev(struct rootfs *rootfs, const char *shm_size);
void mask_path(struct rootfs *rootfs, const char *path);
void make_readonly(struct rootfs *rootfs, const char *path);

/* chroot.c: a run without namespaces. */
bool in_chroot(const struct ops *ops);
/* In the supervisor: opens the copied root and puts files where mounts would be; and takes them away again. */
void provide_files(struct rootfs *rootfs, const struct ops *ops);
void withdraw_files(void);
void enter_chroot(struct rootfs *rootfs);
/* Ends all processes that this one, a subreaper, is the parent of in the end. */
void end_descendants(void);

/* emulator.c: has programs of the run's platform start, or refuses. */
void provide_emulator(const struct ops *ops);

/* terminal.c */
struct terminal {
    int own, other; /* the two ends of the command's terminal; own is -1 when there is none */
    bool has_keys;  /* the caller's terminal still gives input */
    char keys[4096];
    size_t pending; /* bytes of keys that the command's terminal has not taken yet */
};
struct pollfd;
/* Whether this process stands in the foreground of a terminal, for input and output. */
bool terminal_at_hand(void);
/* In the root of the run: makes a terminal for the command's user. */
void open_terminal(struct terminal *terminal, const struct ops *ops);
/* In the command's process, the leader of a session: makes it the standard streams. */
void take_terminal(const struct terminal *terminal);
/* In pid 1: carries between the caller's terminal, which becomes raw, and the command's. */
void start_carrying(struct terminal *terminal);
void terminal_polls(const struct terminal *terminal, struct pollfd *keys, struct pollfd *screen);
void carry_terminal(struct terminal *terminal, const struct pollfd *keys, const struct pollfd *screen);
void resize_terminal(const struct terminal *terminal);
void finish_carrying(struct terminal *terminal);

/* child.c: pid 1 of a run. */
struct pipes {
    int input; /* becomes the command's standard input */
    int output, error;
    int control; /* stubs and the command's status, for the supervisor */
    int alive;   /* hangs up when the supervisor is gone */
};
struct status {
    int wait_status;
    int64_t user_micros, system_micros, max_rss_kib;
};
/* `rootfs` is open for a chroot, else it is yet to be built. */
_Noreturn void run_child(const struct ops *ops, struct rootfs rootfs, struct pipes pipes, bool attached);
/* privileges.c, in the command's own process */
void set_limits(const struct ops *ops);
void drop_privileges(const struct ops *ops);
/* Those that this process may use, one bit each. */
uint64_t own_capabilities(void);
void loopback_up(void);
/* execute.c; `terminal` is a TERM=... for who has not got one, or NULL */
_Noreturn void execute(const struct ops *ops, char *terminal);

/* unchanged.c: starts it; JBUILD_UNCHANGED says where it listens. Without it all works, more slowly. */
void serve_unchanged(void);

/* xattrs.c */
void report_xattrs(const char *upper);

/* remove.c: removes what is in a folder, and itself when `whole`. */
bool remove_tree(int dirfd, const char *name);

int command_enter(int argc, char **argv);
int command_as_caller(int argc, char **argv);
int command_run(int argc, char **argv);
int command_apply(int argc, char **argv);
int command_remove(int argc, char **argv);
int command_unchanged(void);

#endif
