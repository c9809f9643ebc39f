package dev.hearth.lab.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({"0, $0.00", "0.004, <$0.01", "0.01, $0.01", "-0.004, $0.00", "-0.006, -$0.01", "-1.5, -$1.50"})
    void dollars_are_told_to_the_cent_and_a_saving_of_less_is_none(double usd, String text) {
        assertEquals(text, Figures.usd(usd));
    }
}
