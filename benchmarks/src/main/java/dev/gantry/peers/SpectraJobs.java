package dev.gantry.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bulk jobs of a node as a Spectra S3 client runs them, with as little of a client's own work as can be. */
final class SpectraJobs {

    private static final Pattern JOB = Pattern.compile("JobId=\"([^\"]+)\"");
    private static final Pattern STATUS = Pattern.compile("Status=\"([^\"]+)\"");
    private static final Pattern LISTED = Pattern.compile("<Object [^>]*Name=\"([^\"]+)\" Offset=\"0\"");

    private final GantryNode node;
    private final String bucket;

    SpectraJobs(GantryNode node, String bucket) {
        this.node = node;
        this.bucket = bucket;
    }

    void makeBucket() throws IOException {
        try (RawHttp http = new RawHttp(node.port())) {
            http.text(node.signer().head("PUT", "/" + bucket, 0), "");
        }
    }

    void removeObjects() throws IOException {
        try (RawHttp http = new RawHttp(node.port())) {
            http.text(node.signer().head("DELETE", "/_rest_/bucket/" + bucket + "?force", 0), "");
            http.text(node.signer().head("PUT", "/" + bucket, 0), "");
        }
    }

    /** Puts objects of {@code size} bytes, all holding {@code content}, and checks that the job is COMPLETED. */
    void put(List<String> names, ByteBuffer content, int connections) throws Exception {
        run("start_bulk_put", names, content.remaining(), connections, (http, target) -> {
            ByteBuffer body = content.duplicate();
            String head = node.signer().head("PUT", target, body.remaining());
            expect(200, http.exchange(head, body), target);
        });
    }

    /** Reads objects of {@code size} bytes whole and checks that the job is COMPLETED. */
    void get(List<String> names, long size, int connections) throws Exception {
        run("start_bulk_get", names, size, connections, (http, target) -> {
            RawHttp.Got got = http.exchange(node.signer().head("GET", target, 0));
            expect(200, got, target);
            if (got.bytes() != size) {
                throw new IOException(target + " had " + got.bytes() + " bytes");
            }
        });
    }

    /** Reads objects without a job. */
    void getNaked(List<String> names, int connections) throws Exception {
        Crew.run(node.port(), connections, names, (http, name) -> {
            String target = "/" + bucket + "/" + name;
            expect(200, http.exchange(node.signer().head("GET", target, 0)), target);
        });
    }

    private void run(String operation, List<String> names, long size, int connections, Crew.Work<String> blob)
            throws Exception {
        try (RawHttp http = new RawHttp(node.port())) {
            String job = create(http, operation, names, size);
            List<String> done = new ArrayList<>();
            while (done.size() < names.size()) {
                List<String> ready = ready(http, job);
                ready.removeAll(done);
                Crew.run(
                        node.port(),
                        connections,
                        ready.stream()
                                .map(name -> "/" + bucket + "/" + name + "?job=" + job + "&offset=0")
                                .toList(),
                        blob);
                done.addAll(ready);
            }
            awaitCompletion(http, job);
        }
    }

    /** Evidence of the last reads may still be on its way. */
    private void awaitCompletion(RawHttp http, String job) throws Exception {
        String status = find(STATUS, show(http, job));
        for (int i = 0; i < 100 && status.equals("IN_PROGRESS"); i++) {
            if (endsSoon(node.process())) {
                throw new IOException("the node has ended; see its log");
            }
            status = find(STATUS, show(http, job));
        }
        if (!status.equals("COMPLETED")) {
            throw new IOException("the job is " + status);
        }
    }

    /** Waits a moment for that. */
    private static boolean endsSoon(ProcessHandle node) throws InterruptedException, ExecutionException {
        try {
            node.onExit().get(20, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private String create(RawHttp http, String operation, List<String> names, long size) throws IOException {
        StringBuilder objects = new StringBuilder("<Objects>");
        names.forEach(name -> objects.append("<Object Name=\"" + name + "\" Size=\"" + size + "\"/>"));
        String body = objects.append("</Objects>").toString();
        String target = "/_rest_/bucket/" + bucket + "?operation=" + operation;
        return find(JOB, http.text(node.signer().head("PUT", target, body.length()), body));
    }

    private List<String> ready(RawHttp http, String job) throws IOException {
        String target = "/_rest_/job_chunk?job=" + job + "&preferred_number_of_chunks=64";
        Matcher listed = LISTED.matcher(http.text(node.signer().head("GET", target, 0), ""));
        List<String> names = new ArrayList<>();
        while (listed.find()) {
            names.add(listed.group(1));
        }
        return names;
    }

    private String show(RawHttp http, String job) throws IOException {
        return http.text(node.signer().head("GET", "/_rest_/job/" + job, 0), "");
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static void expect(int status, RawHttp.Got got, String target) throws IOException {
        if (got.status() != status) {
            throw new IOException(target + ": " + got.head());
        }
    }
}
