package dev.gantry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.TaskId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that a fake EMR really runs, by Hadoop's LocalJobRunner: what goes in as a JAR and a space comes out in another. */
@Tag("long")
class HadoopJobTest {

    private static final TaskId TASK = new TaskId(UUID.fromString("12345678-1234-1234-1234-123456789abc"));

    @TempDir
    Path directory;

    @Test
    void aWordCountsOutputLandsInTheDestination() throws Exception {
        try (TaskNode node = node()) {
            put(
                    node,
                    "work",
                    "count.jar",
                    LocalHadoop.jar(WordCount.class, WordCount.Words.class, WordCount.Sums.class));

            String id = start(node);
            node.emr.settled().join();

            assertThat(state(node, id)).isEqualTo("COMPLETED");
            String output = "hadoop-output/" + TASK + "/";
            assertThat(node.buckets.objects("counts")).containsKey(output + "_SUCCESS");
            assertThat(new String(node.buckets.objects("counts").get(output + "part-r-00000"), StandardCharsets.UTF_8))
                    .isEqualTo("be\t2\nnot\t1\nor\t1\nto\t3\nwork\t1\n");
        }
    }

    @Test
    void aJarThatLacksAClassFails() throws Exception {
        try (TaskNode node = node()) {
            put(node, "work", "count.jar", LocalHadoop.jar(WordCount.class));

            String id = start(node);
            node.emr.settled().join();

            assertThat(state(node, id)).isEqualTo("FAILED");
            assertThat(node.buckets.objects("counts")).isEmpty();
        }
    }

    private TaskNode node() throws Exception {
        TaskNode node = new TaskNode();
        for (String bucket : new String[] {"work", "texts", "counts"}) {
            node.buckets.make(bucket);
        }
        put(node, "texts", "one.txt", "to be or not to be\n".getBytes(StandardCharsets.UTF_8));
        put(node, "texts", "two.txt", "to work\n".getBytes(StandardCharsets.UTF_8));
        node.emr.runBy(new LocalHadoop(node.buckets, directory));
        return node;
    }

    private static void put(TaskNode node, String bucket, String name, byte[] bytes) {
        node.buckets.objects(bucket).put(name, bytes);
    }

    private static String start(TaskNode node) {
        Map<String, String> job = Map.of(
                "jarContentId", "count.jar",
                "sourceSpaceId", "texts",
                "destSpaceId", "counts",
                "workSpaceId", "work");
        return MapDocument.read(node.run(TASK, "run-hadoop-job", MapDocument.write(job)))
                .get("jobFlowId");
    }

    private static String state(TaskNode node, String id) {
        return MapDocument.read(node.run("describe-hadoop-job", id)).get("Job State");
    }
}
