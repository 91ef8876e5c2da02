package recipes;

import frame.Check;
import frame.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;

/** LeaderLatch and LeaderSelector. */
final class Leaders {
    private final String hosts;

    Leaders(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("LeaderLatch", this::latch);
        suite.add("LeaderLatch after the leader's session", this::latchAfterSession);
        suite.add("LeaderSelector", this::selector);
    }

    private void latch() throws Exception {
        try (Curators curators = new Curators(hosts, 3)) {
            List<LeaderLatch> latches = new ArrayList<>();
            for (int index = 0; index < 3; index++) {
                LeaderLatch latch = new LeaderLatch(curators.get(index), "/latch", "id" + index);
                latch.start();
                latches.add(latch);
            }
            while (!latches.isEmpty()) {
                Check.eventually("one leader", () -> latches.stream().filter(LeaderLatch::hasLeadership).count() == 1);
                LeaderLatch leader = latches.stream().filter(LeaderLatch::hasLeadership).findFirst().get();
                Check.equal(latches.get(0).getLeader().getId(), leader.getId());
                Check.equal(leader.getParticipants().size(), latches.size());
                leader.close();
                latches.remove(leader);
            }
        }
    }

    private void latchAfterSession() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            LeaderLatch first = new LeaderLatch(curators.get(0), "/latch-session");
            first.start();
            Check.that(first.await(20, TimeUnit.SECONDS), "no leader");
            try (LeaderLatch second = new LeaderLatch(curators.get(1), "/latch-session")) {
                second.start();
                Check.eventually("second in line", () -> second.getParticipants().size() == 2);
                curators.get(0).getZookeeperClient().getZooKeeper().close();
                Check.that(second.await(20, TimeUnit.SECONDS), "no successor");
            }
        }
    }

    private void selector() throws Exception {
        try (Curators curators = new Curators(hosts, 3)) {
            List<String> led = new CopyOnWriteArrayList<>();
            Semaphore resign = new Semaphore(0);
            for (int index = 0; index < 3; index++) {
                String name = "s" + index;
                LeaderSelector selector = new LeaderSelector(curators.get(index), "/selector",
                    new LeaderSelectorListenerAdapter() {
                        @Override
                        public void takeLeadership(CuratorFramework client) throws Exception {
                            led.add(name);
                            resign.acquire();
                        }
                    });
                selector.setId(name);
                selector.autoRequeue();
                selector.start();
                int number = index + 1;
                Check.eventually("participant", () -> selector.getParticipants().size() == number);
            }
            for (int terms = 1; terms <= 6; terms++) {
                int expected = terms;
                Check.eventually("term " + terms, () -> led.size() == expected);
                resign.release();
            }
            // Leadership goes round in the order of the queue. The next one may begin its term meanwhile.
            List<String> terms = List.copyOf(led);
            Check.equal(terms.subList(3, 6), terms.subList(0, 3));
        }
    }
}
