/* The C suite: `interop HOST:PORT`. One line per case on stdout, `ok NAME` or `FAIL NAME: WHY`. */
#include "interop.h"

#include <errno.h>
#include <time.h>

static const char *hosts;
static char why[512];

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
    int connected;
};

static void on_session(zhandle_t *zh, int type, int state, const char *path, void *context) {
    struct gate *gate = context;
    (void)zh, (void)path;
    if (type != ZOO_SESSION_EVENT) return;
    pthread_mutex_lock(&gate->mutex);
    if (state == ZOO_CONNECTED_STATE) gate->connected = 1;
    pthread_cond_broadcast(&gate->opened);
    pthread_mutex_unlock(&gate->mutex);
}

zhandle_t *open_session(const clientid_t *id, int timeout_ms) {
    /* Lives as long as the handle, which may call back until it is closed. */
    struct gate *gate = calloc(1, sizeof *gate);
    struct timespec limit;
    pthread_mutex_init(&gate->mutex, NULL);
    pthread_cond_init(&gate->opened, NULL);
    zhandle_t *zh = zookeeper_init(hosts, on_session, timeout_ms, id, gate, 0);
    if (!zh) return NULL;
    deadline_in(&limit, 20);
    pthread_mutex_lock(&gate->mutex);
    while (!gate->connected && pthread_cond_timedwait(&gate->opened, &gate->mutex, &limit) != ETIMEDOUT) {
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

int main(int argc, char **argv) {
    int failures = 0;
    if (argc != 2) return 2;
    hosts = argv[1];
    zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
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
    return failures ? 1 : 0;
}
