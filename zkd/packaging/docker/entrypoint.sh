#!/bin/sh
# Writes zoo.cfg and myid from Apache's ZOO_* variables if they are not there, then becomes the server.
set -eu

conf="${ZOO_CONF_DIR:=/conf}/zoo.cfg"
: "${ZOO_DATA_DIR:=/data}" "${ZOO_DATA_LOG_DIR:=/datalog}" "${ZOO_MY_ID:=1}"

if [ ! -e "$conf" ]; then
    {
        echo "dataDir=$ZOO_DATA_DIR"
        echo "dataLogDir=$ZOO_DATA_LOG_DIR"
        echo "tickTime=${ZOO_TICK_TIME:-2000}"
        echo "initLimit=${ZOO_INIT_LIMIT:-5}"
        echo "syncLimit=${ZOO_SYNC_LIMIT:-2}"
        echo "autopurge.snapRetainCount=${ZOO_AUTOPURGE_SNAPRETAINCOUNT:-3}"
        echo "autopurge.purgeInterval=${ZOO_AUTOPURGE_PURGEINTERVAL:-0}"
        echo "maxClientCnxns=${ZOO_MAX_CLIENT_CNXNS:-60}"
        echo "standaloneEnabled=${ZOO_STANDALONE_ENABLED:-true}"
        echo "admin.enableServer=${ZOO_ADMINSERVER_ENABLED:-true}"
        # A container's own loopback is of no use to a probe from outside.
        echo "admin.serverAddress=${ZOO_ADMINSERVER_ADDRESS:-0.0.0.0}"
        if [ -n "${ZOO_4LW_COMMANDS_WHITELIST:-}" ]; then
            echo "4lw.commands.whitelist=$ZOO_4LW_COMMANDS_WHITELIST"
        fi
        if [ -n "${ZOO_SERVERS:-}" ]; then
            for server in $ZOO_SERVERS; do echo "$server"; done
        else
            echo "clientPort=2181"
        fi
        for line in ${ZOO_CFG_EXTRA:-}; do echo "$line"; done
    } > "$conf"
fi
[ -e "$ZOO_DATA_DIR/myid" ] || echo "$ZOO_MY_ID" > "$ZOO_DATA_DIR/myid"

[ "$#" -gt 0 ] || set -- zkd --config "$conf"
exec "$@"
