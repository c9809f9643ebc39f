package dev.hearth.lab.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.lab.bench.Json;
import dev.hearth.lab.lambda.Answer;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** What a strategy says of itself. */
final class Claims {

    private Claims() {}

    /** The number at this JSON pointer of the first answer that has one; the leader's is the one. */
    static OptionalInt read(List<Answer> answers, String pointer) {
        for (Answer answer : answers) {
            OptionalInt number = read(answer, pointer);
            if (number.isPresent()) {
                return number;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt read(Answer answer, String pointer) {
        try {
            JsonNode number = Json.MAPPER.readTree(answer.payload().bytes()).at(pointer);
            return number.isInt() ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }
}
