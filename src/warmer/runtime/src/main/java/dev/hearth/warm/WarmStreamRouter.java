package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** What {@link WarmRouter} is, for an application that reads and writes streams: it gets each byte of a user's event. */
@Singleton
@Typed(WarmStreamRouter.class)
public class WarmStreamRouter implements RequestStreamHandler {
    private final UsersHandler users;
    private final WarmRouter router;

    @Inject
    WarmStreamRouter(HandlerHook hook, WarmRouter router) {
        this(hook.users(), router);
    }

    WarmStreamRouter(UsersHandler users, WarmRouter router) {
        this.users = users;
        this.router = router;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        if (context instanceof Priming.OwnContext) {
            users.handle(event, answer, context);
            return;
        }
        Environment.Arrival arrival = router.arrives();
        WarmInput.Read read = WarmInput.read(event);
        Optional<JsonNode> hearth = read.hearth();
        if (hearth.isPresent()) {
            WarmJson.write(answer, router.answer(hearth.get(), context, arrival));
        } else {
            router.serves(arrival);
            users.handle(read.whole(), answer, context);
        }
    }
}
