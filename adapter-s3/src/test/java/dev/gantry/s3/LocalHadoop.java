package dev.gantry.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What stands in for EMR's machines: runs a step's JAR by Hadoop's LocalJobRunner. Buckets are folders for that time, since
 * EMR's own file system for {@code s3://} is AWS's alone.
 */
final class LocalHadoop {

    private final FakeBuckets buckets;
    private final Path directory;

    LocalHadoop(FakeBuckets buckets, Path directory) {
        this.buckets = buckets;
        this.directory = directory;
    }

    /** Runs it to its end; what it wrote is in the buckets then. */
    void run(JsonNode step) throws Exception {
        JsonNode hadoop = step.path("HadoopJarStep");
        Path jar = fetch(URI.create(hadoop.path("Jar").asString()));
        URI source = URI.create(hadoop.path("Args").path(0).asString());
        URI destination = URI.create(hadoop.path("Args").path(1).asString());
        Path input = Files.createDirectories(directory.resolve(source.getHost()));
        buckets.objects(source.getHost()).forEach((name, bytes) -> write(input.resolve(name), bytes));
        Path output = directory
                .resolve(destination.getHost())
                .resolve(destination.getPath().substring(1));
        main(jar, input.toUri().toString(), output.toUri().toString());
        upload(output, destination);
    }

    private Path fetch(URI uri) {
        byte[] bytes = buckets.objects(uri.getHost()).get(uri.getPath().substring(1));
        Path jar = directory.resolve("step.jar");
        write(jar, bytes);
        return jar;
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JAR's own classes, not those of the test: what is not in it is not found. */
    private static void main(Path jar, String... args) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new JarFirst(jar.toUri().toURL(), before);
                JarFile file = new JarFile(jar.toFile())) {
            Thread.currentThread().setContextClassLoader(loader);
            String main = file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            loader.loadClass(main).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static final class JarFirst extends URLClassLoader {
        JarFirst(URL jar, ClassLoader parent) {
            super(new URL[] {jar}, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.gantry.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    private void upload(Path output, URI destination) throws IOException {
        Map<String, byte[]> bucket = buckets.objects(destination.getHost());
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.filter(one -> !one.getFileName().toString().endsWith(".crc"))
                    .toList()) {
                bucket.put(destination.getPath().substring(1) + "/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
    }

    /** A JAR of those classes whose manifest names the first as the main one. */
    static byte[] jar(Class<?>... classes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, classes[0].getName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Class<?> one : List.of(classes)) {
                String path = one.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (InputStream in = one.getClassLoader().getResourceAsStream(path)) {
                    in.transferTo(jar);
                }
            }
        }
        return bytes.toByteArray();
    }
}
