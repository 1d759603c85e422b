package dev.gantry.durastore;

import dev.gantry.domain.User;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Gateway;
import dev.gantry.transport.AccessLog;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Handler;
import dev.gantry.transport.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves DuraStore's storage and task APIs over the driving ports: who asks is told by HTTP basic authentication, and
 * each user acts on its own {@link Gateway}. Which requests are served is in docs/durastore.md. Holds nothing that needs
 * closing.
 */
public final class DurastoreHandler implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(DurastoreHandler.class);

    private final BasicAuthentication authentication;
    private final Function<User, Gateway> gateways;
    private final DurastoreSettings settings;
    private final StoreNames stores = new StoreNames();
    private final Routes routes;
    private final AccessLog log;
    private final AtomicLong ids;

    /**
     * Does no I/O.
     *
     * @param gateways gives a user's view of the node; called for each request, so it should be cheap
     * @param documents runs what reads the parameters of tasks; it blocks while they arrive
     */
    public DurastoreHandler(
            Accounts accounts, Function<User, Gateway> gateways, DurastoreSettings settings, Executor documents) {
        this.authentication = new BasicAuthentication(accounts);
        this.gateways = gateways;
        this.settings = settings;
        this.routes = new Routes(accounts, settings, documents);
        this.log = new AccessLog(settings.clock());
        this.ids = new AtomicLong(settings.clock().millis());
    }

    /** Answers one request; every refusal becomes a text that says why. */
    @Override
    public void handle(Exchange exchange) {
        long id = ids.incrementAndGet();
        AccessLog.Line line = log.begin(exchange, id);
        serve(exchange, line)
                .exceptionally(problem -> refuse(id, problem))
                .thenAccept(reply -> exchange.respond(line.answer(reply)));
    }

    private CompletionStage<Reply> serve(Exchange exchange, AccessLog.Line line) {
        try {
            Accounts.Account account = authentication.check(exchange.headers());
            line.user(account.user().name());
            Call call = new Call(
                    exchange, Address.parse(exchange.target()), settings.tls(), gateways.apply(account.user()), stores);
            return routes.find(call).run(call);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static Reply refuse(long id, Throwable problem) {
        Failure failure = Failure.of(problem);
        if (failure.status() == 500 && !(Failure.unwrap(problem) instanceof Refusal)) {
            LOG.error("request {} failed", id, Failure.unwrap(problem));
        }
        return failure.reply();
    }
}
