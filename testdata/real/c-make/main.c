#include <stdio.h>

#include "count.h"

static int next(void *file) { return fgetc(file); }

int main(int argc, char **argv) {
    FILE *file = argc > 1 ? fopen(argv[1], "r") : stdin;
    if (!file) return 1;
    struct counts counts = count(next, file);
    printf("%ld lines, %ld words\n", counts.lines, counts.words);
    return 0;
}
