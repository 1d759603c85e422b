package dev.gantry.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a client's process does with the files that are to be downloaded: all once, or again and again. */
final class Downloads {

    /** How many transfers every client has under way at a time. */
    static final int CONNECTIONS = 4;

    /** Stands for a folder where folders are read from the input, one for each round. */
    static final String ROUNDS = "-";

    /** A client that can download. */
    interface Client {

        /** Gets every target into a fresh file of its last name in the folder; returns when all are there. */
        void get(List<String> targets, Path folder) throws Exception;
    }

    private Downloads() {}

    /** Runs {@code client}: {@code arguments} are a folder, or {@link #ROUNDS}, and the targets. */
    static void run(Client client, List<String> arguments) throws Exception {
        List<String> targets = arguments.subList(1, arguments.size());
        if (!arguments.get(0).equals(ROUNDS)) {
            client.get(targets, Path.of(arguments.get(0)));
            return;
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String folder = in.readLine(); folder != null; folder = in.readLine()) {
            client.get(targets, Path.of(folder));
            System.out.println(folder);
        }
    }

    /** The file that a target becomes. */
    static Path file(Path folder, String target) {
        return folder.resolve(target.substring(target.lastIndexOf('/') + 1));
    }

    /** A process that was started with {@link #ROUNDS}. */
    record Rounds(Process process, BufferedReader out) implements AutoCloseable {

        static Rounds start(List<String> command) throws IOException {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Rounds(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        /** One round. */
        void into(Path folder) throws IOException {
            process.getOutputStream().write((folder + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            if (!folder.toString().equals(out.readLine())) {
                throw new IOException("a client's process ended");
            }
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.onExit().join();
        }
    }
}
