#!/bin/sh
# zkctl in the words of Apache ZooKeeper's zkCli.sh, for scripts and hands that know that one.
exec zkctl --style zkcli "$@"
