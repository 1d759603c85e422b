package dev.gantry.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Requests as the vendor's SDK sends them: signed, over a pool of kept connections. */
final class SdkWire implements AutoCloseable {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final int SILENT_TRIES = 4;
    private static final String TYPE = "application/xml";

    /** What identifies a blob to the SDK: all but InCache. */
    record Blob(String bucket, String id, String latest, long length, String name, long offset, String version) {}

    /** A job or a list of ready chunks: its blobs, each with its InCache. */
    record BlobList(Map<String, String> job, Map<Blob, Boolean> blobs, String retryAfter) {
        String id() {
            return job.get("JobId");
        }
    }

    private final IntSupplier port;
    private final String key;
    private final String secret;
    private final ConcurrentLinkedDeque<WireConnection> idle = new ConcurrentLinkedDeque<>();

    SdkWire(IntSupplier port, String key, String secret) {
        this.port = port;
        this.key = key;
        this.secret = secret;
    }

    /** What is done with an answer whose head was read. */
    interface Reading<T> {
        T read(int status, WireConnection connection) throws IOException;
    }

    /**
     * One request. Without a body it is sent again, as the SDK's HTTP client does it, when its connection ends before the
     * answer. A connection that failed is closed, and so are those that were idle.
     */
    <T> T request(String method, String target, byte[] body, Map<String, String> headers, Reading<T> reading)
            throws IOException {
        String head = head(method, target, headers);
        for (int tries = body.length == 0 ? SILENT_TRIES : 1; ; tries--) {
            WireConnection connection = connection();
            try {
                connection.send(head, body);
            } catch (IOException e) {
                connection.close();
                close();
                if (tries == 1) {
                    throw e;
                }
                continue;
            }
            return read(connection, reading);
        }
    }

    private WireConnection connection() throws IOException {
        WireConnection connection = idle.pollFirst();
        return connection == null ? new WireConnection(port.getAsInt()) : connection;
    }

    private <T> T read(WireConnection connection, Reading<T> reading) throws IOException {
        boolean whole = false;
        try {
            T result = reading.read(connection.status(), connection);
            whole = connection.isKept();
            return result;
        } finally {
            if (whole) {
                idle.addFirst(connection);
            } else {
                connection.close();
            }
        }
    }

    /** The signed head of a request. */
    String head(String method, String target, Map<String, String> headers) {
        String date = DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        String signature = sign(method + "\n\n" + TYPE + "\n" + date + "\n" + path);
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHOST: node\r\nDATE: " + date
                + "\r\nContent-Type: " + TYPE + "\r\nNaming-Convention: s3\r\nAuthorization: AWS " + key + ":"
                + signature + "\r\nConnection: Keep-Alive\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A request that must be answered with {@code expected}; the answer's body. */
    String call(String method, String target, String body, int expected) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        return request(method, target, octets, lengthOf(octets), (status, connection) -> {
            String text = new String(connection.body(), StandardCharsets.UTF_8);
            if (status != expected) {
                throw new IOException(method + " " + target + ": " + status + " " + text);
            }
            return text;
        });
    }

    /** As the SDK does it, a request without a body has no length either. */
    private static Map<String, String> lengthOf(byte[] body) {
        return body.length == 0 ? Map.of() : Map.of("Content-Length", Integer.toString(body.length));
    }

    BlobList blobs(String method, String target, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        return request(method, target, octets, lengthOf(octets), (status, connection) -> {
            String retryAfter = connection.header("retry-after");
            byte[] document = connection.body();
            if (status != 200) {
                throw new IOException(
                        method + " " + target + ": " + status + " " + new String(document, StandardCharsets.UTF_8));
            }
            return parse(document, retryAfter);
        });
    }

    private static BlobList parse(byte[] document, String retryAfter) throws IOException {
        Map<String, String> job = new LinkedHashMap<>();
        Map<Blob, Boolean> blobs = new LinkedHashMap<>();
        try {
            XMLStreamReader xml =
                    XMLInputFactory.newFactory().createXMLStreamReader(new ByteArrayInputStream(document));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    element(xml, job, blobs);
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        return new BlobList(job, blobs, retryAfter);
    }

    private static void element(XMLStreamReader xml, Map<String, String> job, Map<Blob, Boolean> blobs) {
        if (xml.getLocalName().equals("MasterObjectList")) {
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                job.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
            }
        } else if (xml.getLocalName().equals("Object")) {
            Boolean known = blobs.put(blob(xml), Boolean.valueOf(value(xml, "InCache")));
            if (known != null) {
                throw new AssertionError("a blob is listed twice: " + blob(xml));
            }
        }
    }

    private static Blob blob(XMLStreamReader xml) {
        return new Blob(
                value(xml, "Bucket"),
                value(xml, "Id"),
                value(xml, "Latest"),
                Long.parseLong(value(xml, "Length")),
                value(xml, "Name"),
                Long.parseLong(value(xml, "Offset")),
                value(xml, "VersionId"));
    }

    private static String value(XMLStreamReader xml, String name) {
        return xml.getAttributeValue(null, name);
    }

    /** Closes the connections that are idle. */
    @Override
    public void close() {
        for (WireConnection one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            one.close();
        }
    }
}
