#!/usr/bin/env bash
set -Eeo pipefail

if [ "$1" = serve ] && [ "$(id -u)" = 0 ]; then
  exec gosu app "$BASH_SOURCE" "$@"
fi
echo "$1 as $(id -un):$(id -gn) in $(stat -c '%U %a' /var/run/app)"
