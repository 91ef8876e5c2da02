/* The frame of the C suite: connections, checks that end a case early, one result line per case. */
#ifndef INTEROP_H
#define INTEROP_H

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zookeeper/zookeeper.h>

/* A case fails at its first check that does not hold. */
#define CHECK(condition)                                                      \
    do {                                                                      \
        if (!(condition)) return complain(__func__, __LINE__, #condition, 0); \
    } while (0)

/* The same for a return code of the library. */
#define EXPECT(code, call)                                             \
    do {                                                               \
        int rc_ = (call);                                              \
        if (rc_ != (code)) return complain(__func__, __LINE__, #call, rc_); \
    } while (0)

/* What a watcher saw, in order. Guarded by its mutex; the library calls watchers from its own thread. */
struct events {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int count;
    int types[64];
    char paths[64][128];
};

/* What the server has to see this client as; NULL if nobody. */
extern const char *identity_scheme, *identity;

int complain(const char *name, int line, const char *what, int rc);
zhandle_t *open_session(const clientid_t *id, int timeout_ms);
void events_init(struct events *events);
void on_event(zhandle_t *zh, int type, int state, const char *path, void *events);
/* Waits until `count` events came; 0 when they did within 20 s. */
int events_wait(struct events *events, int count);

typedef int (*case_fn)(zhandle_t *zh);
struct test_case {
    const char *name;
    case_fn run;
};
extern const struct test_case cases[];
extern const int case_count;

#endif
