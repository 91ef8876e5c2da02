/* The C suite: `interop HOST:PORT [CHANNEL]`. One line per case on stdout, `ok NAME` or `FAIL NAME: WHY`. CHANNEL, of a
   library that is built with it, is `tls CA,CERT,KEY,PASSWORD SCHEME ID` or `sasl USER PASSWORD_FILE SCHEME ID`; the identity
   is the one that the server has to see, or `refused` in the place of both, where there has to be no session. */
#include "interop.h"

#include <errno.h>
#include <signal.h>
#include <time.h>

static const char *hosts;
static char why[512];
static int must_be_refused;
const char *identity_scheme, *identity;

#ifdef SECURE
/* Of an OpenSSL older than the one it is linked with. */
int FIPS_mode(void) {
    return 0;
}

static const char *tls;
static zoo_sasl_params_t sasl;
#endif

static zhandle_t *init(watcher_fn watcher, int timeout_ms, const clientid_t *id, void *context) {
#ifdef SECURE
    if (tls) return zookeeper_init_ssl(hosts, tls, watcher, timeout_ms, id, context, 0);
    if (sasl.service) return zookeeper_init_sasl(hosts, watcher, timeout_ms, id, context, 0, NULL, &sasl);
#endif
    return zookeeper_init(hosts, watcher, timeout_ms, id, context, 0);
}

/* What follows the hosts; the number of words that it took, -1 if they make no sense. */
static int take_channel(int argc, char **argv) {
#ifdef SECURE
    if (argc >= 2 && strcmp(argv[0], "tls") == 0) {
        tls = argv[1];
        return 2;
    }
    if (argc >= 3 && strcmp(argv[0], "sasl") == 0 && sasl_client_init(NULL) == SASL_OK) {
        sasl.service = "zookeeper";
        sasl.host = "zk-sasl-md5";
        sasl.mechlist = "DIGEST-MD5";
        sasl.callbacks = zoo_sasl_make_basic_callbacks(argv[1], NULL, argv[2]);
        return sasl.callbacks ? 3 : -1;
    }
#else
    (void)argv;
#endif
    return argc ? -1 : 0;
}

static void deadline_in(struct timespec *when, int seconds) {
    clock_gettime(CLOCK_REALTIME, when);
    when->tv_sec += seconds;
}

int complain(const char *name, int line, const char *what, int rc) {
    snprintf(why, sizeof why, "%s line %d: %s (rc %d %s)", name, line, what, rc, rc < 0 ? zerror(rc) : "");
    return -1;
}

/* Signals the connection to who opens it. */
struct gate {
    pthread_mutex_t mutex;
    pthread_cond_t opened;
    int connected, refused;
};

static void on_session(zhandle_t *zh, int type, int state, const char *path, void *context) {
    struct gate *gate = context;
    (void)zh, (void)path;
    if (type != ZOO_SESSION_EVENT) return;
    pthread_mutex_lock(&gate->mutex);
    if (state == ZOO_CONNECTED_STATE) gate->connected = 1;
    if (state == ZOO_AUTH_FAILED_STATE) gate->refused = 1;
    pthread_cond_broadcast(&gate->opened);
    pthread_mutex_unlock(&gate->mutex);
}

zhandle_t *open_session(const clientid_t *id, int timeout_ms) {
    /* Lives as long as the handle, which may call back until it is closed. */
    struct gate *gate = calloc(1, sizeof *gate);
    struct timespec limit;
    pthread_mutex_init(&gate->mutex, NULL);
    pthread_cond_init(&gate->opened, NULL);
    zhandle_t *zh = init(on_session, timeout_ms, id, gate);
    if (!zh) return NULL;
    /* Long enough for several attempts. */
    deadline_in(&limit, must_be_refused ? 5 : 20);
    pthread_mutex_lock(&gate->mutex);
    while (!gate->connected && !gate->refused && pthread_cond_timedwait(&gate->opened, &gate->mutex, &limit) != ETIMEDOUT) {
    }
    int connected = gate->connected;
    pthread_mutex_unlock(&gate->mutex);
    if (connected) return zh;
    zookeeper_close(zh);
    return NULL;
}

void events_init(struct events *events) {
    memset(events, 0, sizeof *events);
    pthread_mutex_init(&events->mutex, NULL);
    pthread_cond_init(&events->changed, NULL);
}

void on_event(zhandle_t *zh, int type, int state, const char *path, void *context) {
    struct events *events = context;
    (void)zh, (void)state;
    if (type == ZOO_SESSION_EVENT) return;
    pthread_mutex_lock(&events->mutex);
    if (events->count < 64) {
        events->types[events->count] = type;
        snprintf(events->paths[events->count], sizeof events->paths[0], "%s", path);
        events->count++;
    }
    pthread_cond_broadcast(&events->changed);
    pthread_mutex_unlock(&events->mutex);
}

int events_wait(struct events *events, int count) {
    struct timespec limit;
    deadline_in(&limit, 20);
    pthread_mutex_lock(&events->mutex);
    while (events->count < count && pthread_cond_timedwait(&events->changed, &events->mutex, &limit) != ETIMEDOUT) {
    }
    int seen = events->count;
    pthread_mutex_unlock(&events->mutex);
    return seen == count ? 0 : -1;
}

static int run_cases(void) {
    int failures = 0;
    for (int index = 0; index < case_count; index++) {
        zhandle_t *zh = open_session(NULL, 10000);
        int failed = zh ? cases[index].run(zh) : complain("open_session", 0, "connected", 0);
        if (zh) zookeeper_close(zh);
        if (failed) {
            printf("FAIL %s: %s\n", cases[index].name, why);
            failures++;
        } else {
            printf("ok %s\n", cases[index].name);
        }
        fflush(stdout);
    }
    return failures;
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    /* The library's TLS writes without MSG_NOSIGNAL. */
    signal(SIGPIPE, SIG_IGN);
    hosts = argv[1];
    zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
    int taken = take_channel(argc - 2, argv + 2);
    if (taken < 0) return 2;
    char **rest = argv + 2 + taken;
    int left = argc - 2 - taken;
    if (left == 1 && strcmp(rest[0], "refused") == 0) {
        must_be_refused = 1;
        zhandle_t *zh = open_session(NULL, 10000);
        puts(zh ? "FAIL refused: there is a session" : "ok refused");
        return zh ? 1 : 0;
    }
    if (left != 0 && left != 2) return 2;
    identity_scheme = left ? rest[0] : NULL;
    identity = left ? rest[1] : NULL;
    return run_cases() ? 1 : 0;
}
