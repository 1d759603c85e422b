package dev.gantry.spectra;

import dev.gantry.domain.JobKind;
import dev.gantry.domain.Page;
import dev.gantry.ports.api.Stores.Store;
import dev.gantry.transport.Reply;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** The stores as data policies. */
final class PolicyOperations {

    private static final int VERSIONS = 1;

    private final Instant created;

    PolicyOperations(SpectraSettings settings) {
        this.created = settings.clock().instant();
    }

    CompletionStage<Reply> list(Call call) {
        return call.gateway().stores().list().thenApply(stores -> {
            Page<Store> page = Paging.of(
                    stores.stream()
                            .filter(store -> call.query()
                                    .text("name")
                                    .filter(name -> !name.equals(store.id().value()))
                                    .isEmpty())
                            .toList(),
                    call.query(),
                    store -> Policies.id(store.id()));
            return Answers.list(
                    page, out -> page.items().forEach(store -> out.element("DataPolicy", one -> record(one, store))));
        });
    }

    CompletionStage<Reply> show(Call call) {
        return Policies.find(call.gateway(), call.target().item())
                .thenApply(store -> Answers.data(out -> record(out, store)));
    }

    private void record(XmlOut out, Store store) {
        out.text("AlwaysForcePutJobCreation", false)
                .text("AlwaysMinimizeSpanningAcrossMedia", false)
                .text("BlobbingEnabled", true)
                .text("ChecksumType", "MD5")
                .text("CreationDate", created)
                .text("DefaultBlobSize", "")
                .text("DefaultGetJobPriority", JobKind.GET.defaultPriority())
                .text("DefaultPutJobPriority", JobKind.PUT.defaultPriority())
                .text("DefaultVerifyAfterWrite", false)
                .text("DefaultVerifyJobPriority", JobKind.VERIFY.defaultPriority())
                .text("EndToEndCrcRequired", false)
                .text("Id", Policies.id(store.id()))
                .text("MaxVersionsToKeep", VERSIONS)
                .text("Name", store.id())
                .text("RebuildPriority", "LOW")
                .text("Versioning", store.versioning());
    }
}
