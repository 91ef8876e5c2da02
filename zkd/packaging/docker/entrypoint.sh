#!/bin/sh
# Makes zoo.cfg and myid of the ZOO_* variables of Apache ZooKeeper's image, then becomes the server.
#
# A zoo.cfg that is there already is kept, but for one that this script has made of other variables and nobody has touched.
set -eu

fail() {
    echo "entrypoint: $*" >&2
    exit 2
}

: "${ZOO_CONF_DIR:=/conf}" "${ZOO_DATA_DIR:=/data}" "${ZOO_DATA_LOG_DIR:=/datalog}" "${ZOO_LOG_DIR:=/logs}"
config=$ZOO_CONF_DIR/zoo.cfg
user=${ZOO_USER:-zookeeper}

case "${1:-}" in
    "" | -*) set -- zkd --config "$config" "$@" ;;
esac

# Started as root it gives the directories to the server's user and goes on as that one; with --user it stays who it is.
if [ "$(id -u)" = 0 ] && { [ "$1" = zkd ] || [ "$1" = zkServer.sh ]; }; then
    mkdir -p "$ZOO_DATA_DIR" "$ZOO_DATA_LOG_DIR" "$ZOO_LOG_DIR" "$ZOO_CONF_DIR"
    find "$ZOO_DATA_DIR" "$ZOO_DATA_LOG_DIR" "$ZOO_LOG_DIR" ! -user "$user" -exec chown -h "$user:$user" {} +
    # One that is mounted for reading has its zoo.cfg.
    [ -e "$config" ] || chown "$user:$user" "$ZOO_CONF_DIR"
    exec setpriv --reuid="$user" --regid="$user" --init-groups -- "$0" "$@"
fi

# NAME_FILE names a file that has the value, as orchestrators hand out secrets.
for name in ZOO_MY_ID ZOO_SERVERS ZOO_TICK_TIME ZOO_INIT_LIMIT ZOO_SYNC_LIMIT ZOO_AUTOPURGE_SNAPRETAINCOUNT \
    ZOO_AUTOPURGE_PURGEINTERVAL ZOO_MAX_CLIENT_CNXNS ZOO_STANDALONE_ENABLED ZOO_ADMINSERVER_ENABLED \
    ZOO_ADMINSERVER_ADDRESS ZOO_4LW_COMMANDS_WHITELIST ZOO_CFG_EXTRA ZOO_SUPER_DIGEST ZOO_ADMIN_USERS; do
    eval "file=\${${name}_FILE:-}"
    [ -n "$file" ] || continue
    eval "value=\${$name:-}"
    [ -z "$value" ] || fail "$name and ${name}_FILE are both set: which one counts?"
    [ -r "$file" ] || fail "${name}_FILE=$file cannot be read"
    eval "$name=\$(cat \"\$file\")"
done

# What a Java machine would get as system properties. As with Apache's server a line of zoo.cfg comes before them.
properties() {
    for flag in ${SERVER_JVMFLAGS:-} ${JVMFLAGS:-}; do
        case $flag in
            -Dzookeeper.log.* | -Dzookeeper.root.logger=* | -Dzookeeper.console.* | -Dzookeeper.tracelog.* | \
                -Dzookeeper.client.secure=* | -Dzookeeper.clientCnxnSocket=* | -Dzookeeper.jmx.*) without="${without:-} $flag" ;;
            -Dzookeeper.*=*) echo "${flag#-Dzookeeper.}" ;;
            -Djute.maxbuffer=* | -Dreadonlymode.enabled=* | -Dznode.container.*=* | -Djava.security.auth.login.config=*)
                echo "${flag#-D}"
                ;;
            *) without="${without:-} $flag" ;;
        esac
    done
    [ -z "${without:-}" ] || echo "entrypoint: for a Java machine only, without effect here:$without" >&2
}

render() {
    properties
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
    for server in ${ZOO_SERVERS:-server.1=localhost:2888:3888;2181}; do echo "$server"; done
    [ -z "${ZOO_4LW_COMMANDS_WHITELIST:-}" ] || echo "4lw.commands.whitelist=$ZOO_4LW_COMMANDS_WHITELIST"
    [ -z "${ZOO_SUPER_DIGEST:-}" ] || echo "DigestAuthenticationProvider.superDigest=$ZOO_SUPER_DIGEST"
    [ -z "${ZOO_ADMIN_USERS:-}" ] || echo "admin.users=$ZOO_ADMIN_USERS"
    for line in ${ZOO_CFG_EXTRA:-}; do echo "$line"; done
}

sum() { sha256sum | cut -d ' ' -f 1; }

# The first line says what the rest was when this script wrote it.
mark='# Made of the ZOO_* variables. Whoever changes it may: it is then kept. '
is_untouched() { [ "$(head -n 1 "$config")" = "$mark$(tail -n +2 "$config" | sum)" ]; }

text=$(render)
if [ ! -e "$config" ] || is_untouched; then
    new=$(printf '%s%s\n%s' "$mark" "$(printf '%s\n' "$text" | sum)" "$text")
    if [ ! -e "$config" ] || [ "$(cat "$config")" != "$new" ]; then
        [ ! -e "$config" ] || echo "entrypoint: the ZOO_* variables have changed: $config is made anew" >&2
        # There may be secrets in it.
        (umask 077 && printf '%s\n' "$new" > "$config.new") || fail "cannot write to $ZOO_CONF_DIR as $(id -un 2>/dev/null || id -u)"
        mv "$config.new" "$config"
    fi
else
    echo "entrypoint: $config is kept as it is; the ZOO_* variables and JVMFLAGS do not change it" >&2
fi

[ -e "$ZOO_DATA_DIR/myid" ] || echo "${ZOO_MY_ID:-1}" > "$ZOO_DATA_DIR/myid" || fail "cannot write $ZOO_DATA_DIR/myid"

export ZOOCFGDIR="$ZOO_CONF_DIR"
# What they say is in the file by now, or was told to be without effect.
unset JVMFLAGS SERVER_JVMFLAGS
exec "$@"
