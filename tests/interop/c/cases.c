/* The cases of the C suite: the synchronous calls, the asynchronous ones pipelined, watches, ACLs, sessions. */
#include "interop.h"

#define PATH_LEN 256

static int create(zhandle_t *zh, const char *path, const char *data, int mode, char *made) {
    char ignored[PATH_LEN];
    return zoo_create(zh, path, data, data ? (int)strlen(data) : -1, &ZOO_OPEN_ACL_UNSAFE, mode,
                      made ? made : ignored, PATH_LEN);
}

static int nodes(zhandle_t *zh) {
    char made[PATH_LEN], data[64];
    int length = sizeof data;
    struct Stat stat;
    EXPECT(ZOK, create(zh, "/c", "hello", ZOO_PERSISTENT, made));
    CHECK(strcmp(made, "/c") == 0);
    EXPECT(ZNODEEXISTS, create(zh, "/c", "", ZOO_PERSISTENT, NULL));
    EXPECT(ZNONODE, create(zh, "/none/below", "", ZOO_PERSISTENT, NULL));
    EXPECT(ZOK, zoo_get(zh, "/c", 0, data, &length, &stat));
    CHECK(length == 5 && memcmp(data, "hello", 5) == 0);
    CHECK(stat.version == 0 && stat.dataLength == 5 && stat.czxid == stat.mzxid);
    EXPECT(ZOK, zoo_set2(zh, "/c", "more", 4, 0, &stat));
    CHECK(stat.version == 1 && stat.mzxid > stat.czxid);
    EXPECT(ZBADVERSION, zoo_set(zh, "/c", "x", 1, 0));
    EXPECT(ZOK, zoo_exists(zh, "/c", 0, &stat));
    EXPECT(ZNONODE, zoo_exists(zh, "/none", 0, &stat));
    EXPECT(ZBADVERSION, zoo_delete(zh, "/c", 0));
    EXPECT(ZBADARGUMENTS, zoo_delete(zh, "/zookeeper", -1));
    return 0;
}

static int null_and_big_data(zhandle_t *zh) {
    static char big[1000 * 1000], read[1000 * 1000 + 1];
    int length = sizeof read;
    struct Stat stat;
    EXPECT(ZOK, create(zh, "/c/null", NULL, ZOO_PERSISTENT, NULL));
    EXPECT(ZOK, zoo_get(zh, "/c/null", 0, read, &length, &stat));
    CHECK(length == -1);
    for (size_t index = 0; index < sizeof big; index++) big[index] = (char)(index * 31);
    EXPECT(ZOK, zoo_set(zh, "/c/null", big, sizeof big, -1));
    length = sizeof read;
    EXPECT(ZOK, zoo_get(zh, "/c/null", 0, read, &length, &stat));
    CHECK(length == sizeof big && memcmp(read, big, sizeof big) == 0);
    return 0;
}

static int create_modes(zhandle_t *zh) {
    char made[PATH_LEN];
    struct Stat stat;
    EXPECT(ZOK, create(zh, "/c/modes", "", ZOO_PERSISTENT, NULL));
    EXPECT(ZOK, create(zh, "/c/modes/s-", "", ZOO_PERSISTENT_SEQUENTIAL, made));
    CHECK(strcmp(made, "/c/modes/s-0000000000") == 0);
    EXPECT(ZOK, create(zh, "/c/modes/e", "", ZOO_EPHEMERAL, NULL));
    EXPECT(ZOK, zoo_exists(zh, "/c/modes/e", 0, &stat));
    CHECK(stat.ephemeralOwner == zoo_client_id(zh)->client_id);
    EXPECT(ZNOCHILDRENFOREPHEMERALS, create(zh, "/c/modes/e/x", "", ZOO_PERSISTENT, NULL));
    EXPECT(ZOK, create(zh, "/c/modes/es-", "", ZOO_EPHEMERAL_SEQUENTIAL, made));
    CHECK(strcmp(made, "/c/modes/es-0000000002") == 0);
    EXPECT(ZOK, create(zh, "/c/modes/container", "", ZOO_CONTAINER, NULL));
    EXPECT(ZOK, zoo_create2_ttl(zh, "/c/modes/ttl", "x", 1, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_WITH_TTL, 600000,
                                made, PATH_LEN, &stat));
    CHECK(stat.dataLength == 1 && stat.ephemeralOwner == 0);
    EXPECT(ZOK, zoo_create2_ttl(zh, "/c/modes/ts-", "x", 1, &ZOO_OPEN_ACL_UNSAFE,
                                ZOO_PERSISTENT_SEQUENTIAL_WITH_TTL, 600000, made, PATH_LEN, &stat));
    CHECK(strcmp(made, "/c/modes/ts-0000000005") == 0);
    EXPECT(ZOK, zoo_create2(zh, "/c/modes/two", "abc", 3, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT, made, PATH_LEN,
                            &stat));
    CHECK(stat.dataLength == 3 && stat.czxid == stat.pzxid);
    return 0;
}

