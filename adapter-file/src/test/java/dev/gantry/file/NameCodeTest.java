package dev.gantry.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.tck.AwkwardNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NameCodeTest {

    private static final StoreLayout LAYOUT = new StoreLayout(Path.of("/store"));
    private static final ObjectKey ANY = ObjectKey.of("bucket", "any");

    /** Code points of every length and every kind of code, slashes often. */
    private static final int[] ALPHABET = {
        '/', '/', '/', '.', '.', '-', ',', '!', ' ', '\t', '0', '9', ':', '=', '@', 'A', 'Z', '_', 'a', 'f', 'z', '{',
        '~', 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF
    };

    private static Set<ObjectName> names(long seed) {
        Random random = new Random(seed);
        TreeSet<ObjectName> names = new TreeSet<>();
        AwkwardNames.ALL.forEach(name -> names.add(new ObjectName(name)));
        List<String> starts = new ArrayList<>(List.of("", "x".repeat(199), "x".repeat(200), "~".repeat(66), "a/"));
        while (names.size() < 5000) {
            String name = starts.get(random.nextInt(starts.size())) + tail(random);
            if (!name.isEmpty() && name.getBytes(StandardCharsets.UTF_8).length <= ObjectName.MAX_BYTES) {
                names.add(new ObjectName(name));
                starts.add(name);
            }
        }
        return names;
    }

    private static String tail(Random random) {
        StringBuilder tail = new StringBuilder();
        for (int left = random.nextInt(6); left > 0; left--) {
            tail.appendCodePoint(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return tail.toString();
    }

    private static List<String> pieces(ObjectName name) {
        return List.of(NameCode.path(name.utf8()).split("/", -1));
    }

    @Test
    void sortedTraversalIsByteOrder() {
        long seed = System.nanoTime();
        List<List<String>> paths = new ArrayList<>();
        names(seed).forEach(name -> paths.add(pieces(name)));
        List<List<String>> sorted = new ArrayList<>(paths);
        sorted.sort((a, b) -> {
            int different = Arrays.mismatch(a.toArray(), b.toArray());
            return different < 0 ? 0 : a.get(different).compareTo(b.get(different));
        });
        assertThat(sorted).as("seed %d", seed).isEqualTo(paths);
    }

    @Test
    void pathsDifferEvenWhereCaseIsIgnoredAndNoFileIsADirectory() {
        long seed = System.nanoTime();
        Set<String> files = new HashSet<>();
        Set<String> directories = new HashSet<>();
        for (ObjectName name : names(seed)) {
            String path = NameCode.path(name.utf8()).toLowerCase(Locale.ROOT);
            assertThat(files.add(path)).as("%s, seed %d", name, seed).isTrue();
            for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
                directories.add(path.substring(0, at));
            }
        }
        assertThat(files).as("seed %d", seed).doesNotContainAnyElementsOf(directories);
    }

    @Test
    void everyPieceIsShortAsciiThatNoSystemReadsAsAnythingElse() {
        long seed = System.nanoTime();
        for (ObjectName name : names(seed)) {
            assertThat(pieces(name))
                    .as("%s, seed %d", name, seed)
                    .allSatisfy(piece ->
                            assertThat(piece).matches("[!+\\-.=~0-9a-z]{1,204}").isNotIn(".", ".."));
        }
    }

    @Test
    void entriesTellTheirNames() {
        long seed = System.nanoTime();
        for (ObjectName name : names(seed)) {
            byte[] start = new byte[0];
            for (String piece : pieces(name)) {
                start = Entry.parse(piece, start).orElseThrow().name();
            }
            assertThat(start).as("%s, seed %d", name, seed).isEqualTo(name.utf8());
        }
    }

    @Test
    void foreignFilesAreNoEntries() {
        for (String text :
                List.of(".nfs0001", ".DS_Store", "lost+found", "A!", "=4!", "=zz!", "~7a!", "+2d", "\u00e9!")) {
            assertThat(Entry.parse(text, new byte[0])).as(text).isEmpty();
        }
    }

    @Test
    void noNameLeavesItsBucketAndTheLongestPathFits() {
        Path objects = LAYOUT.objects(ANY.bucket());
        BucketName longest = new BucketName("A".repeat(63));
        for (ObjectName name : names(1)) {
            Path file = LAYOUT.object(new ObjectKey(ANY.bucket(), name));
            assertThat(file.normalize()).isEqualTo(file).startsWithRaw(objects);
            Path deepest = LAYOUT.object(new ObjectKey(longest, name));
            int below = deepest.toString().length() - LAYOUT.root().toString().length();
            assertThat(below + StoreLayout.MAX_ROOT_BYTES).isLessThan(4096);
        }
    }
}
