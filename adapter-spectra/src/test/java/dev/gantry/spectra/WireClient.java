package dev.gantry.spectra;

import dev.gantry.transport.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Signs requests and sends each on a connection of its own, byte for byte as it is told. */
final class WireClient {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final int port;
    private final String accessKey;
    private final String secretKey;

    WireClient(int port, String accessKey, String secretKey) {
        this.port = port;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /** What came back. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(int status, Headers headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            List<String> values = headers.all(name);
            if (values.size() != 1) {
                throw new AssertionError(name + " occurs " + values.size() + " times");
            }
            return values.get(0);
        }

        Optional<String> headerIfAny(String name) {
            return headers.first(name);
        }

        /** The texts that an XPath finds in the answer's document. */
        List<String> all(String path) {
            try {
                Document document = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(body));
                NodeList nodes = (NodeList)
                        XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
                return IntStream.range(0, nodes.getLength())
                        .mapToObj(i -> nodes.item(i).getTextContent())
                        .toList();
            } catch (Exception e) {
                throw new AssertionError(text(), e);
            }
        }

        String one(String path) {
            List<String> found = all(path);
            if (found.size() != 1) {
                throw new AssertionError(path + " finds " + found + " in " + text());
            }
            return found.get(0);
        }
    }

    Answer send(String method, String target, String... headers) {
        return send(method, target, Optional.empty(), headers);
    }

    Answer bring(String method, String target, byte[] body, String... headers) {
        return send(method, target, Optional.of(body), headers);
    }

    Answer bring(String method, String target, String body, String... headers) {
        return bring(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private Answer send(String method, String target, Optional<byte[]> body, String... pairs) {
        Headers.Builder extra = Headers.builder();
        body.ifPresent(bytes -> extra.add("Content-Length", Integer.toString(bytes.length)));
        for (int i = 0; i < pairs.length; i += 2) {
            extra.add(pairs[i], pairs[i + 1]);
        }
        return raw(head(method, target, extra.build()), body.orElse(new byte[0]));
    }

    /** The signed head of a request with exactly those headers besides Host, Date and Authorization. */
    String head(String method, String target, Headers extra) {
        Headers dated = extra.with("Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        Headers signed =
                dated.with("Authorization", V2Signature.authorization(accessKey, secretKey, method, target, dated));
        StringBuilder head =
                new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: node\r\nConnection: close\r\n");
        signed.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** Sends head and body and reads the answer. */
    Answer raw(String head, byte[] body) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends head and body, ends the sending half, and reads the answer. */
    Answer cut(String head, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            socket.shutdownOutput();
            return read(socket.getInputStream());
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String[] status = line(in).split(" ", 3);
        Headers.Builder headers = Headers.builder();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        Headers read = headers.build();
        boolean chunked = read.first("Transfer-Encoding").isPresent();
        return new Answer(Integer.parseInt(status[1]), read, chunked ? chunks(in) : in.readAllBytes());
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        return body.toByteArray();
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the answer ended early: " + line);
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
