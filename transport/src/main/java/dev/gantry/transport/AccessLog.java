package dev.gantry.transport;

import dev.gantry.ports.payload.Payload;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request: who asked for what, and what came of it. Never a query, a signature or a secret. Thread-safe. */
public final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("gantry.access");
    private static final String NOBODY = "-";

    private final InstantSource clock;

    /** {@code clock} tells how long requests take. */
    public AccessLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Begins the line of one request. */
    public Line begin(Exchange exchange, long id) {
        return new Line(exchange, id, clock.millis());
    }

    /** What is known of one request; written once the answer is out or the far side is gone. */
    public final class Line {

        private final Exchange exchange;
        private final long id;
        private final long began;
        private final AtomicLong bytes = new AtomicLong();
        private volatile String user = NOBODY;
        private volatile int status;

        private Line(Exchange exchange, long id, long began) {
            this.exchange = exchange;
            this.id = id;
            this.began = began;
        }

        /** Notes who asks. */
        public void user(String name) {
            user = name;
        }

        /** Notes the answer; gives back the reply to send, which counts what cannot be known before. */
        public Reply answer(Reply reply) {
            status = reply.status();
            exchange.onEnd(this::write);
            if (reply.body() instanceof Reply.Document document) {
                return new Reply(reply.status(), reply.headers(), new Reply.Document(counting(document)));
            }
            bytes.set(length(reply.body()));
            return reply;
        }

        private Reply.DocumentWriter counting(Reply.Document document) {
            return out -> document.writer().writeTo(new Counting(out, bytes));
        }

        private void write() {
            if (LOG.isInfoEnabled()) {
                print();
            }
        }

        private void print() {
            LOG.info(
                    "{} {} {} {} {} {} {} ms",
                    id,
                    printable(user),
                    exchange.method(),
                    path(exchange.target()),
                    status,
                    bytes,
                    clock.millis() - began);
        }
    }

    private static long length(Reply.Body body) {
        if (body instanceof Reply.Bytes small) {
            return small.bytes().length;
        }
        if (body instanceof Reply.Payloads payloads) {
            long sum = 0;
            for (Payload payload : payloads.payloads()) {
                sum += payload.length();
            }
            return sum;
        }
        return 0;
    }

    private static String path(String target) {
        int question = target.indexOf('?');
        return printable(question < 0 ? target : target.substring(0, question));
    }

    /** Keeps one request on one line. */
    private static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnprintable(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> isUnprintable(c) ? '_' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    private static boolean isUnprintable(int c) {
        return c <= ' ' || Character.isISOControl(c);
    }

    /** Counts what is written. */
    private static final class Counting extends FilterOutputStream {

        private final AtomicLong bytes;

        Counting(OutputStream out, AtomicLong bytes) {
            super(out);
            this.bytes = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes.incrementAndGet();
        }

        @Override
        public void write(byte[] buffer, int from, int length) throws IOException {
            out.write(buffer, from, length);
            bytes.addAndGet(length);
        }
    }
}
