struct counts {
    long lines, words;
};
struct counts count(int (*next)(void *), void *from);
