package client;

import frame.Check;
import frame.Suite;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs.Ids;

/** Transactions: each kind of operation, what a failed one answers and leaves, reads in one go. */
final class Multis {
    private final String hosts;

    Multis(String hosts) {
        this.hosts = hosts;
    }

    void addTo(Suite suite) {
        suite.add("multi of every kind", this::everyKind);
        suite.add("failed multi", this::failed);
        suite.add("multi sees its own changes", this::seesItself);
        suite.add("empty multi", this::empty);
        suite.add("transaction builder", this::builder);
        suite.add("multi read", this::read);
        suite.add("multi events", this::events);
    }

    private static Op create(String path, CreateMode mode) {
        return Op.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, mode);
    }

    private void everyKind() throws Exception {
        try (Session session = new Session(hosts)) {
            List<OpResult> results = session.zk.multi(List.of(
                create("/multi", CreateMode.PERSISTENT),
                create("/multi/s-", CreateMode.PERSISTENT_SEQUENTIAL),
                create("/multi/s-", CreateMode.EPHEMERAL_SEQUENTIAL),
                create("/multi/c", CreateMode.CONTAINER),
                Op.create("/multi/t", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, 600_000),
                Op.setData("/multi", "x".getBytes(), 0),
                Op.check("/multi", 1),
                Op.delete("/multi/s-0000000000", 0)));
            Check.equal(results.size(), 8);
            Check.equal(((OpResult.CreateResult) results.get(1)).getPath(), "/multi/s-0000000000");
            Check.equal(((OpResult.CreateResult) results.get(2)).getPath(), "/multi/s-0000000001");
            Check.equal(((OpResult.CreateResult) results.get(3)).getPath(), "/multi/c");
            Check.equal(((OpResult.CreateResult) results.get(4)).getPath(), "/multi/t");
            Check.equal(((OpResult.SetDataResult) results.get(5)).getStat().getVersion(), 1);
            Check.that(results.get(6) instanceof OpResult.CheckResult, "check");
            Check.that(results.get(7) instanceof OpResult.DeleteResult, "delete");
            long zxid = session.zk.exists("/multi", false).getCzxid();
            Check.equal(session.zk.exists("/multi/t", false).getCzxid(), zxid);
        }
    }

    private void failed() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/failed", "", CreateMode.PERSISTENT);
            try {
                session.zk.multi(List.of(
                    Op.setData("/failed", "x".getBytes(), 0),
                    create("/failed/a", CreateMode.PERSISTENT),
                    Op.check("/failed", 0),
                    Op.delete("/failed", -1)));
                throw new AssertionError("it succeeded");
            } catch (KeeperException error) {
                Check.equal(error.code(), Code.BADVERSION);
                List<Integer> codes = error.getResults().stream()
                    .map(result -> ((OpResult.ErrorResult) result).getErr()).collect(Collectors.toList());
                Check.equal(codes, List.of(0, 0, Code.BADVERSION.intValue(), Code.RUNTIMEINCONSISTENCY.intValue()));
            }
            Check.equal(session.zk.exists("/failed", false).getVersion(), 0);
            Check.equal(session.zk.exists("/failed/a", false), null);
            // A sequence number taken by the failed multi is free again.
            Check.equal(session.create("/failed/s-", "", CreateMode.PERSISTENT_SEQUENTIAL), "/failed/s-0000000000");
            Check.fails(Code.NODEEXISTS, () -> session.zk.multi(List.of(create("/failed", CreateMode.PERSISTENT))));
            Check.fails(Code.NONODE, () -> session.zk.multi(List.of(Op.check("/none", -1))));
            Check.fails(Code.NOTEMPTY, () -> session.zk.multi(List.of(Op.delete("/failed", -1))));
        }
    }

    private void seesItself() throws Exception {
        try (Session session = new Session(hosts)) {
            session.zk.multi(List.of(
                create("/self", CreateMode.PERSISTENT),
                create("/self/a", CreateMode.PERSISTENT),
                Op.delete("/self/a", 0),
                Op.delete("/self", 0),
                create("/self", CreateMode.EPHEMERAL)));
            Check.equal(session.zk.exists("/self", false).getEphemeralOwner(), session.zk.getSessionId());
            Check.fails(Code.NOCHILDRENFOREPHEMERALS,
                () -> session.zk.multi(List.of(create("/self/x", CreateMode.PERSISTENT))));
        }
    }

    private void empty() throws Exception {
        try (Session session = new Session(hosts)) {
            Check.equal(session.zk.multi(List.of()), List.of());
        }
    }

    private void builder() throws Exception {
        try (Session session = new Session(hosts)) {
            session.zk.transaction()
                .create("/built", "1".getBytes(), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)
                .setData("/built", "2".getBytes(), 0)
                .check("/built", 1)
                .commit();
            Check.equal(new String(session.zk.getData("/built", false, null)), "2");
        }
    }

    private void read() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/read", "data", CreateMode.PERSISTENT);
            session.create("/read/child", "", CreateMode.PERSISTENT);
            List<OpResult> results = session.zk.multi(List.of(
                Op.getData("/read"), Op.getChildren("/read"), Op.getData("/none"), Op.getChildren("/none")));
            OpResult.GetDataResult data = (OpResult.GetDataResult) results.get(0);
            Check.equal(new String(data.getData()), "data");
            Check.equal(data.getStat(), session.zk.exists("/read", false));
            Check.equal(((OpResult.GetChildrenResult) results.get(1)).getChildren(), List.of("child"));
            Check.equal(((OpResult.ErrorResult) results.get(2)).getErr(), Code.NONODE.intValue());
            Check.equal(((OpResult.ErrorResult) results.get(3)).getErr(), Code.NONODE.intValue());
        }
    }

    private void events() throws Exception {
        try (Session session = new Session(hosts)) {
            session.create("/events", "", CreateMode.PERSISTENT);
            Events events = new Events();
            session.zk.exists("/events/a", events);
            session.zk.getChildren("/events", events);
            session.zk.multi(List.of(
                Op.setData("/events", "x".getBytes(), -1),
                create("/events/a", CreateMode.PERSISTENT),
                create("/events/b", CreateMode.PERSISTENT)));
            events.expect("NodeCreated /events/a", "NodeChildrenChanged /events");
        }
    }
}
