package dev.gantry.peers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.LoggerFactory;

/**
 * An S3 service for measurements: S3Proxy on the directory that is its argument, which takes requests with any signature
 * and with none, so that nginx can stand in front of it too. Prints the port that it took; ends with its input.
 */
public final class S3Upstream {

    private S3Upstream() {}

    public static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF); // its output is the port
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(Path.of(arguments[0]).toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .ignoreUnknownHeaders(true)
                .build();
        proxy.start();
        System.out.println(proxy.getPort());
        while (System.in.read() >= 0) {
            // until the harness closes its end
        }
        proxy.stop();
    }
}
