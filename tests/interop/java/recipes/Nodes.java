package recipes;

import frame.Check;
import frame.Suite;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.api.transaction.CuratorTransactionResult;
import org.apache.curator.framework.recipes.nodes.GroupMember;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.nodes.PersistentTtlNode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** Nodes that keep themselves, groups, transactions, the calls Curator adds to the client's. */
final class Nodes {
    private final String hosts;

    Nodes(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("PersistentNode", this::persistentNode);
        suite.add("PersistentTtlNode", this::persistentTtlNode);
        suite.add("GroupMember", this::groupMember);
        suite.add("transactions", this::transactions);
        suite.add("protected and guaranteed calls", this::protectedCalls);
        suite.add("background calls", this::background);
        suite.add("compressed data and namespaces", this::compressed);
    }

    private void persistentNode() throws Exception {
        try (Curators curators = new Curators(hosts, 2);
             PersistentNode node = new PersistentNode(curators.get(0), CreateMode.EPHEMERAL, false, "/persistent", "me".getBytes())) {
            node.start();
            Check.that(node.waitForInitialCreate(20, TimeUnit.SECONDS), "not created");
            CuratorFramework other = curators.get(1);
            long first = other.checkExists().forPath("/persistent").getCzxid();
            other.delete().forPath("/persistent");
            Check.eventually("created again", () -> {
                Stat stat = other.checkExists().forPath("/persistent");
                return stat != null && stat.getCzxid() > first;
            });
            node.setData("changed".getBytes());
            Check.eventually("data", () -> new String(other.getData().forPath("/persistent")).equals("changed"));
        }
    }

    private void persistentTtlNode() throws Exception {
        try (Curators curators = new Curators(hosts, 2)) {
            CuratorFramework other = curators.get(1);
            PersistentTtlNode node = new PersistentTtlNode(curators.get(0), "/ttl-node", 2000, new byte[0]);
            node.start();
            Check.that(node.waitForInitialCreate(20, TimeUnit.SECONDS), "not created");
            long version = other.checkExists().forPath("/ttl-node").getCzxid();
            Check.eventually("touched", () -> {
                Stat touched = other.checkExists().forPath("/ttl-node/" + PersistentTtlNode.DEFAULT_CHILD_NODE_NAME);
                return touched != null && touched.getVersion() > 0;
            });
            Check.equal(other.checkExists().forPath("/ttl-node").getCzxid(), version);
            // Closed without deleting, as if its process died.
            curators.get(0).close();
            Check.eventually("reaped", () -> other.checkExists().forPath("/ttl-node") == null);
        }
    }

    private void groupMember() throws Exception {
        try (Curators curators = new Curators(hosts, 2);
             GroupMember first = new GroupMember(curators.get(0), "/group", "one", "1".getBytes())) {
            first.start();
            GroupMember second = new GroupMember(curators.get(1), "/group", "two", "2".getBytes());
            second.start();
            Check.eventually("two members", () -> first.getCurrentMembers().size() == 2);
            Check.equal(new String(first.getCurrentMembers().get("two")), "2");
            second.close();
            Check.eventually("one member", () -> first.getCurrentMembers().size() == 1);
        }
    }

    private void transactions() throws Exception {
        try (Curators curators = new Curators(hosts, 1)) {
            CuratorFramework client = curators.get(0);
            CuratorOp create = client.transactionOp().create().forPath("/transaction", "1".getBytes());
            CuratorOp set = client.transactionOp().setData().withVersion(0).forPath("/transaction", "2".getBytes());
            CuratorOp check = client.transactionOp().check().withVersion(1).forPath("/transaction");
            CuratorOp ttl = client.transactionOp().create().withTtl(600_000).withMode(CreateMode.PERSISTENT_WITH_TTL)
                .forPath("/transaction/ttl");
            List<CuratorTransactionResult> results = client.transaction().forOperations(create, set, check, ttl);
            Check.equal(results.get(0).getResultPath(), "/transaction");
            Check.equal(results.get(1).getResultStat().getVersion(), 1);
            CuratorOp delete = client.transactionOp().delete().forPath("/transaction/ttl");
            CuratorOp stale = client.transactionOp().check().withVersion(0).forPath("/transaction");
            try {
                client.transaction().forOperations(delete, stale);
                throw new AssertionError("it succeeded");
            } catch (KeeperException.BadVersionException error) {
                Check.equal(error.getResults().size(), 2);
            }
            Check.that(client.checkExists().forPath("/transaction/ttl") != null, "half a transaction");
        }
    }

    private void protectedCalls() throws Exception {
        try (Curators curators = new Curators(hosts, 1)) {
            CuratorFramework client = curators.get(0);
            String made = client.create().creatingParentContainersIfNeeded().withProtection()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL).forPath("/protected/n-");
            Check.that(made.matches("/protected/_c_[-0-9a-f]{36}-n-0000000000"), made);
            client.delete().guaranteed().forPath(made);
            Check.eventually("the container is reaped", () -> client.checkExists().forPath("/protected") == null);
        }
    }

    private void background() throws Exception {
        try (Curators curators = new Curators(hosts, 1)) {
            java.util.concurrent.BlockingQueue<String> answers = new java.util.concurrent.LinkedBlockingQueue<>();
            CuratorFramework client = curators.get(0);
            client.create().inBackground((c, event) -> answers.add(event.getType() + " " + event.getResultCode()))
                .forPath("/background");
            Check.equal(answers.poll(20, TimeUnit.SECONDS), "CREATE 0");
            client.getData().inBackground((c, event) -> answers.add(event.getType() + " " + event.getResultCode()))
                .forPath("/background/none");
            Check.equal(answers.poll(20, TimeUnit.SECONDS), "GET_DATA -101");
            client.sync().inBackground((c, event) -> answers.add(event.getType() + " " + event.getResultCode()))
                .forPath("/");
            Check.equal(answers.poll(20, TimeUnit.SECONDS), "SYNC 0");
        }
    }

    private void compressed() throws Exception {
        try (Curators curators = new Curators(hosts, 1)) {
            CuratorFramework inside = curators.get(0).usingNamespace("name/space");
            byte[] data = "again and again ".repeat(1000).getBytes();
            inside.create().compressed().creatingParentsIfNeeded().forPath("/packed", data);
            Check.equal(inside.getData().decompressed().forPath("/packed"), data);
            Check.that(curators.get(0).getData().forPath("/name/space/packed").length < data.length, "not compressed");
        }
    }
}
