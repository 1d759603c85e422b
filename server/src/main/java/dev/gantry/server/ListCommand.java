package dev.gantry.server;

import dev.gantry.domain.ListQuery;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "ls", description = "list buckets, or the objects of one")
final class ListCommand extends GatewayCommand {

    @Parameters(paramLabel = "BUCKET[/PREFIX]", arity = "0..1", description = "what to list")
    private String path;

    ListCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        output.summary(path == null ? BucketsCommand.list(gateway, output) : objects(gateway, output));
        return OK;
    }

    private long objects(Gateway gateway, Output output) throws InterruptedException {
        BucketPath where = BucketPath.parse(path);
        long count = 0;
        Optional<ListQuery> query = Optional.of(new ListQuery(where.rest(), "", Optional.empty(), ListQuery.MAX_PAGE));
        while (query.isPresent()) {
            ListQuery current = query.get();
            Objects.Page page = Waiting.on(gateway.objects().list(where.bucket(), current));
            page.objects().forEach(object -> print(object, output));
            count += page.objects().size();
            query = page.next().map(current::from);
        }
        return count;
    }

    private static void print(Objects.ObjectInfo object, Output output) {
        output.print(
                "object",
                Fields.of(object),
                "%15d  %s  %s"
                        .formatted(
                                object.length(), object.created(), object.key().name()));
    }
}
