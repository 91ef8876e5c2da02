#!/bin/sh
# Starts, stops and asks zkd in the words of Apache ZooKeeper's zkServer.sh, for scripts and hands that know that one.
# Where systemd runs, zkd.service is the better way.
#
# Differs: stop waits until the process has ended, start until it serves or has ended, and a wrong usage is exit code 2.

usage() {
    echo "Usage: $0 [--config <conf-dir>] {start|start-foreground|stop|version|restart|status|print-cmd} [config-file]" >&2
    exit 2
}

if [ "${1:-}" = --config ]; then
    [ "$#" -ge 2 ] || usage
    ZOOCFGDIR=$2
    shift 2
fi
: "${ZOOCFGDIR:=/etc/zookeeper/conf}" "${ZOOCFG:=zoo.cfg}" "${ZKD:=zkd}"
if [ -r "$ZOOCFGDIR/zookeeper-env.sh" ]; then
    # shellcheck source=/dev/null
    . "$ZOOCFGDIR/zookeeper-env.sh"
fi
action=${1:-}
[ "$#" -lt 2 ] || ZOOCFG=$2
[ "$#" -lt 3 ] || usage
case $ZOOCFG in
    */*) config=$ZOOCFG ;;
    # A file that is here, as it was named; else one of the configuration's directory.
    *) if [ "$#" -ge 2 ] && [ -f "$ZOOCFG" ]; then config=$ZOOCFG; else config=$ZOOCFGDIR/$ZOOCFG; fi ;;
esac

# What the last line with this key says.
setting() {
    sed -n "s/^[[:space:]]*$1[[:space:]]*[=:][[:space:]]*//p" "$config" 2>/dev/null | sed 's/[[:space:]]*$//' | tail -n 1
}

pid_file() {
    if [ -z "${ZOOPIDFILE:-}" ]; then
        data_dir=$(setting dataDir)
        if [ -z "$data_dir" ]; then
            echo "no dataDir in $config: zkd config check --config $config tells what is wrong with it" >&2
            exit 2
        fi
        ZOOPIDFILE=$data_dir/zookeeper_server.pid
    fi
    pid=$(cat "$ZOOPIDFILE" 2>/dev/null || :)
    case $pid in *[!0-9]*) pid= ;; esac
}

# Whether the process of the file is there, and is a server: numbers are used again. Apache's server counts, too: who goes
# from one to the other stops it with this script.
is_alive() {
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || return 1
    [ ! -r "/proc/$pid/cmdline" ] || tr '\0' '\n' < "/proc/$pid/cmdline" |
        grep -q -e '^zkd$' -e '/zkd$' -e '^org\.apache\.zookeeper\.server\..*Main$'
}

# Java's own flags have no meaning here; what they set is a line of zoo.cfg.
tell_of_flags() {
    case "${SERVER_JVMFLAGS:-} ${JVMFLAGS:-}" in
        *-D*) echo "the -D of JVMFLAGS and SERVER_JVMFLAGS are not read: -Dzookeeper.X=Y is a line X=Y of $config" >&2 ;;
    esac
}

start() {
    pid_file
    tell_of_flags
    printf 'Starting zookeeper ... '
    if is_alive; then
        echo "already running as process $pid."
        exit 1
    fi
    : "${ZOO_LOG_DIR:=${data_dir:-$(setting dataDir)}}"
    mkdir -p "$ZOO_LOG_DIR" "$(dirname "$ZOOPIDFILE")" 2>/dev/null
    out=$ZOO_LOG_DIR/zookeeper-$(id -un)-server-$(uname -n).out
    if ! : > "$out"; then
        echo "FAILED TO START"
        exit 1
    fi
    nohup "$ZKD" --config "$config" > "$out" 2>&1 < /dev/null &
    pid=$!
    if ! printf %s "$pid" > "$ZOOPIDFILE"; then
        echo "FAILED TO WRITE PID"
        kill "$pid"
        exit 1
    fi
    # A server that reads a large history takes its time; it has started all the same.
    tries=0
    while [ "$tries" -lt 100 ] && kill -0 "$pid" 2>/dev/null && ! grep -q '^zkd serves ' "$out"; do
        tries=$((tries + 1))
        sleep 0.1
    done
    if kill -0 "$pid" 2>/dev/null; then
        echo STARTED
    else
        echo "FAILED TO START"
        rm -f "$ZOOPIDFILE"
        tail -n 5 "$out" >&2
        exit 1
    fi
}

stop() {
    pid_file
    printf 'Stopping zookeeper ... '
    if [ ! -f "$ZOOPIDFILE" ]; then
        echo "no zookeeper to stop (could not find file $ZOOPIDFILE)"
        return
    fi
    if is_alive; then
        kill "$pid"
        tries=0
        while kill -0 "$pid" 2>/dev/null; do
            tries=$((tries + 1))
            if [ "$tries" -gt 600 ]; then
                echo "process $pid has not ended within a minute"
                exit 1
            fi
            sleep 0.1
        done
    fi
    rm -f "$ZOOPIDFILE"
    echo STOPPED
}

case $action in
    version)
        # What it is comes first, as with Apache's; scripts take the first number with two dots.
        version=$("$ZKD" --version) || exit
        echo "$version (compatible with Apache ZooKeeper 3.5 to 3.9)"
        exit
        ;;
    start | start-foreground | stop | restart | status | print-cmd) echo "Using config: $config" >&2 ;;
    *) usage ;;
esac
case $action in
    start) start ;;
    start-foreground)
        tell_of_flags
        exec "$ZKD" --config "$config"
        ;;
    stop) stop ;;
    restart)
        stop
        start
        ;;
    status)
        "$ZKD" status --config "$config"
        code=$?
        # Apache's script knows 0 and 1 only, and has words for a file without a port; what is wrong has been said above.
        if [ "$code" -gt 1 ]; then
            if ! grep -q -e '^[[:space:]]*clientPort[[:space:]]*[=:]' -e '^[[:space:]]*secureClientPort[[:space:]]*[=:]' \
                -e '^[[:space:]]*server\.[^#]*;' "$config" 2>/dev/null; then
                echo "Client port not found. Looking for secureClientPort in the static config."
                echo "Unable to find either secure or unsecure client port in any configs. Terminating."
            fi
            exit 1
        fi
        exit "$code"
        ;;
    print-cmd) echo "\"$ZKD\" --config \"$config\"" ;;
esac
