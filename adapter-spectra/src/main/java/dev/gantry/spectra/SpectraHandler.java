package dev.gantry.spectra;

import dev.gantry.domain.User;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Gateway;
import dev.gantry.transport.AccessLog;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Handler;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the Spectra S3 protocol over the driving ports: who asks is told by the request's signature, and each user acts
 * on its own {@link Gateway}. Which operations are served is in docs/spectra-s3.md. Holds nothing that needs closing.
 */
public final class SpectraHandler implements Handler {

    private static final Logger LOG = LoggerFactory.getLogger(SpectraHandler.class);

    private final Authentication authentication;
    private final Function<User, Gateway> gateways;
    private final Routes routes;
    private final AccessLog log;
    private final AtomicLong ids;

    /**
     * Does no I/O.
     *
     * @param gateways gives a user's view of the node; called for each request, so it should be cheap
     * @param documents runs what reads XML documents; its tasks block while their bodies arrive
     */
    public SpectraHandler(
            Accounts accounts, Function<User, Gateway> gateways, SpectraSettings settings, Executor documents) {
        this.authentication = new Authentication(accounts, settings);
        this.gateways = gateways;
        this.routes = new Routes(accounts, settings, documents);
        this.log = new AccessLog(settings.clock());
        this.ids = new AtomicLong(settings.clock().millis());
    }

    /** Answers one request; every refusal becomes an error document with the request's id. */
    @Override
    public void handle(Exchange exchange) {
        long id = ids.incrementAndGet();
        AccessLog.Line line = log.begin(exchange, id);
        serve(exchange, line)
                .exceptionally(problem -> refuse(exchange, id, problem))
                .thenAccept(reply -> exchange.respond(line.answer(numbered(reply, id))));
    }

    private CompletionStage<Reply> serve(Exchange exchange, AccessLog.Line line) {
        try {
            Accounts.Account account = authentication.check(exchange);
            line.user(account.user().name());
            Call call = new Call(exchange, Target.parse(exchange.target()), account, gateways.apply(account.user()));
            return routes.find(call).run(call);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static Reply refuse(Exchange exchange, long id, Throwable problem) {
        Failure failure = Failure.of(problem);
        if (failure.status() == 500) {
            LOG.error("request {} failed", id, Failure.unwrap(problem));
        }
        return ErrorDocument.reply(failure, exchange, id);
    }

    private static Reply numbered(Reply reply, long id) {
        Headers headers = reply.headers().with(WireNames.REQUEST_ID, Long.toString(id));
        return new Reply(reply.status(), headers, reply.body());
    }
}
