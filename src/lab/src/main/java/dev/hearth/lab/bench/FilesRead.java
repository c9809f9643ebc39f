package dev.hearth.lab.bench;

/**
 * What of a package's files was in memory once a start that had none of them there had answered its first request: what it read,
 * with what Linux read ahead of it.
 *
 * @param files of which anything was
 * @param pages of 4 KiB
 * @param chunks distinct pieces of 512 KiB, each file cut from its beginning: what AWS fetches of an image at a time
 */
public record FilesRead(long files, long pages, long chunks) {}
