package dev.hearth.lab.record;

/** A method or an object: where it begins, how many bytes it has, what it is called. */
record Place(long start, long size, String name) {

    boolean holds(long address) {
        return address >= start && address < start + size;
    }
}
