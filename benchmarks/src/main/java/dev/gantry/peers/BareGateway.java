package dev.gantry.peers;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.Answer;
import dev.gantry.transport.ClientSettings;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Forwarding;
import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.Reply;
import dev.gantry.transport.Request;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The transport alone as a gateway: passes every request on to a port of this machine, and the answer back. Arguments:
 * that port, a {@link Forwarding}, and the checksums that it computes of what it passes on. Ends with its input.
 */
public final class BareGateway {

    private final HttpClient client;
    private final InetSocketAddress upstream;

    private final Set<ChecksumType> digests;

    private BareGateway(HttpClient client, InetSocketAddress upstream, Set<ChecksumType> digests) {
        this.digests = digests;
        this.client = client;
        this.upstream = upstream;
    }

    /** Prints the port that it took. */
    public static void main(String[] arguments) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetSocketAddress upstream = new InetSocketAddress(here, Integer.parseInt(arguments[0]));
        Forwarding forwarding = Forwarding.valueOf(arguments[1]);
        Set<ChecksumType> digests =
                Arrays.stream(arguments).skip(2).map(ChecksumType::valueOf).collect(Collectors.toSet());
        var threads = Executors.newCachedThreadPool();
        try (HttpClient client = new HttpClient(ClientSettings.defaults(threads)
                        .withConnections(64, 1024)
                        .withForwarding(forwarding));
                HttpServer http = HttpServer.start(
                        ServerSettings.defaults(threads, threads).withForwarding(forwarding),
                        new InetSocketAddress(here, 0),
                        new BareGateway(client, upstream, digests)::pass)) {
            System.out.println(http.port());
            while (System.in.read() >= 0) {
                // until the harness closes its end
            }
            System.err.println(forwarding + " gateway: " + http.moved() + " " + client.moved());
        }
        threads.shutdown();
    }

    private void pass(Exchange exchange) {
        Streamed body = exchange.body();
        Optional<Payload> passed = body.length() > 0 ? Optional.of(body) : Optional.empty();
        if (passed.isEmpty()) {
            body.close();
        }
        client.send(upstream, new Request(exchange.method(), exchange.target(), Headers.none(), passed, digests))
                .whenComplete((answer, failure) ->
                        exchange.respond(failure == null ? passed(answer) : Reply.empty(502, Headers.none())));
    }

    private static Reply passed(Answer answer) {
        return new Reply(
                answer.status(), Headers.none(), new Reply.Payloads(List.of(answer.body()), BareServer.UNHEARD));
    }
}
