/* The result stream: frames of a type byte, a length and a payload. */
#include "sandbox.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

int frame_fd = -1;

bool write_all(int fd, const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        at += written;
        length -= (size_t)written;
    }
    return true;
}

void frame(char type, const void *payload, size_t length) {
    unsigned char header[5] = {(unsigned char)type, (unsigned char)(length >> 24), (unsigned char)(length >> 16),
                               (unsigned char)(length >> 8), (unsigned char)length};
    struct iovec parts[2] = {{header, sizeof header}, {(void *)payload, length}};
    ssize_t written;
    do {
        written = writev(frame_fd, parts, 2);
    } while (written < 0 && errno == EINTR);
    if (written < 0) return; /* the reader is gone; the keep-alive pipe tells the same and ends the run */
    size_t done = (size_t)written;
    if (done < sizeof header) {
        if (!write_all(frame_fd, header + done, sizeof header - done)) return;
        done = sizeof header;
    }
    write_all(frame_fd, (const char *)payload + (done - sizeof header), length - (done - sizeof header));
}

void frame_text(char type, const char *format, ...) {
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0) return;
    frame(type, text, (size_t)length);
    free(text);
}
