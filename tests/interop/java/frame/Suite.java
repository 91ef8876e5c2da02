package frame;

import java.util.LinkedHashMap;
import java.util.Map;

/** The cases of one program: each runs under a deadline and prints one line, {@code ok NAME} or {@code FAIL NAME: WHY}. */
public final class Suite {
    private static final long LIMIT_MS = 60_000;
    private final Map<String, Body> cases = new LinkedHashMap<>();

    /** What a case does; it fails by throwing. */
    public interface Body {
        void run() throws Exception;
    }

    public void add(String name, Body body) {
        if (cases.put(name, body) != null) {
            throw new IllegalArgumentException("two cases are named " + name);
        }
    }

    /** Runs all and ends the process: a hanging case may have left threads behind. */
    public void runAndExit() {
        int failures = 0;
        for (Map.Entry<String, Body> entry : cases.entrySet()) {
            long started = System.nanoTime();
            String why = runOne(entry.getValue());
            System.out.printf("%s took %d ms%n", entry.getKey(), (System.nanoTime() - started) / 1_000_000);
            System.out.println(why == null ? "ok " + entry.getKey() : "FAIL " + entry.getKey() + ": " + why);
            failures += why == null ? 0 : 1;
        }
        System.out.flush();
        Runtime.getRuntime().halt(failures == 0 ? 0 : 1);
    }

    private static String runOne(Body body) {
        Throwable[] trouble = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Throwable error) {
                trouble[0] = error;
            }
        });
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(LIMIT_MS);
        } catch (InterruptedException error) {
            return "interrupted";
        }
        if (thread.isAlive()) {
            StringBuilder where = new StringBuilder("still running after " + LIMIT_MS + " ms at");
            for (StackTraceElement frame : thread.getStackTrace()) {
                where.append(' ').append(frame);
            }
            return where.toString();
        }
        if (trouble[0] == null) {
            return null;
        }
        trouble[0].printStackTrace(System.out);
        return String.valueOf(trouble[0]).replace('\n', ' ');
    }
}
