package dev.gantry.transport;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The connections to one host and port, and who waits for one. Thread-safe. */
final class Endpoint {

    /** Makes connections. */
    interface Connector {

        /** Connects and calls back {@link Endpoint#connected} or {@link Endpoint#notConnected}. */
        void connect(Endpoint endpoint, Call first);
    }

    private final Origin origin;
    private final ClientSettings settings;
    private final Connector connector;
    private final Deque<ClientConnection> idle = new ArrayDeque<>(); // guarded by this, as is all below
    private final Set<ClientConnection> open = new HashSet<>();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Set<Call> connecting = new HashSet<>();
    private boolean closed;

    Endpoint(Origin origin, ClientSettings settings, Connector connector) {
        this.origin = origin;
        this.settings = settings;
        this.connector = connector;
    }

    Origin origin() {
        return origin;
    }

    void submit(Call call) {
        Runnable next;
        synchronized (this) {
            next = place(call);
        }
        next.run();
    }

    /** Sends a call over a new connection: a kept one has just died under it, and those beside it are as old. */
    void submitAfresh(Call call) {
        List<ClientConnection> old;
        synchronized (this) {
            old = new ArrayList<>(idle);
            idle.clear();
        }
        old.forEach(ClientConnection::close);
        submit(call);
    }

    private Runnable place(Call call) {
        if (closed) {
            return () -> call.fail(new IOException("the client is closed"));
        }
        boolean mayConnect = open.size() + connecting.size() < settings.connectionsPerEndpoint();
        Optional<ClientConnection> kept = keptFor(call, mayConnect);
        if (kept.isPresent()) {
            return () -> kept.get().carry(call);
        }
        if (mayConnect) {
            connecting.add(call);
            return () -> connector.connect(this, call);
        }
        if (waiting.size() >= settings.maxWaiting()) {
            return () -> call.fail(new IOException(
                    "all connections to " + origin + " are busy and " + settings.maxWaiting() + " requests wait"));
        }
        waiting.addLast(call);
        return () -> {};
    }

    /** One on the call's loop; another one only where none can be opened there. */
    private Optional<ClientConnection> keptFor(Call call, boolean mayConnect) {
        Optional<ClientConnection> beside = call.loop()
                .flatMap(loop -> idle.stream()
                        .filter(connection -> connection.loop() == loop)
                        .findFirst());
        Optional<ClientConnection> kept = beside.isPresent() || (call.loop().isPresent() && mayConnect)
                ? beside
                : Optional.ofNullable(idle.peekFirst());
        kept.ifPresent(idle::remove);
        return kept;
    }

    void connected(ClientConnection connection, Call first) {
        boolean refused;
        synchronized (this) {
            connecting.remove(first);
            refused = closed;
            open.add(connection);
        }
        if (refused) {
            connection.close();
            first.fail(new IOException("the client was closed"));
        } else {
            connection.carry(first);
        }
    }

    void notConnected(Call call, IOException why) {
        Runnable next;
        synchronized (this) {
            connecting.remove(call);
            next = placeNext();
        }
        call.fail(why);
        next.run();
    }

    /** {@code connection} is idle and can carry another call. */
    void free(ClientConnection connection) {
        Call next;
        synchronized (this) {
            next = waiting.pollFirst();
            if (next == null) {
                idle.addFirst(connection);
            }
        }
        if (next != null) {
            connection.carry(next);
        }
    }

    /** {@code connection} is closed. A second call does nothing. */
    void gone(ClientConnection connection) {
        Runnable next;
        synchronized (this) {
            idle.remove(connection);
            next = open.remove(connection) ? placeNext() : () -> {};
        }
        next.run();
    }

    private Runnable placeNext() {
        Call next = waiting.pollFirst();
        return next == null ? () -> {} : place(next);
    }

    /** Fails what waits or is being connected, of which nobody may hear again, and cuts what runs. */
    void close() {
        List<Call> failed;
        List<ClientConnection> cut;
        synchronized (this) {
            closed = true;
            failed = new ArrayList<>(waiting);
            failed.addAll(connecting);
            waiting.clear();
            cut = new ArrayList<>(open);
        }
        failed.forEach(call -> call.fail(new IOException("the client was closed")));
        cut.forEach(ClientConnection::close);
    }
}
