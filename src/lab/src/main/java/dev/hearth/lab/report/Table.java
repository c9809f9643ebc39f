package dev.hearth.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table for people, as text or as HTML.
 *
 * @param textColumns how many columns from the left hold words; the others hold figures
 * @param rows a row that is shorter than the head ends with a remark, which takes the rest
 */
public record Table(String title, int textColumns, List<String> head, List<List<String>> rows) {

    public Table {
        head = List.copyOf(head);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** Columns as wide as their widest cell, words aligned left, figures right. */
    public String text() {
        List<List<String>> lines = new ArrayList<>(rows);
        lines.addFirst(head);
        int[] widths = IntStream.range(0, head.size())
                .map(column -> lines.stream()
                        .filter(line -> column < line.size() && !endsWithRemark(line, column))
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder(title).append('\n');
        for (List<String> line : lines) {
            StringBuilder cells = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                String cell = line.get(column);
                String padding = " ".repeat(Math.max(0, widths[column] - cell.length()));
                boolean left = column < textColumns || endsWithRemark(line, column);
                cells.append("  ").append(left ? cell + padding : padding + cell);
            }
            text.append(cells.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private boolean endsWithRemark(List<String> line, int column) {
        return line.size() < head.size() && column == line.size() - 1;
    }
}
