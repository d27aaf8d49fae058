/* Diagnostics: one shape for every refusal, on stderr or as a frame to Java. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Noreturn void refuse(const char *kind, const char *fix, const char *format, ...) {
    char message[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (frame_fd >= 0) {
        size_t kind_length = strlen(kind) + 1, message_length = strlen(message) + 1;
        size_t length = kind_length + message_length + strlen(fix);
        char *payload = must_alloc(length + 1);
        memcpy(payload, kind, kind_length);
        memcpy(payload + kind_length, message, message_length);
        strcpy(payload + kind_length + message_length, fix);
        frame('F', payload, length);
    } else {
        dprintf(STDERR_FILENO, "jbuild: error: %s [%s]\n", message, kind);
        if (*fix) dprintf(STDERR_FILENO, "   %s\n", fix);
    }
    _exit(EXIT_ENVIRONMENT);
}

_Noreturn void usage(const char *message) {
    dprintf(STDERR_FILENO,
            "jbuild-sandbox: %s\n"
            "usage: jbuild-sandbox enter [--] PROGRAM [ARGUMENT...]\n"
            "       jbuild-sandbox as-caller PROGRAM [ARGUMENT...]\n"
            "       jbuild-sandbox run [--spec FILE --result FILE]\n"
            "       jbuild-sandbox apply FOLDER\n"
            "       jbuild-sandbox rm-rf PATH...\n"
            "       jbuild-sandbox unchanged\n"
            "       jbuild-sandbox apparmor-profile\n",
            message);
    _exit(EXIT_USAGE);
}

void *must_alloc(size_t size) {
    void *memory = calloc(1, size ? size : 1);
    if (!memory) refuse("no-memory", "", "out of memory");
    return memory;
}

char *must_format(const char *format, ...) {
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) refuse("no-memory", "", "out of memory");
    va_end(arguments);
    return text;
}

char *first_line(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return NULL;
    char text[512];
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    if (length < 0) return NULL;
    text[length] = 0;
    text[strcspn(text, "\n")] = 0;
    return must_format("%s", text);
}

long number_in_file(const char *path, long otherwise) {
    char *line = first_line(path), *end = NULL;
    if (!line) return otherwise;
    long number = strtol(line, &end, 10);
    bool good = end != line;
    free(line);
    return good ? number : otherwise;
}

long long parse_number(const char *text, int base) {
    char *end = NULL;
    errno = 0;
    long long number = strtoll(text, &end, base);
    if (errno || end == text || *end) refuse("protocol", "", "`%s` is not a number", text);
    return number;
}
