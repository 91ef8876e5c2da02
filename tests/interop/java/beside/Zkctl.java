package beside;

import frame.Check;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs zkctl, with sessions that end soon behind a crash. */
final class Zkctl {
    /** A command that holds what it got until SIGTERM. */
    static final String HOLD = "trap 'exit 0' TERM; echo start; while :; do sleep 0.02; done";

    private final String hosts;
    private final String binary;

    Zkctl(String hosts, String binary) {
        this.hosts = hosts;
        this.binary = binary;
    }

    /** A run in the background. */
    static final class Run {
        final Process process;
        private final BufferedReader out;

        private Run(Process process) {
            this.process = process;
            this.out = new BufferedReader(new InputStreamReader(process.getInputStream()));
        }

        void says(String line) throws IOException {
            Check.equal(out.readLine(), line);
        }

        void ends(int code) throws InterruptedException {
            Check.that(process.waitFor(20, TimeUnit.SECONDS), "still running");
            Check.equal(process.exitValue(), code);
        }

        void stop() throws InterruptedException {
            process.destroy();
            ends(0);
        }

        /** As a crash: nothing is released. */
        void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        String rest() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int next = out.read(); next >= 0; next = out.read()) {
                text.append((char) next);
            }
            return text.toString();
        }
    }

    Run start(String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(binary, "-C", hosts, "--session-timeout", "2s", "-q"));
        line.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.redirectInput(new File("/dev/null")).redirectError(ProcessBuilder.Redirect.INHERIT);
        return new Run(builder.start());
    }

    /** Runs to the end and returns stdout. */
    String run(int code, String... args) throws Exception {
        Run run = start(args);
        String text = run.rest();
        run.ends(code);
        return text;
    }
}
