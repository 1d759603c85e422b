package dev.gantry.peers;

import java.io.IOException;
import java.nio.file.Path;

/** A certificate and its key, both PEM, made by OpenSSL for this run. */
record TlsFiles(Path certificate, Path key) {

    static TlsFiles make(Path folder) throws IOException, InterruptedException {
        TlsFiles made = new TlsFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-keyout",
                        made.key.toString(),
                        "-out",
                        made.certificate.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        if (openssl.waitFor() != 0) {
            throw new IOException("openssl made no certificate; see openssl.log in " + folder);
        }
        return made;
    }
}
