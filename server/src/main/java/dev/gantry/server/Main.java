package dev.gantry.server;

import dev.gantry.ports.spi.DurableWrites;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Where the process begins. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code (docs/command-line.md). */
    public static void main(String[] arguments) {
        run(arguments, DurableWrites.DIRECT);
    }

    /** As {@link #main}, with every durable write of the process passing {@code disk}. */
    static void run(String[] arguments, DurableWrites disk) {
        Console console = new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                Boolean.getBoolean("gantry.terminal"),
                System.getenv(),
                InstantSource.system(),
                disk);
        int code = GantryCommand.create(console, Main::untilStopped).execute(arguments);
        console.out().flush();
        console.err().flush();
        System.exit(code);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** SIGTERM and SIGINT run the hook; it stops the node, and ends with 0 what the signal would end with 143. */
    private static void untilStopped(Node node) throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(stop(node)), "gantry-stop"));
        new CountDownLatch(1).await();
    }

    private static int stop(Node node) {
        try {
            node.close();
            return GatewayCommand.OK;
        } catch (Exception e) {
            System.err.println("gantry: the node did not stop cleanly: " + e);
            return GatewayCommand.ERROR;
        }
    }
}
