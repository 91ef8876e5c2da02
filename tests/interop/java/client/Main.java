package client;

import frame.Suite;

/** The suite of Apache's Java client: {@code client.Main HOST:PORT}. */
public final class Main {
    public static void main(String[] args) {
        Suite suite = new Suite();
        new Nodes(args[0]).addTo(suite);
        new Multis(args[0]).addTo(suite);
        new Watches(args[0]).addTo(suite);
        new Access(args[0]).addTo(suite);
        new Sessions(args[0]).addTo(suite);
        suite.runAndExit();
    }
}
