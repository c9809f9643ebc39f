package dev.hearth.lab.bench;

/** Whether the package's files were in memory when its process started. */
public enum PageCache {
    /** They had to be read from the disk, as after the file was written to another machine. */
    COLD,
    /** An earlier start had read them. */
    WARM,
    /** Nobody tells: so it is on AWS. */
    UNKNOWN
}
