package recipes;

import frame.Suite;

/** The suite of Curator's recipes: {@code recipes.Main HOST:PORT}. */
public final class Main {
    public static void main(String[] args) {
        Suite suite = new Suite();
        new Leaders(args[0]).addTo(suite);
        new Locks(args[0]).addTo(suite);
        new Queues(args[0]).addTo(suite);
        new Caches(args[0]).addTo(suite);
        new Counters(args[0]).addTo(suite);
        new Nodes(args[0]).addTo(suite);
        suite.runAndExit();
    }
}
