package dev.gantry.server;

import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A certificate that the node issues to itself by the JDK's keytool, and keeps in its data directory. */
final class SelfSigned {

    private static final String ALIAS = "gantry";
    private static final String DAYS = "3650";
    private static final long PATIENCE_SECONDS = 60;

    private final Path directory;
    private final InstantSource clock;
    private final DurableWrites disk;

    SelfSigned(Path directory, InstantSource clock, DurableWrites disk) {
        this.directory = directory;
        this.clock = clock;
        this.disk = disk;
    }

    /** The kept certificate, or a new one if there is none, if it ended, or if it is not for one of {@code names}. */
    TlsFiles forNames(Set<String> names) throws IOException {
        TlsFiles files = new TlsFiles(directory.resolve("tls-certificate.pem"), directory.resolve("tls-key.pem"));
        try {
            if (!isGood(files, names)) {
                Files.deleteIfExists(files.certificate()); // first: a key is never beside another's certificate
                make(files, names);
            }
            return files;
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate could be made in " + directory + ": " + e.getMessage(), e);
        }
    }

    private boolean isGood(TlsFiles files, Set<String> names) throws IOException, GeneralSecurityException {
        if (!Files.exists(files.certificate()) || !Files.exists(files.key())) {
            return false;
        }
        try (InputStream in = Files.newInputStream(files.certificate())) {
            X509Certificate kept =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            boolean lasts = kept.getNotAfter().toInstant().isAfter(clock.instant());
            return lasts && named(kept).containsAll(names);
        }
    }

    private static Set<String> named(X509Certificate certificate) throws GeneralSecurityException {
        return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                .flatMap(Collection::stream)
                .map(name -> TlsFiles.name(name.get(1).toString()))
                .collect(Collectors.toSet());
    }

    private void make(TlsFiles files, Set<String> names) throws IOException, GeneralSecurityException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path work = Files.createTempDirectory(directory, "tls", owner);
        Path store = work.resolve("made.p12");
        String password = UUID.randomUUID().toString();
        try {
            keytool(store, password, names);
            keep(files, store, password.toCharArray());
        } finally {
            Files.deleteIfExists(store);
            Files.delete(work);
        }
    }

    private static void keytool(Path store, String password, Set<String> names) throws IOException {
        String alternatives = names.stream()
                .map(name -> (TlsFiles.isAddress(name) ? "ip:" : "dns:") + name)
                .collect(Collectors.joining(",", "san=", ""));
        ProcessBuilder keytool = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-dname",
                "CN=Gantry node",
                "-validity",
                DAYS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-ext",
                alternatives,
                "-ext",
                "eku=serverAuth",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "GANTRY_KEYTOOL"));
        keytool.environment().put("GANTRY_KEYTOOL", password);
        run(keytool.redirectErrorStream(true));
    }

    private static void run(ProcessBuilder keytool) throws IOException {
        Process process = keytool.start();
        process.getOutputStream().close();
        try (Reader said = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder text = new StringBuilder();
            for (int c = said.read(); c >= 0; c = said.read()) {
                text.append((char) c);
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the JDK's keytool made no certificate: "
                        + text.toString().strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a certificate was made", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void keep(TlsFiles files, Path made, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(made.toFile(), password);
        PrivateFile.write(
                files.key(), pem("PRIVATE KEY", store.getKey(ALIAS, password).getEncoded()), disk);
        PrivateFile.write(
                files.certificate(),
                pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
                disk);
        Files.setPosixFilePermissions(files.certificate(), PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }
}
