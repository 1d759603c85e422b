package dev.gantry.spectra;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Metadata;
import dev.gantry.ports.api.Blobs;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** PUT of one blob of a job, or of a whole object. The body goes to the port as it is. */
final class PutOperation implements Operation {

    /** The largest object that comes without a job, in bytes. */
    static final long MAX_NAKED = 1L << 40;

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    @Override
    public CompletionStage<Reply> run(Call call) {
        Blobs.Address address = BlobAddress.of(call);
        checkLength(call, address);
        refuseCopies(call);
        Metadata metadata = metadata(call.exchange().headers());
        Checksums expected = checksums(call.exchange().headers());
        return call.gateway()
                .blobs()
                .put(new Blobs.Upload(
                        address, metadata, expected, call.exchange().body()))
                .thenApply(PutOperation::answer);
    }

    private static void checkLength(Call call, Blobs.Address address) {
        String length = call.header(WireNames.CONTENT_LENGTH)
                .orElseThrow(() -> new WireException(
                        411, "MissingContentLength", "say with Content-Length how many bytes will come"));
        if (!LENGTH.matcher(length).matches()) {
            throw new InvalidValueException("no Content-Length: " + length);
        }
        boolean tooLarge = Long.parseLong(length) > MAX_NAKED;
        if (address.job().isEmpty() && tooLarge) {
            throw new WireException(
                    400, "EntityTooLarge", "without a job an object has at most " + MAX_NAKED + " bytes");
        }
    }

    /** Else a request to copy would store its empty body. */
    private static void refuseCopies(Call call) {
        call.header("x-amz-copy-source").ifPresent(source -> {
            throw WireException.notImplemented("PUT with x-amz-copy-source");
        });
    }

    /** Names and values stay as they came; values of one name are joined. */
    static Metadata metadata(Headers headers) {
        Map<String, String> values = new LinkedHashMap<>();
        headers.startingWith(WireNames.META_PREFIX)
                .forEach(field -> values.merge(
                        field.name().substring(WireNames.META_PREFIX.length()).toLowerCase(Locale.ROOT),
                        field.value(),
                        (first, second) -> first + "," + second));
        return new Metadata(values);
    }

    static Checksums checksums(Headers headers) {
        List<Checksum> found = new ArrayList<>();
        for (ChecksumType type : WireNames.CHECKSUM_ORDER) {
            headers.first(WireNames.checksumHeader(type))
                    .ifPresent(value -> found.add(Checksum.base64(type, value.strip())));
        }
        return Checksums.of(found);
    }

    private static Reply answer(Blobs.Received received) {
        String tag = ETags.of(received.blob().object(), received.blob().layout().count(), received.checksums());
        Headers.Builder headers = Headers.builder()
                .add(WireNames.ETAG, tag)
                .add(WireNames.VERSION_ID, received.blob().object().toString());
        return Reply.empty(200, ObjectHeaders.add(headers, received.answer()).build());
    }
}
