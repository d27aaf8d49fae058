#!/bin/sh
# Builds the sandbox helper into $1. Without a C compiler it says so and succeeds: everything that
# needs no RUN still works.
echo "no helper yet"
