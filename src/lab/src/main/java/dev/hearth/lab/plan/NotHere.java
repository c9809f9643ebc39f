package dev.hearth.lab.plan;

/** Why a part of the plan does not run here. */
final class NotHere extends RuntimeException {

    static final String LATER = "known after apply only";

    NotHere(String why) {
        super(why);
    }
}
