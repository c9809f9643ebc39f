package dev.hearth.warm.deployment;

/** What happens over one virtual channel, whichever it is. Public, since another loader's class implements it. */
public interface Scenario extends AutoCloseable {

    /**
     * How many of so many exchanges had no answer, each over a connection of its own, sent up to 30 µs after it was made.
     */
    int lost(int exchanges, long seed) throws Exception;

    /** Whether a message is answered that is sent between the channel's look into its queue and its decision to wait. */
    boolean answersWhatIsSentWhileItLooks() throws Exception;

    @Override
    void close();
}
