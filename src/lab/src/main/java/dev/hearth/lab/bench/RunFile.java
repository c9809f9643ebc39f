package dev.hearth.lab.bench;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run as a file: JSON, one sample a line, so that a diff can be read. */
public final class RunFile {

    private RunFile() {}

    /** Writes the run as a whole or not at all. */
    public static void write(Run run, Path file) {
        Json.write(run, file);
    }

    public static Run read(Path file) {
        try {
            return fromJson(Files.readString(file));
        } catch (JacksonException e) {
            throw new Refusal(file + " holds no run of this benchmark: " + Json.problem(e));
        } catch (Refusal e) {
            throw new Refusal(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new Refusal("cannot read " + file + ": " + e);
        }
    }

    static Run fromJson(String json) throws JsonProcessingException {
        JsonNode tree = Json.object(json);
        int format = tree.path("format").asInt();
        if (tree.has("format") && format != Run.FORMAT) {
            throw new Refusal(
                    "it has format " + format + ", this program reads format " + Run.FORMAT + ": measure anew");
        }
        return Json.MAPPER.treeToValue(tree, Run.class);
    }
}
