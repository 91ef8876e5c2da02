package frame;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.zookeeper.KeeperException;

/** Checks that throw, and waiting for a condition. */
public final class Check {
    private Check() {}

    public static void equal(Object seen, Object expected) {
        that(Objects.deepEquals(seen, expected), "expected " + expected + ", saw " + seen);
    }

    public static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Expects the call to fail with this code. */
    public static void fails(KeeperException.Code code, Callable<?> call) throws Exception {
        try {
            Object result = call.call();
            throw new AssertionError("expected " + code + ", it returned " + result);
        } catch (KeeperException error) {
            equal(error.code(), code);
        }
    }

    /** Polls until the condition holds. */
    public static void eventually(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.call()) {
            that(System.nanoTime() < deadline, "not within 20 s: " + what);
            Thread.sleep(5);
        }
    }
}
