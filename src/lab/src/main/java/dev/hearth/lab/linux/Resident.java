package dev.hearth.lab.linux;

/**
 * What of some files is in memory.
 *
 * @param files of which anything is
 * @param pages of 4 KiB
 * @param chunks distinct pieces of 512 KiB, each file cut from its beginning, of which anything is
 */
public record Resident(long files, long pages, long chunks) {

    static final Resident NOTHING = new Resident(0, 0, 0);

    Resident plus(Resident other) {
        return new Resident(files + other.files, pages + other.pages, chunks + other.chunks);
    }
}