static int children(zhandle_t *zh) {
    struct String_vector names;
    struct Stat stat;
    EXPECT(ZOK, create(zh, "/c/children", "", ZOO_PERSISTENT, NULL));
    EXPECT(ZOK, create(zh, "/c/children/a", "", ZOO_PERSISTENT, NULL));
    EXPECT(ZOK, create(zh, "/c/children/b", "", ZOO_PERSISTENT, NULL));
    EXPECT(ZOK, zoo_get_children2(zh, "/c/children", 0, &names, &stat));
    CHECK(names.count == 2 && stat.numChildren == 2 && stat.cversion == 2);
    deallocate_String_vector(&names);
    EXPECT(ZNOTEMPTY, zoo_delete(zh, "/c/children", -1));
    EXPECT(ZOK, zoo_delete(zh, "/c/children/a", -1));
    EXPECT(ZOK, zoo_get_children(zh, "/c/children", 0, &names));
    CHECK(names.count == 1 && strcmp(names.data[0], "b") == 0);
    deallocate_String_vector(&names);
    EXPECT(ZNONODE, zoo_get_children(zh, "/c/none", 0, &names));
    return 0;
}

static int multi(zhandle_t *zh) {
    char first[PATH_LEN], second[PATH_LEN];
    struct Stat stat;
    zoo_op_t ops[5];
    zoo_op_result_t results[5];
    zoo_create_op_init(&ops[0], "/c/multi", "", 0, &ZOO_OPEN_ACL_UNSAFE, 0, first, PATH_LEN);
    zoo_create_op_init(&ops[1], "/c/multi/s", "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_SEQUENCE, second, PATH_LEN);
    zoo_check_op_init(&ops[2], "/c/multi", 0);
    zoo_set_op_init(&ops[3], "/c/multi", "x", 1, 0, &stat);
    zoo_delete_op_init(&ops[4], "/c/multi/s0000000000", 0);
    EXPECT(ZOK, zoo_multi(zh, 5, ops, results));
    CHECK(strcmp(first, "/c/multi") == 0 && strcmp(second, "/c/multi/s0000000000") == 0);
    CHECK(stat.version == 1 && stat.numChildren == 1);
    return 0;
}

static int failed_multi(zhandle_t *zh) {
    char first[PATH_LEN], second[PATH_LEN];
    struct Stat stat;
    zoo_op_t ops[3];
    zoo_op_result_t results[3];
    zoo_create_op_init(&ops[0], "/c/undone", "", 0, &ZOO_OPEN_ACL_UNSAFE, 0, first, PATH_LEN);
    zoo_check_op_init(&ops[1], "/c/undone", 7);
    zoo_create_op_init(&ops[2], "/c/never", "", 0, &ZOO_OPEN_ACL_UNSAFE, 0, second, PATH_LEN);
    EXPECT(ZBADVERSION, zoo_multi(zh, 3, ops, results));
    CHECK(results[0].err == ZOK && results[1].err == ZBADVERSION && results[2].err == ZRUNTIMEINCONSISTENCY);
    EXPECT(ZNONODE, zoo_exists(zh, "/c/undone", 0, &stat));
    return 0;
}

static int watches(zhandle_t *zh) {
    struct events *events = malloc(sizeof *events);
    struct String_vector names;
    struct Stat stat;
    char data[8];
    int length = sizeof data;
    events_init(events);
    EXPECT(ZOK, zoo_wget_children(zh, "/c", on_event, events, &names));
    deallocate_String_vector(&names);
    EXPECT(ZNONODE, zoo_wexists(zh, "/c/watched", on_event, events, &stat));
    EXPECT(ZOK, create(zh, "/c/watched", "", ZOO_PERSISTENT, NULL));
    CHECK(events_wait(events, 2) == 0);
    CHECK(events->types[0] == ZOO_CREATED_EVENT && strcmp(events->paths[0], "/c/watched") == 0);
    CHECK(events->types[1] == ZOO_CHILD_EVENT && strcmp(events->paths[1], "/c") == 0);
    EXPECT(ZOK, zoo_wget(zh, "/c/watched", on_event, events, data, &length, &stat));
    EXPECT(ZOK, zoo_set(zh, "/c/watched", "x", 1, -1));
    EXPECT(ZOK, zoo_set(zh, "/c/watched", "y", 1, -1));
    CHECK(events_wait(events, 3) == 0);
    CHECK(events->types[2] == ZOO_CHANGED_EVENT);
    EXPECT(ZOK, zoo_wexists(zh, "/c/watched", on_event, events, &stat));
    EXPECT(ZOK, zoo_delete(zh, "/c/watched", -1));
    CHECK(events_wait(events, 4) == 0);
    CHECK(events->types[3] == ZOO_DELETED_EVENT);
    return 0;
}

static int remove_watches(zhandle_t *zh) {
    struct events *events = malloc(sizeof *events);
    struct Stat stat;
    events_init(events);
    EXPECT(ZOK, zoo_wexists(zh, "/c", on_event, events, &stat));
    EXPECT(ZOK, zoo_remove_watches(zh, "/c", ZWATCHTYPE_DATA, on_event, events, 0));
    EXPECT(ZNOWATCHER, zoo_remove_watches(zh, "/c", ZWATCHTYPE_DATA, on_event, events, 0));
    EXPECT(ZOK, zoo_set(zh, "/c", "unwatched", 9, -1));
    return 0;
}

/* What an authentication answered. */
struct verdict {
    pthread_mutex_t mutex;
    pthread_cond_t given;
    int done, rc;
};

static void on_verdict(int rc, const void *data) {
    struct verdict *verdict = (struct verdict *)data;
    pthread_mutex_lock(&verdict->mutex);
    verdict->done = 1;
    verdict->rc = rc;
    pthread_cond_signal(&verdict->given);
    pthread_mutex_unlock(&verdict->mutex);
}

static int authenticate(zhandle_t *zh, const char *scheme, const char *who) {
    struct verdict verdict = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0};
    int rc = zoo_add_auth(zh, scheme, who, (int)strlen(who), on_verdict, &verdict);
    if (rc != ZOK) return rc;
    pthread_mutex_lock(&verdict.mutex);
    while (!verdict.done) pthread_cond_wait(&verdict.given, &verdict.mutex);
    pthread_mutex_unlock(&verdict.mutex);
    return verdict.rc;
}

