#!/bin/bash
redis-server --port 0 --unixsocket /tmp/redis.sock --daemonize yes --dir /tmp --logfile /tmp/log > /dev/null
for _ in $(seq 100); do [ -S /tmp/redis.sock ] && break; sleep 0.05; done
redis-cli -s /tmp/redis.sock set "$1" "$2"
redis-cli -s /tmp/redis.sock get "$1"
redis-cli -s /tmp/redis.sock shutdown nosave
