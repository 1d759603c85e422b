package dev.gantry.spectra;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Headers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a list of records to its end. Asks for pages only a server that has cut its first answer, since not every list
 * takes the parameters (docs/spectra-s3.md, Paging).
 *
 * @param resource the list, with the flags it is asked with
 * @param root the root of its answers
 * @param element what a record is called there
 */
record RemotePages<T>(
        RemoteNode node,
        String resource,
        List<String> flags,
        String root,
        String element,
        Function<RemoteElement, T> reader) {

    private static final int PAGE = 1000;
    private static final int MOST = 100_000;

    private record Page<T>(List<T> records, boolean truncated) {}

    /** The records of a list whose answers have the root Data. */
    static <T> CompletionStage<List<T>> of(
            RemoteNode node, String resource, String element, Function<RemoteElement, T> reader) {
        return new RemotePages<>(node, resource, List.of(), "Data", element, reader).all();
    }

    /** Every record; more than 100,000 are a failure. */
    CompletionStage<List<T>> all() {
        return page(call()).thenCompose(first -> behind(List.of(), first));
    }

    private RemoteCall call() {
        RemoteCall call = RemoteCall.rest("GET", resource);
        flags.forEach(call::flag);
        return call;
    }

    private CompletionStage<List<T>> behind(List<T> before, Page<T> page) {
        List<T> all = Stream.concat(before.stream(), page.records().stream()).toList();
        if (!page.truncated() || page.records().isEmpty()) {
            return CompletableFuture.completedFuture(all);
        }
        if (all.size() >= MOST) {
            return CompletableFuture.failedFuture(
                    new ApiException(Problem.INTERNAL, resource + " lists more than " + MOST + " records"));
        }
        RemoteCall next =
                call().query("page_length", Integer.toString(PAGE)).query("page_offset", Integer.toString(all.size()));
        return page(next).thenCompose(following -> behind(all, following));
    }

    private CompletionStage<Page<T>> page(RemoteCall call) {
        return node.read(call, (headers, in) -> {
            List<RemoteElement> records = RemoteElement.read(in, root).children(element);
            return new Page<>(records.stream().map(reader).toList(), isTruncated(headers));
        });
    }

    private static boolean isTruncated(Headers headers) {
        return headers.first(WireNames.PAGE_TRUNCATED)
                .filter(left -> !left.equals("0"))
                .isPresent();
    }
}
