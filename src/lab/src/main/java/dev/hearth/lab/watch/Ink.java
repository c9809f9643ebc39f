package dev.hearth.lab.watch;

import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Colours text, where the screen takes colours. */
public record Ink(boolean colours) {

    String good(String text) {
        return in(Style.fg_green, text);
    }

    String bad(String text) {
        return in(Style.fg_red, text);
    }

    public String notable(String text) {
        return in(Style.fg_yellow, text);
    }

    public String quiet(String text) {
        return in(Style.faint, text);
    }

    public String strong(String text) {
        return in(Style.bold, text);
    }

    private String in(IStyle style, String text) {
        return colours ? style.on() + text + style.off() : text;
    }
}
