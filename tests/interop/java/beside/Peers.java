package beside;

import frame.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;

/** Connected Curator clients, and threads; all end with the case. */
final class Peers implements AutoCloseable {
    final ExecutorService threads = Executors.newCachedThreadPool(body -> {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        return thread;
    });
    private final List<CuratorFramework> clients = new ArrayList<>();

    Peers(String hosts, int count) throws Exception {
        for (int index = 0; index < count; index++) {
            CuratorFramework client = CuratorFrameworkFactory.builder().connectString(hosts).sessionTimeoutMs(2_000)
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
