#!/bin/sh
cat /srv/loud.txt
echo "user $(id -u), process $$, host name $(hostname)"
