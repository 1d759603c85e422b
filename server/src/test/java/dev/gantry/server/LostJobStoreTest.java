package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose job store is deleted between two starts still has every object, by the same ids. */
@Tag("long")
@Timeout(300)
class LostJobStoreTest {

    private static final int FILES = 30;

    @TempDir
    private Path temp;

    private Tree tree;
    private Path data;

    @Test
    void listingHeadAndGetStillWorkWithTheSameIds() throws Exception {
        data = temp.resolve("data");
        tree = Tree.at(temp.resolve("tree")).withFiles(FILES, 20_000, LongTier.seed());
        List<String> before = withNode(() -> {
            Commands.mustRun("first", "put", "demo", tree.root(), "--max-blob", 5000, "--data", data);
            return told();
        });
        deleteJobStore();

        List<String> after = withNode(() -> {
            assertThat(Commands.mustRun("lost", "jobs", "--all", "--json", "--data", data)
                            .events("job"))
                    .isEmpty();
            List<String> told = told();
            Commands.mustRun("lost", "get", "demo", "--to", temp.resolve("out"), "--data", data);
            return told;
        });

        assertThat(after).isEqualTo(before);
        tree.assertIsAt(temp.resolve("out"), "job store lost");
        LongTier.figure(
                "job store deleted: bucket and %d objects listed, told and fetched by the same ids".formatted(FILES));
    }

    /** What is asked of a running node. */
    private interface Question {
        List<String> ask() throws IOException;
    }

    private List<String> withNode(Question question) throws IOException {
        try (Forked node = Forked.node(temp.resolve("logs"), Forked.brief(OptionalLong.empty()), data, 0)) {
            node.url("for a question");
            return question.ask();
        }
    }

    /** The bucket, the listing, and each object with its id, checksums and metadata. */
    private List<String> told() throws IOException {
        List<String> told = new ArrayList<>();
        told.add(Commands.mustRun("told", "buckets", "--json", "--data", data).out());
        told.add(
                Commands.mustRun("told", "ls", "demo", "--json", "--data", data).out());
        for (String file : tree.files().keySet()) {
            String object = Commands.mustRun("told", "stat", "demo/" + tree.objectName(file), "--json", "--data", data)
                    .out();
            assertThat(object).contains("\"id\"");
            told.add(object);
        }
        return told;
    }

    private void deleteJobStore() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("jobs.db"))
                    .toList()) {
                Tree.remove(file);
            }
        }
        assertThat(data.resolve("jobs.db")).doesNotExist();
    }
}
