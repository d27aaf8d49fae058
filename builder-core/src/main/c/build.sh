#!/bin/sh
# Builds the sandbox helper into $1. Without a C compiler it says so and succeeds: everything that
# needs no namespaces still works.
set -eu
out=$1
source=$(dirname "$0")
if test -f "$out" && test -z "$(find "$source" -newer "$out" -name '*.[ch]')" && test "$source/build.sh" -ot "$out"; then
  exit 0
fi
for compiler in "${CC:-gcc}" cc clang; do
  if command -v "$compiler" >/dev/null 2>&1; then
    mkdir -p "$(dirname "$out")"
    "$compiler" -std=gnu11 -O2 -static -s -Wall -Wextra -Werror -D_GNU_SOURCE -o "$out.tmp.$$" "$source"/*.c
    mv -f "$out.tmp.$$" "$out"
    exit 0
  fi
done
echo "jbuild: no C compiler (gcc) found: the sandbox helper is not built, so \`RUN\` and unprivileged unpacking will not work; install gcc and libc6-dev"
