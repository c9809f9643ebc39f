package dev.hearth.warm.cycle;

import static dev.hearth.warm.event.WarmEvent.MAX_DEPTH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FanoutTest {

    @Test
    void up_to_the_fan_out_every_child_answers_for_itself_alone() {
        assertEquals(List.of(1, 1, 1, 1), Fanout.shares(5, 25, 0));
    }

    @Test
    void beyond_the_fan_out_as_few_children_as_possible_invoke_others() {
        assertEquals(List.of(4, 3, 1, 1), Fanout.shares(10, 4, 0));
        assertEquals(
                49, Fanout.shares(50, 25, 0).stream().mapToInt(share -> share).sum());
        assertEquals(
                1, Fanout.shares(50, 25, 0).stream().filter(share -> share > 1).count());
    }

    @Test
    void who_answers_for_itself_alone_has_no_children() {
        assertEquals(List.of(), Fanout.shares(1, 25, 0));
        assertEquals(List.of(), Fanout.shares(1, 25, MAX_DEPTH));
    }

    @Test
    void at_the_last_depth_breadth_gives_way() {
        assertEquals(40, Fanout.shares(41, 25, MAX_DEPTH - 1).size());
    }

    @Test
    void below_the_last_depth_there_is_nobody() {
        assertThrows(IllegalArgumentException.class, () -> Fanout.shares(2, 25, MAX_DEPTH));
    }

    /** The tree below an environment: how many it holds, and how deep it goes. */
    private record Tree(int environments, int depth, int broadest) {
        static Tree of(int share, int fanOut, int depth) {
            int environments = 1;
            int deepest = depth;
            int broadest = 0;
            List<Integer> shares = Fanout.shares(share, fanOut, depth);
            for (int child : shares) {
                Tree below = of(child, fanOut, depth + 1);
                environments += below.environments();
                deepest = Math.max(deepest, below.depth());
                broadest = Math.max(broadest, below.broadest());
            }
            return new Tree(environments, deepest, Math.max(broadest, shares.size()));
        }
    }

    @Property
    void the_shares_add_up_and_none_is_empty(
            @ForAll @IntRange(min = 1, max = 20_000) int share,
            @ForAll @IntRange(min = 1, max = 200) int fanOut,
            @ForAll @IntRange(max = MAX_DEPTH - 1) int depth) {
        List<Integer> shares = Fanout.shares(share, fanOut, depth);
        assertEquals(share - 1, shares.stream().mapToInt(child -> child).sum());
        assertTrue(shares.stream().allMatch(child -> child >= 1), shares::toString);
    }

    @Property
    void the_tree_holds_the_whole_target_within_its_depth(
            @ForAll @IntRange(min = 1, max = 5_000) int target, @ForAll @IntRange(min = 1, max = 100) int fanOut) {
        Tree tree = Tree.of(target, fanOut, 0);
        assertEquals(target, tree.environments());
        assertTrue(tree.depth() <= MAX_DEPTH, tree::toString);
    }

    @Property
    void nobody_invokes_more_than_the_fan_out_where_three_levels_have_room(
            @ForAll @IntRange(min = 1, max = 30) int fanOut, @ForAll @IntRange(max = 1_000_000) int seed) {
        int room = fanOut + fanOut * fanOut + fanOut * fanOut * fanOut;
        int target = 1 + seed % (room + 1);
        assertTrue(Tree.of(target, fanOut, 0).broadest() <= fanOut, () -> Tree.of(target, fanOut, 0)
                .toString());
    }
}
