/* Operation lists: NUL-terminated words, each operation with a fixed number of arguments. */
#include "sandbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void read_exactly(int fd, unsigned char *buffer, size_t length) {
    size_t have = 0;
    while (have < length) {
        ssize_t got = read(fd, buffer + have, length - have);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) refuse("protocol", "", "the list of operations ends early");
        have += (size_t)got;
    }
}

static size_t read_length(int fd) {
    size_t length = 0;
    for (int digits = 0; digits < 12; digits++) {
        unsigned char c;
        read_exactly(fd, &c, 1);
        if (c == 0 && digits > 0) return length;
        if (c < '0' || c > '9') break;
        length = length * 10 + (size_t)(c - '0');
    }
    refuse("protocol", "", "the list of operations does not begin with its length");
}

static char *next_word(unsigned char **at, unsigned char *end) {
    unsigned char *nul = memchr(*at, 0, (size_t)(end - *at));
    if (!nul) refuse("protocol", "", "an operation ends early");
    char *word = (char *)*at;
    *at = nul + 1;
    return word;
}

struct ops read_ops(int fd, const struct op_kind *table) {
    size_t length = read_length(fd);
    unsigned char *at = must_alloc(length + 1), *end = at + length;
    read_exactly(fd, at, length);
    struct ops ops = {NULL, 0};
    size_t room = 0;
    while (at < end) {
        char *name = next_word(&at, end);
        const struct op_kind *kind = table;
        while (kind->name && strcmp(kind->name, name) != 0) kind++;
        if (!kind->name) refuse("protocol", "", "unknown operation `%s`", name);
        if (ops.count == room) {
            room = room ? 2 * room : 64;
            ops.list = realloc(ops.list, room * sizeof *ops.list);
            if (!ops.list) refuse("no-memory", "", "out of memory");
        }
        struct op *op = &ops.list[ops.count++];
        *op = (struct op){kind, must_alloc((size_t)(kind->arity + 1) * sizeof(char *)), NULL, 0};
        for (int i = 0; i < kind->arity; i++) op->args[i] = next_word(&at, end);
        if (kind->has_raw) {
            long long raw = parse_number(op->args[kind->arity - 1], 10);
            if (raw < 0 || raw > end - at) refuse("protocol", "", "operation `%s` ends early", name);
            op->raw = at;
            op->raw_length = (size_t)raw;
            at += raw;
        }
    }
    return ops;
}

bool op_is(const struct op *op, const char *name) { return strcmp(op->kind->name, name) == 0; }

const struct op *op_find(const struct ops *ops, const char *name) {
    for (size_t i = ops->count; i-- > 0;)
        if (op_is(&ops->list[i], name)) return &ops->list[i];
    return NULL;
}

const char *op_value(const struct ops *ops, const char *name) {
    const struct op *op = op_find(ops, name);
    return op ? op->args[0] : NULL;
}