static int acls(zhandle_t *zh) {
    struct ACL_vector read;
    struct Stat stat;
    char made[PATH_LEN];
    if (identity) {
        EXPECT(ZOK, zoo_create(zh, "/c/own", "", 0, &ZOO_CREATOR_ALL_ACL, 0, made, PATH_LEN));
        EXPECT(ZOK, zoo_get_acl(zh, "/c/own", &read, &stat));
        CHECK(read.count == 1 && strcmp(read.data[0].id.scheme, identity_scheme) == 0);
        CHECK(strcmp(read.data[0].id.id, identity) == 0);
        deallocate_ACL_vector(&read);
        /* What follows is about what is added to it. */
        EXPECT(ZOK, authenticate(zh, "digest", "carol:secret"));
        EXPECT(ZOK, zoo_create(zh, "/c/both", "", 0, &ZOO_CREATOR_ALL_ACL, 0, made, PATH_LEN));
        EXPECT(ZOK, zoo_get_acl(zh, "/c/both", &read, &stat));
        CHECK(read.count == 2);
        deallocate_ACL_vector(&read);
        return 0;
    }
    EXPECT(ZINVALIDACL, zoo_create(zh, "/c/acl", "", 0, &ZOO_CREATOR_ALL_ACL, 0, made, PATH_LEN));
    EXPECT(ZOK, authenticate(zh, "digest", "carol:secret"));
    EXPECT(ZOK, zoo_create(zh, "/c/acl", "", 0, &ZOO_CREATOR_ALL_ACL, 0, made, PATH_LEN));
    EXPECT(ZOK, zoo_get_acl(zh, "/c/acl", &read, &stat));
    CHECK(read.count == 1 && read.data[0].perms == ZOO_PERM_ALL);
    CHECK(strcmp(read.data[0].id.scheme, "digest") == 0 && strncmp(read.data[0].id.id, "carol:", 6) == 0);
    deallocate_ACL_vector(&read);
    zhandle_t *other = open_session(NULL, 10000);
    CHECK(other);
    int rc = zoo_set(other, "/c/acl", "x", 1, -1);
    zookeeper_close(other);
    EXPECT(ZNOAUTH, rc);
    EXPECT(ZOK, zoo_set_acl(zh, "/c/acl", 0, &ZOO_READ_ACL_UNSAFE));
    EXPECT(ZNOAUTH, zoo_set(zh, "/c/acl", "x", 1, -1));
    return 0;
}

