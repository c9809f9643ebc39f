package dev.hearth.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An HTML page that needs nothing else: no network, no file beside it. Its charts are drawn by ECharts, which is in it, from
 * data that is in it too.
 */
public final class WholePage {

    private static final String ECHARTS = "META-INF/resources/_static/echarts/6.0.0/dist/echarts.simple.min.js";
    private static final String STYLE = "/dev/hearth/lab/report/report.css";

    /** What templates include: the page around a body, and a {@link Table}. */
    private static final List<String> INCLUDED = List.of("frame", "table");

    private static final JsonMapper JSON = new JsonMapper();

    private WholePage() {}

    /**
     * Fills in a template.
     *
     * @param name what the template and its script are called, without {@code .html} and {@code .js}
     * @param page what the template shows as {@code page}
     * @param data what the script draws
     */
    public static String of(String name, Object page, JsonNode data) {
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addValueResolver(ValueResolvers.rawResolver())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build();
        INCLUDED.forEach(included -> engine.putTemplate(included, parse(engine, "/dev/hearth/lab/report/" + included)));
        return parse(engine, name)
                .data("page", page)
                .data("style", resource(STYLE))
                .data("script", resource(name + ".js"))
                .data("echarts", resource("/" + ECHARTS))
                .data("data", json(data))
                .render();
    }

    private static Template parse(Engine engine, String name) {
        return engine.parse(resource(name + ".html"), Variant.forContentType(Variant.TEXT_HTML));
    }

    /** A {@code <} is escaped, so that no text can end the script element. */
    private static String json(JsonNode data) {
        try {
            return JSON.writeValueAsString(data).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = WholePage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
