package dev.gantry.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** nginx with sendfile at {@code /files/}, DAV at {@code /dav/} and, in front of an upstream, a proxy at {@code /proxy/}. */
final class Nginx implements AutoCloseable {

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it in the foreground with its files below {@code home}. */
    static Nginx start(Path home, Path files, int upstream) throws Exception {
        return start(home, files, upstream, "");
    }

    /** The same over TLS. */
    static Nginx startTls(Path home, Path files, TlsFiles tls) throws Exception {
        return start(
                home,
                files,
                Ports.free(),
                " ssl; ssl_protocols TLSv1.3; ssl_certificate %s; ssl_certificate_key %s"
                        .formatted(tls.certificate(), tls.key()));
    }

    private static Nginx start(Path home, Path files, int upstream, String ssl) throws Exception {
        int port = Ports.free();
        Files.createDirectories(home.resolve("dav"));
        Path conf = home.resolve("nginx.conf");
        Files.writeString(conf, configuration(home, files, port + ssl, upstream));
        Process process = new ProcessBuilder("nginx", "-c", conf.toString(), "-p", home.toString(), "-e", "stderr")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("nginx.log").toFile())
                .start();
        Ports.awaitListener(port, process);
        return new Nginx(process, port);
    }

    private static String configuration(Path home, Path files, String listen, int upstream) {
        return """
            daemon off;
            user root;
            worker_processes auto;
            pid %1$s/nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 1000000000;
              client_max_body_size 0;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              upstream behind { server 127.0.0.1:%4$d; keepalive 64; }
              server {
                listen 127.0.0.1:%3$s;
                location /files/ { alias %2$s/; }
                location /dav/ { alias %1$s/dav/; dav_methods PUT DELETE; }
                location /proxy/ {
                  proxy_pass http://behind/;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffering off;
                  proxy_buffer_size 256k;
                  proxy_buffers 8 256k;
                  proxy_busy_buffers_size 512k;
                  proxy_request_buffering off;
                  client_body_buffer_size 256k;
                }
              }
            }
            """.formatted(home, files, listen, upstream);
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
