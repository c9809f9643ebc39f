package dev.hearth.lab.record;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;

/** A native executable that was built with its symbols; read with nm and readelf of binutils. */
public final class Executable {

    private static final int HEXADECIMAL = 16;
    private static final String IMAGE_HEAP = ".svm_heap";

    private final Path file;

    public Executable(Path file) {
        this.file = file;
    }

    /** A part of the executable in a process's memory. */
    record Mapping(long start, long end, long offset) {}

    /** The image heap in the executable: where it begins in the file, and where the linker put it. */
    record Section(long offset, long address, long size) {}

    /**
     * Its methods, by their symbols.
     *
     * @throws IOException if nm is not there or reads no executable
     */
    public Places methods() throws IOException {
        return new Places(methods(output("nm", file.toString())));
    }

    /** Each symbol of code reaches as far as the next one. */
    static List<Place> methods(List<String> symbols) {
        List<Place> starts = new ArrayList<>();
        for (String line : symbols) {
            String[] parts = line.split(" ", 3);
            if (parts.length == 3 && parts[1].equalsIgnoreCase("t")) {
                starts.add(new Place(Long.parseLong(parts[0], HEXADECIMAL), 0, parts[2]));
            }
        }
        starts.sort(Comparator.comparingLong(Place::start));
        List<Place> methods = new ArrayList<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            Place symbol = starts.get(i);
            methods.add(new Place(symbol.start(), starts.get(i + 1).start() - symbol.start(), symbol.name()));
        }
        return methods;
    }

    /**
     * The objects of its image heap in a running process, by their keys.
     *
     * @param map what the build wrote of its image heap: its start, then a line each of an object's offset, size and key
     * @throws IOException if the map, the process or the executable cannot be read
     */
    public Places objects(Path map, long process) throws IOException {
        List<Mapping> mappings = mappings(Files.readAllLines(Path.of("/proc/" + process + "/maps")), file);
        Section heap = section(output("readelf", "-SW", file.toString()));
        try {
            return new Places(objects(Files.readAllLines(map), heap, mappings));
        } catch (NumberFormatException
                | IndexOutOfBoundsException
                | NoSuchElementException
                | CharacterCodingException e) {
            throw new IOException(map + " is no map of an image heap: " + e.getMessage(), e);
        }
    }

    /** They are used where the start has mapped the heap anew, not where the linker put it. */
    static List<Place> objects(List<String> map, Section heap, List<Mapping> mappings) {
        List<Place> objects = new ArrayList<>();
        long start = Long.parseLong(map.getFirst());
        for (String line : map.subList(1, map.size())) {
            String[] parts = line.split(" ", -1);
            long inFile = heap.offset() + Long.parseLong(parts[0]) - start;
            for (Mapping mapping : mappings) {
                long address = mapping.start() + inFile - mapping.offset();
                boolean asLinked = address >= heap.address() && address < heap.address() + heap.size();
                if (!asLinked && address >= mapping.start() && address < mapping.end()) {
                    objects.add(new Place(address, Long.parseLong(parts[1]), parts[2]));
                }
            }
        }
        return objects;
    }

    static List<Mapping> mappings(List<String> lines, Path file) {
        List<Mapping> mappings = new ArrayList<>();
        for (String line : lines) {
            if (line.endsWith(" " + file)) {
                String[] fields = line.split(" +", -1);
                String[] addresses = fields[0].split("-", 2);
                mappings.add(new Mapping(
                        Long.parseUnsignedLong(addresses[0], HEXADECIMAL),
                        Long.parseUnsignedLong(addresses[1], HEXADECIMAL),
                        Long.parseLong(fields[2], HEXADECIMAL)));
            }
        }
        return mappings;
    }

    static Section section(List<String> sections) throws IOException {
        for (String line : sections) {
            int name = line.indexOf(IMAGE_HEAP);
            if (name >= 0) {
                String[] fields = line.substring(name).split(" +", -1);
                return new Section(
                        Long.parseLong(fields[3], HEXADECIMAL),
                        Long.parseLong(fields[2], HEXADECIMAL),
                        Long.parseLong(fields[4], HEXADECIMAL));
            }
        }
        throw new IOException("it has no image heap (" + IMAGE_HEAP + "): native-image did not build it");
    }

    private static List<String> output(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var reader = process.inputReader()) {
            return reader.lines().toList();
        }
    }
}
