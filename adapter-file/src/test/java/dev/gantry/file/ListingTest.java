package dev.gantry.file;

import static dev.gantry.tck.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectRecord;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.tck.AwkwardNames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {

    private static final BucketName BUCKET = new BucketName("b");

    @TempDir
    Path root;

    /** Makes objects without forcing each, which would take long for thousands. */
    private void make(Collection<ObjectName> names) throws IOException {
        Trailer trailer = new Trailer(
                Instant.EPOCH,
                Metadata.none(),
                new ObjectRecord(
                        new ObjectId(new UUID(1, 1)), Instant.EPOCH, BlobLayout.whole(0), List.of(Checksums.none())));
        StoreLayout layout = new StoreLayout(root);
        for (ObjectName name : names) {
            Path file = layout.object(new ObjectKey(BUCKET, name));
            Files.createDirectories(file.getParent());
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ObjectFile.seal(channel, trailer.record().id(), trailer);
            }
        }
    }

    private ListPage list(ListQuery query) throws IOException {
        return new Listing(BUCKET, new StoreLayout(root).objects(BUCKET), query).page();
    }

    @Test
    void anyQueryAgreesWithTheSameQueryOverASortedSet() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeSet<ObjectName> names = new TreeSet<>();
        // a thousand nested directories would take most of the time
        AwkwardNames.ALL.stream()
                .filter(name -> !name.contains("a/a/") && !name.contains("////"))
                .forEach(name -> names.add(new ObjectName(name)));
        while (names.size() < 400) {
            names.add(new ObjectName(randomText(random, 1 + random.nextInt(7))));
        }
        make(names);
        for (int i = 0; i < 500; i++) {
            Optional<String> delimiter =
                    random.nextInt(3) == 0 ? Optional.empty() : Optional.of(randomText(random, 1 + random.nextInt(2)));
            ListQuery query = new ListQuery(
                    randomText(random, random.nextInt(3)),
                    randomText(random, random.nextInt(5)),
                    delimiter,
                    1 + random.nextInt(20));
            assertThat(texts(list(query))).as("%s, seed %d", query, seed).isEqualTo(expected(names, query));
        }
    }

    private static String randomText(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int left = length; left > 0; left--) {
            text.append("//ab.-B\u00e9".charAt(random.nextInt(8)));
        }
        return text.toString();
    }

    private static List<Object> texts(ListPage page) {
        return List.of(
                page.objects().stream().map(o -> o.key().name().value()).toList(), page.commonPrefixes(), page.next());
    }

    /** The contract of a listing, said as plainly as possible. */
    private static List<Object> expected(Set<ObjectName> names, ListQuery query) {
        List<String> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String last = "";
        for (ObjectName name : names) {
            String rolled = rolledUp(name.value(), query);
            boolean wanted = name.value().startsWith(query.prefix())
                    && compare(name.value(), query.after()) > 0
                    && !(rolled.equals(query.after()) && !rolled.equals(name.value()))
                    && !prefixes.contains(rolled);
            if (wanted && objects.size() + prefixes.size() == query.max()) {
                return List.of(objects, prefixes, Optional.of(last));
            }
            if (wanted) {
                (isRolled(name.value(), query) ? prefixes : objects).add(rolled);
                last = rolled;
            }
        }
        return List.of(objects, prefixes, Optional.empty());
    }

    private static boolean isRolled(String name, ListQuery query) {
        return query.delimiter().isPresent()
                && name.startsWith(query.prefix())
                && name.indexOf(query.delimiter().get(), query.prefix().length()) >= 0;
    }

    private static String rolledUp(String name, ListQuery query) {
        if (!isRolled(name, query)) {
            return name;
        }
        String delimiter = query.delimiter().orElseThrow();
        return name.substring(0, name.indexOf(delimiter, query.prefix().length()) + delimiter.length());
    }

    private static int compare(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aDirectoryLargerThanWhatIsKeptIsListedWhole() throws IOException {
        TreeSet<ObjectName> names = new TreeSet<>();
        for (int i = 0; i < 3500; i++) {
            names.add(new ObjectName("n" + i));
        }
        make(names);
        List<String> seen = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            ListPage page = list(new ListQuery("", after.get(), Optional.empty(), 1000));
            page.objects().forEach(object -> seen.add(object.key().name().value()));
            after = page.next();
        }
        assertThat(seen).isEqualTo(names.stream().map(ObjectName::value).toList());
        assertThat(list(new ListQuery("", "", Optional.of("9"), 1000)).commonPrefixes())
                .hasSizeGreaterThan(50)
                .doesNotHaveDuplicates();
    }

    /** Files that are no objects would be reported if they were opened: a page must not get that far. */
    @Test
    void aPageOpensNoFileOutsideOfIt() throws IOException {
        make(List.of(new ObjectName("k/1"), new ObjectName("k/2"), new ObjectName("p/x/1"), new ObjectName("q")));
        Path objects = new StoreLayout(root).objects(BUCKET);
        for (String unreadable : List.of("j!", "k.f/0!", "k.f/3!", "p.f/x.f/0!", "r!")) {
            Files.createDirectory(objects.resolve(unreadable)); // a directory opens, but reading it fails the listing
        }
        assertThat(texts(list(new ListQuery("k/", "k/0", Optional.empty(), 2))))
                .isEqualTo(List.of(List.of("k/1", "k/2"), List.of(), Optional.of("k/2")));
        assertThat(texts(list(new ListQuery("", "k/3", Optional.of("/"), 1))))
                .isEqualTo(List.of(List.of(), List.of("p/"), Optional.of("p/")));
        assertThat(texts(list(new ListQuery("", "p/", Optional.of("/"), 1))))
                .isEqualTo(List.of(List.of("q"), List.of(), Optional.of("q")));
    }

    @Test
    void aDamagedFileIsLeftOutOfListingsAndRejectedByName() throws IOException {
        Path file = new StoreLayout(root).object(ObjectKey.of("b", "damaged"));
        make(List.of(new ObjectName("a"), new ObjectName("damaged"), new ObjectName("z")));
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThat(texts(list(ListQuery.all())).get(0)).as("byte %d", at).isEqualTo(List.of("a", "z"));
        }
        Files.write(file, new byte[3]);
        assertThat(texts(list(ListQuery.all())).get(0)).isEqualTo(List.of("a", "z"));
        try (StorageProvider provider = FileProvider.at(new StoreId("test"), root)) {
            ObjectKey key = ObjectKey.of("b", "damaged");
            assertThat(failure(provider.objects().head(List.of(key)))).isInstanceOf(ProviderException.Rejected.class);
            assertThat(failure(provider.objects().read(key, new VersionToken("any"), new ByteRange(0, 1))))
                    .isInstanceOf(ProviderException.Rejected.class)
                    .hasMessageContaining("damaged");
        }
    }
}
