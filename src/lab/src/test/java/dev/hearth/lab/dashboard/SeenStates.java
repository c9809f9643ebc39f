package dev.hearth.lab.dashboard;

import com.microsoft.playwright.Page;

/** Which states cells of a page were ever seen in, however short: on a slow machine nobody else looks in time. */
public final class SeenStates {

    private final Page page;

    private SeenStates(Page page) {
        this.page = page;
    }

    /** Looks from now on. */
    public static SeenStates from(Page page) {
        page.evaluate(
                """
                () => {
                  const seen = new Set();
                  new MutationObserver((changes) => {
                    changes.forEach((change) => seen.add(change.target.dataset.state));
                    document.body.dataset.seen = [...seen].join(' ');
                  }).observe(document.getElementById('pool'), { subtree: true, attributeFilter: ['data-state'] });
                }""");
        return new SeenStates(page);
    }

    /** Waits until cells have been in each of these. */
    public void await(String... states) {
        for (String state : states) {
            page.locator("body[data-seen~=" + state + "]").waitFor();
        }
    }
}