static int bad_authentication(zhandle_t *zh) {
    EXPECT(ZAUTHFAILED, authenticate(zh, "nonsense", "a:b"));
    return 0;
}

static int sessions(zhandle_t *zh) {
    struct events *events = malloc(sizeof *events);
    struct Stat stat;
    events_init(events);
    zhandle_t *first = open_session(NULL, 4000);
    CHECK(first && zoo_recv_timeout(first) == 4000);
    EXPECT(ZOK, create(first, "/c/mine", "", ZOO_EPHEMERAL, NULL));
    clientid_t id = *zoo_client_id(first);
    zhandle_t *second = open_session(&id, 4000);
    CHECK(second && zoo_client_id(second)->client_id == id.client_id);
    EXPECT(ZOK, zoo_wexists(zh, "/c/mine", on_event, events, &stat));
    CHECK(stat.ephemeralOwner == id.client_id);
    /* The two handles take the connection from each other, so a close may find itself without one. The session then
       ends by itself, soon enough. */
    zookeeper_close(second);
    zookeeper_close(first);
    CHECK(events_wait(events, 1) == 0 && events->types[0] == ZOO_DELETED_EVENT);
    return 0;
}

/* Answers of pipelined calls: how many, how many good, whether in their order. */
struct tally {
    pthread_mutex_t mutex;
    pthread_cond_t all;
    int answered, good, ordered;
    char last[PATH_LEN];
};

static void count(struct tally *tally, int good) {
    pthread_mutex_lock(&tally->mutex);
    tally->answered++;
    tally->good += good;
    pthread_cond_signal(&tally->all);
    pthread_mutex_unlock(&tally->mutex);
}

static void on_created(int rc, const char *path, const void *data) {
    struct tally *tally = (struct tally *)data;
    if (rc == ZOK && strcmp(path, tally->last) > 0) tally->ordered++;
    if (rc == ZOK) snprintf(tally->last, PATH_LEN, "%s", path);
    count(tally, rc == ZOK);
}

static void on_data(int rc, const char *value, int length, const struct Stat *stat, const void *data) {
    (void)stat;
    count((struct tally *)data, rc == ZOK && length == 4 && memcmp(value, "data", 4) == 0);
}

static void wait_for(struct tally *tally, int answers) {
    pthread_mutex_lock(&tally->mutex);
    while (tally->answered < answers) pthread_cond_wait(&tally->all, &tally->mutex);
    pthread_mutex_unlock(&tally->mutex);
}

static int pipeline(zhandle_t *zh) {
    enum { CALLS = 2000 };
    struct tally tally = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0, ""};
    EXPECT(ZOK, create(zh, "/c/pipeline", "", ZOO_PERSISTENT, NULL));
    for (int call = 0; call < CALLS; call++) {
        EXPECT(ZOK, zoo_acreate(zh, "/c/pipeline/n-", "data", 4, &ZOO_OPEN_ACL_UNSAFE, ZOO_SEQUENCE, on_created,
                                &tally));
    }
    for (int call = 0; call < CALLS; call++) {
        char path[PATH_LEN];
        snprintf(path, sizeof path, "/c/pipeline/n-%010d", call);
        EXPECT(ZOK, zoo_aget(zh, path, 0, on_data, &tally));
    }
    wait_for(&tally, 2 * CALLS);
    CHECK(tally.good == 2 * CALLS && tally.ordered == CALLS);
    return 0;
}

static void on_synced(int rc, const char *path, const void *data) {
    count((struct tally *)data, rc == ZOK && strcmp(path, "/c") == 0);
}

static int sync_call(zhandle_t *zh) {
    struct tally tally = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0, ""};
    EXPECT(ZOK, zoo_async(zh, "/c", on_synced, &tally));
    wait_for(&tally, 1);
    CHECK(tally.good == 1);
    return 0;
}

static int config_node(zhandle_t *zh) {
    char text[256];
    int length = sizeof text;
    struct Stat stat;
    EXPECT(ZOK, zoo_getconfig(zh, 0, text, &length, &stat));
    CHECK(stat.aversion == -1);
    return 0;
}

const struct test_case cases[] = {
    {"nodes", nodes},
    {"null and big data", null_and_big_data},
    {"create modes", create_modes},
    {"children", children},
    {"multi", multi},
    {"failed multi", failed_multi},
    {"watches", watches},
    {"remove watches", remove_watches},
    {"acls", acls},
    {"bad authentication", bad_authentication},
    {"sessions", sessions},
    {"pipeline", pipeline},
    {"sync", sync_call},
    {"config node", config_node},
};
const int case_count = sizeof cases / sizeof cases[0];
