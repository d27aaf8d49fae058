#include "count.h"

#include <ctype.h>

struct counts count(int (*next)(void *), void *from) {
    struct counts counts = {0, 0};
    int in_word = 0;
    for (int c; (c = next(from)) >= 0;) {
        counts.lines += c == '\n';
        counts.words += !isspace(c) && !in_word;
        in_word = !isspace(c);
    }
    return counts;
}
