package beside;

import frame.Check;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A region that one may be in at a time, and that notices when two are: kept in files, so that any process may enter. */
final class Region {
    private final Path inside;
    private final Path count;
    private final Path clash;
    /** Enters and leaves, for a shell. */
    final String script;

    Region() throws IOException {
        Path directory = Files.createTempDirectory("region");
        inside = directory.resolve("inside");
        count = directory.resolve("count");
        clash = directory.resolve("clash");
        Files.writeString(count, "0\n");
        script = "set -C; : > " + inside + " || { : >| " + clash + "; exit 66; }; read n < " + count
            + "; sleep 0.01; echo $((n + 1)) >| " + count + "; rm " + inside;
    }

    /** The count is read and written apart, so that two who are in at once lose one. */
    void enterAndLeave() throws Exception {
        try {
            Files.createFile(inside);
        } catch (FileAlreadyExistsException error) {
            Files.writeString(clash, "");
            return;
        }
        int number = Integer.parseInt(Files.readString(count).trim());
        Thread.sleep(10);
        Files.writeString(count, (number + 1) + "\n");
        Files.delete(inside);
    }

    void wasEntered(int times) throws IOException {
        Check.that(!Files.exists(clash), "two were inside at once");
        Check.equal(Integer.parseInt(Files.readString(count).trim()), times);
    }
}
