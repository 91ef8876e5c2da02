package recipes;

import frame.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;

/** Connected Curator clients, each with a session of its own, and threads; all end with the case. */
final class Curators implements AutoCloseable {
    final ExecutorService threads = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        return thread;
    });
    private final List<CuratorFramework> clients = new ArrayList<>();

    Curators(String hosts, int count) throws Exception {
        for (int index = 0; index < count; index++) {
            CuratorFramework client = CuratorFrameworkFactory.builder().connectString(hosts).sessionTimeoutMs(10_000)
                .connectionTimeoutMs(10_000).retryPolicy(new RetryNTimes(20, 100)).build();
            client.start();
            clients.add(client);
            Check.that(client.blockUntilConnected(20, TimeUnit.SECONDS), "no connection");
        }
    }

    CuratorFramework get(int index) {
        return clients.get(index);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        clients.forEach(CuratorFramework::close);
    }
}
