package dev.hearth.lab.record;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What lies where in a process's memory. */
public final class Places {

    private final NavigableMap<Long, Place> byStart = new TreeMap<>();

    Places(Collection<Place> places) {
        places.forEach(place -> byStart.put(place.start(), place));
    }

    /** The names of those of which the trace has a part. */
    public SortedSet<String> touchedIn(Trace trace) {
        SortedSet<String> names = new TreeSet<>();
        for (long word : trace.words()) {
            // Nothing is smaller or begins elsewhere than half a word.
            for (long address = word; address < word + Trace.WORD; address += Trace.WORD / 2) {
                var place = byStart.floorEntry(address);
                if (place != null && place.getValue().holds(address)) {
                    names.add(place.getValue().name());
                }
            }
        }
        return names;
    }
}
