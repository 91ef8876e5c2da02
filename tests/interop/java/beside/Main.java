package beside;

import frame.Suite;

/** zkctl's recipes beside Curator's, in the same paths: {@code beside.Main HOST:PORT ZKCTL}. */
public final class Main {
    public static void main(String[] args) {
        Suite suite = new Suite();
        Zkctl zkctl = new Zkctl(args[0], args[1]);
        new Locks(args[0], zkctl).addTo(suite);
        new Others(args[0], zkctl).addTo(suite);
        suite.runAndExit();
    }
}
