package dev.gantry.spectra;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.ByteRange;
import dev.gantry.ports.api.Blobs;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Ranges;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** GET of one blob of a job, or of a whole object, or of ranges of either. */
final class GetOperation implements Operation {

    @Override
    public CompletionStage<Reply> run(Call call) {
        Blobs.Address address = BlobAddress.of(call);
        return ranges(call, address)
                .thenCompose(ranges -> call.gateway()
                        .blobs()
                        .get(new Blobs.Download(address, ranges))
                        .thenApply(read -> answer(call, read, !ranges.isEmpty())));
    }

    /** Open and overlong ranges need the object's length; without a range nothing has to be asked. */
    private static CompletionStage<List<ByteRange>> ranges(Call call, Blobs.Address address) {
        List<String> asked = Ranges.parse(call.header(WireNames.RANGE));
        return asked.isEmpty()
                ? CompletableFuture.completedStage(List.of())
                : call.gateway()
                        .objects()
                        .head(address.key())
                        .thenApply(object -> Ranges.resolve(asked, extent(object.layout(), address)));
    }

    private static ByteRange extent(BlobLayout layout, Blobs.Address address) {
        return address.job().isEmpty() && address.offset().orElse(0) == 0
                ? new ByteRange(0, layout.objectLength())
                : layout.range(layout.indexOf(address.offset().orElse(0)));
    }

    private static Reply answer(Call call, Blobs.Read read, boolean part) {
        try {
            ObjectOperations.checkVersion(call.query(), read.object());
            Headers headers = headers(read, part);
            return Reply.read(part ? 206 : 200, headers, read);
        } catch (RuntimeException e) {
            read.close();
            throw e;
        }
    }

    private static Headers headers(Blobs.Read read, boolean part) {
        Headers.Builder headers = ObjectHeaders.of(read.object());
        read.checksum().ifPresent(checksum -> ObjectHeaders.add(headers, checksum));
        if (part) {
            headers.add(
                    WireNames.CONTENT_RANGE,
                    Ranges.contentRange(read.ranges(), read.object().length()));
        }
        return headers.build();
    }
}
