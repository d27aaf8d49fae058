/* `rm-rf`: trees in which folders may be unreadable for their owner. */
#include "sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool remove_tree(int dirfd_, const char *name) {
    if (unlinkat(dirfd_, name, 0) == 0 || errno == ENOENT) return true;
    if (errno != EISDIR && errno != EPERM) return false;
    int fd = openat(dirfd_, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == EACCES && fchmodat(dirfd_, name, 0700, 0) == 0)
        fd = openat(dirfd_, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return false;
    DIR *folder = fdopendir(fd);
    bool all = folder != NULL;
    if (!folder) close(fd);
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        if (remove_tree(fd, entry->d_name)) continue;
        if (errno == EACCES && fchmod(fd, 0700) == 0 && remove_tree(fd, entry->d_name)) continue;
        all = false;
    }
    if (folder) closedir(folder);
    return all && unlinkat(dirfd_, name, AT_REMOVEDIR) == 0;
}

int command_remove(int argc, char **argv) {
    int code = 0;
    for (int i = 0; i < argc; i++) {
        if (remove_tree(AT_FDCWD, argv[i])) continue;
        dprintf(STDERR_FILENO, "jbuild: error: cannot remove all of `%s`: %s\n", argv[i], strerror(errno));
        code = 1;
    }
    return code;
}
