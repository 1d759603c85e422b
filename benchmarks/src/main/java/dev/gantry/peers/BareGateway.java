package dev.gantry.peers;

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
import java.util.List;
import java.util.concurrent.Executors;

/**
 * The transport alone as a gateway: passes every GET on to a port of this machine, and the answer back. Arguments: that
 * port, and a {@link Forwarding}. Ends with its input.
 */
public final class BareGateway {

    private final HttpClient client;
    private final InetSocketAddress upstream;

    private BareGateway(HttpClient client, InetSocketAddress upstream) {
        this.client = client;
        this.upstream = upstream;
    }

    /** Prints the port that it took. */
    public static void main(String[] arguments) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        Forwarding forwarding = Forwarding.valueOf(arguments[1]);
        var threads = Executors.newCachedThreadPool();
        try (HttpClient client =
                        new HttpClient(ClientSettings.defaults(threads).withConnections(64, 1024));
                HttpServer http = HttpServer.start(
                        ServerSettings.defaults(threads, threads).withForwarding(forwarding),
                        new InetSocketAddress(here, 0),
                        new BareGateway(client, new InetSocketAddress(here, Integer.parseInt(arguments[0])))::pass)) {
            System.out.println(http.port());
            while (System.in.read() >= 0) {
                // until the harness closes its end
            }
            System.err.println(forwarding + " gateway: " + http.moved());
        }
        threads.shutdown();
    }

    private void pass(Exchange exchange) {
        exchange.body().close();
        client.send(upstream, Request.of("GET", exchange.target(), Headers.none()))
                .whenComplete((answer, failure) ->
                        exchange.respond(failure == null ? passed(answer) : Reply.empty(502, Headers.none())));
    }

    private static Reply passed(Answer answer) {
        return new Reply(
                answer.status(), Headers.none(), new Reply.Payloads(List.of(answer.body()), BareServer.UNHEARD));
    }
}
