package recipes;

import frame.Check;
import frame.Suite;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.cache.NodeCache;
import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.framework.recipes.cache.TreeCache;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;

/** The caches, which stand on watches of every kind. */
@SuppressWarnings("deprecation")
final class Caches {
    private final String hosts;

    Caches(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("CuratorCache", this::curatorCache);
        suite.add("PathChildrenCache", this::pathChildrenCache);
        suite.add("NodeCache", this::nodeCache);
        suite.add("TreeCache", this::treeCache);
        suite.add("PersistentWatcher", this::persistentWatcher);
    }

    private static void put(CuratorFramework client, String path, String data) throws Exception {
        client.create().orSetData().creatingParentsIfNeeded().forPath(path, data.getBytes());
    }

    private void curatorCache() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            CuratorFramework other = curators.get(1);
            put(other, "/cache/old", "0");
            List<String> events = new CopyOnWriteArrayList<>();
            CountDownLatch initialized = new CountDownLatch(1);
            try (CuratorCache cache = CuratorCache.build(curators.get(0), "/cache")) {
                cache.listenable().addListener(CuratorCacheListener.builder()
                    .forCreates(node -> events.add("created " + node.getPath()))
                    .forChanges((before, node) -> events.add("changed " + node.getPath()))
                    .forDeletes(node -> events.add("deleted " + node.getPath()))
                    .forInitialized(initialized::countDown).build());
                cache.start();
                Check.that(initialized.await(20, TimeUnit.SECONDS), "not initialized");
                put(other, "/cache/new/deep", "1");
                Check.eventually("deep", () -> events.contains("created /cache/new/deep"));
                put(other, "/cache/old", "2");
                Check.eventually("change", () -> events.contains("changed /cache/old"));
                other.delete().deletingChildrenIfNeeded().forPath("/cache/new");
                Check.eventually("deletes", () -> events.contains("deleted /cache/new"));
                Check.eventually("size", () -> cache.size() == 2);
                Check.equal(new String(cache.get("/cache/old").get().getData()), "2");
            }
        }
    }

    private void pathChildrenCache() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            put(curators.get(1), "/children/a", "1");
            List<String> events = new CopyOnWriteArrayList<>();
            try (PathChildrenCache cache = new PathChildrenCache(curators.get(0), "/children", true)) {
                cache.getListenable().addListener((client, event) -> {
                    if (event.getData() != null) {
                        events.add(event.getType() + " " + event.getData().getPath());
                    }
                });
                cache.start(PathChildrenCache.StartMode.BUILD_INITIAL_CACHE);
                Check.equal(cache.getCurrentData().size(), 1);
                put(curators.get(1), "/children/b", "1");
                Check.eventually("added", () -> events.contains("CHILD_ADDED /children/b"));
                put(curators.get(1), "/children/b", "2");
                Check.eventually("updated", () -> events.contains("CHILD_UPDATED /children/b"));
                curators.get(1).delete().forPath("/children/a");
                Check.eventually("removed", () -> events.contains("CHILD_REMOVED /children/a"));
                Check.equal(new String(cache.getCurrentData("/children/b").getData()), "2");
            }
        }
    }

    private void nodeCache() throws Exception {
        try (Curators curators = new Curators(hosts, 2);
             NodeCache cache = new NodeCache(curators.get(0), "/node-cache")) {
            cache.start(true);
            Check.equal(cache.getCurrentData(), null);
            put(curators.get(1), "/node-cache", "1");
            Check.eventually("created", () -> cache.getCurrentData() != null);
            put(curators.get(1), "/node-cache", "2");
            Check.eventually("changed", () -> new String(cache.getCurrentData().getData()).equals("2"));
            curators.get(1).delete().forPath("/node-cache");
            Check.eventually("deleted", () -> cache.getCurrentData() == null);
        }
    }

    private void treeCache() throws Exception {
        try (Curators curators = new Curators(hosts, 2);
             TreeCache cache = new TreeCache(curators.get(0), "/tree")) {
            put(curators.get(1), "/tree/a/b", "1");
            cache.start();
            Check.eventually("found", () -> cache.getCurrentData("/tree/a/b") != null);
            put(curators.get(1), "/tree/a/c/d", "2");
            Check.eventually("grown", () -> cache.getCurrentData("/tree/a/c/d") != null);
            curators.get(1).delete().deletingChildrenIfNeeded().forPath("/tree/a/c");
            Check.eventually("cut", () -> cache.getCurrentChildren("/tree/a").size() == 1);
        }
    }

    private void persistentWatcher() throws Exception {
        try (Curators curators = new Curators(hosts, 2);
             PersistentWatcher watcher = new PersistentWatcher(curators.get(0), "/watched", true)) {
            List<String> events = new CopyOnWriteArrayList<>();
            CountDownLatch placed = new CountDownLatch(1);
            watcher.getResetListenable().addListener(placed::countDown);
            watcher.getListenable().addListener(event -> events.add(event.getType() + " " + event.getPath()));
            watcher.start();
            Check.that(placed.await(20, TimeUnit.SECONDS), "not placed");
            put(curators.get(1), "/watched/a", "1");
            Check.eventually("events", () -> events.size() == 2);
            Check.equal(events, List.of("NodeCreated /watched", "NodeCreated /watched/a"));
        }
    }
}
