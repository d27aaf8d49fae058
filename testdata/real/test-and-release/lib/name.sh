NAME=release
