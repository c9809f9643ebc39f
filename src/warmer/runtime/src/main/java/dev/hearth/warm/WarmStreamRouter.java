package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;

/** What {@link WarmRouter} is, for an application that reads and writes streams: it gets each byte of a user's event. */
@Singleton
@Typed(WarmStreamRouter.class)
public class WarmStreamRouter implements RequestStreamHandler {
    private final UsersHandler users;
    private final WarmRouter router;
    private final Set<Compatible> compatible;

    @Inject
    WarmStreamRouter(HandlerHook hook, WarmRouter router) {
        this(hook.users(), router, hook.compatible());
    }

    WarmStreamRouter(UsersHandler users, WarmRouter router, Set<Compatible> compatible) {
        this.users = users;
        this.router = router;
        this.compatible = compatible;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        if (context instanceof Priming.OwnContext) {
            users.handle(event, answer, context);
            return;
        }
        Environment.Arrival arrival = router.arrives();
        WarmInput.Read read = WarmInput.read(event, compatible);
        Optional<WarmInput> warm = read.warm();
        if (warm.isPresent()) {
            WarmJson.write(answer, router.answer(warm.get(), context, arrival));
        } else {
            router.serves(arrival);
            try {
                users.handle(read.whole(), answer, context);
            } finally {
                router.served(arrival);
            }
        }
    }
}
