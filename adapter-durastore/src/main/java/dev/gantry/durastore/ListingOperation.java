package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Objects;
import dev.gantry.transport.Reply;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** GET of a space: its contents behind a marker, and none on the page behind the last (docs/durastore.md, Listings). */
final class ListingOperation implements Operation {

    private static final long MOST = 10_000;

    @Override
    public CompletionStage<Reply> run(Call call) {
        long max = max(call.address().parameter("maxResults"));
        ListQuery query = new ListQuery(
                call.address().parameter("prefix").orElse(""),
                call.address().parameter("marker").orElse(""),
                Optional.empty(),
                (int) Math.min(max, ListQuery.MAX_PAGE));
        return call.space()
                .thenCompose(bucket -> call.gateway()
                        .objects()
                        .list(bucket.name(), query)
                        .thenCompose(page -> SpaceOperations.describe(call, bucket)
                                .thenApply(headers -> Answers.streamedXml(headers, out -> {
                                    out.write("<space id=\""
                                            + Answers.escaped(bucket.name().value()) + "\">");
                                    items(call, bucket, query, page, max, out);
                                    out.write("</space>");
                                }))));
    }

    private static void items(Call call, Bucket bucket, ListQuery query, Objects.Page first, long max, Writer out)
            throws IOException {
        new Contents(call.gateway().objects(), bucket.name())
                .forEach(
                        query,
                        first,
                        max,
                        object -> out.write(
                                "<item>" + Answers.escaped(object.key().name().value()) + "</item>"));
    }

    /** None, or nothing above 0, is 10,000; more than that is cut to it. */
    private static long max(Optional<String> text) {
        try {
            long max = text.map(Long::parseLong).orElse(0L);
            return max <= 0 ? MOST : Math.min(max, MOST);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("maxResults is no number: " + text.orElse(""), e);
        }
    }
}
