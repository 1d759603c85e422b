package dev.gantry.spectra;

import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.ports.api.Accounts;
import java.util.Locale;
import java.util.Map;

/** Finds what answers a request of the management style, {@code /_rest_/resource/id}. */
final class RestRoutes {

    private static final String LIST = "GET";
    private static final String SHOW = "GET /id";

    private final Map<String, Map<String, Operation>> served;

    RestRoutes(Accounts accounts, SpectraSettings settings, Documents documents) {
        JobDocuments jobDocuments = new JobDocuments(settings);
        RestBuckets buckets = new RestBuckets();
        JobCreation creation = new JobCreation(documents, jobDocuments);
        JobOperations jobs = new JobOperations(jobDocuments);
        JobRecords active = new JobRecords(JobStatus.IN_PROGRESS);
        JobRecords completed = new JobRecords(JobStatus.COMPLETED);
        JobRecords canceled = new JobRecords(JobStatus.CANCELED);
        ChunkOperations chunks = new ChunkOperations(jobDocuments);
        SystemOperations system = new SystemOperations(settings);
        NodeOperations nodes = new NodeOperations(settings);
        PolicyOperations policies = new PolicyOperations(settings);
        UserOperations users = new UserOperations(accounts);
        this.served = Map.ofEntries(
                Map.entry(
                        "bucket",
                        Map.of(
                                LIST,
                                buckets::list,
                                SHOW,
                                buckets::show,
                                "POST",
                                buckets::create,
                                "DELETE /id",
                                buckets::delete,
                                "PUT /id start_bulk_put",
                                call -> creation.run(call, JobKind.PUT),
                                "PUT /id start_bulk_get",
                                call -> creation.run(call, JobKind.GET))),
                Map.entry(
                        "job",
                        Map.of(
                                LIST,
                                jobs::list,
                                SHOW,
                                jobs::show,
                                "PUT /id",
                                call -> jobs.modify(call, 400),
                                "DELETE",
                                jobs::cancelAll,
                                "DELETE /id",
                                jobs::cancel)),
                Map.entry(
                        "active_job",
                        Map.of(
                                LIST,
                                active::list,
                                SHOW,
                                active::show,
                                "PUT /id",
                                call -> jobs.modify(call, 404),
                                "DELETE",
                                jobs::cancelAll,
                                "DELETE /id",
                                jobs::cancel)),
                Map.entry("completed_job", Map.of(LIST, completed::list, SHOW, completed::show)),
                Map.entry("canceled_job", Map.of(LIST, canceled::list, SHOW, canceled::show)),
                Map.entry(
                        "job_chunk",
                        Map.of(LIST, chunks::ready, SHOW, chunks::show, "PUT /id allocate", chunks::allocate)),
                Map.entry("system_information", Map.of(LIST, system::information)),
                Map.entry("system_health", Map.of(LIST, system::health)),
                Map.entry("node", Map.of(LIST, nodes::list, SHOW, nodes::show)),
                Map.entry("data_policy", Map.of(LIST, policies::list, SHOW, policies::show)),
                Map.entry("user", Map.of(LIST, users::list, SHOW, users::show)));
    }

    Operation find(Call call) {
        String resource = call.target().container();
        if (!ContractResources.NAMES.contains(resource)) {
            throw WireException.notFound("Spectra S3 has no resource _rest_/" + resource);
        }
        Operation operation = served.getOrDefault(resource, Map.of()).get(verb(call));
        if (operation == null) {
            throw WireException.notImplemented(call.exchange().method() + " _rest_/" + resource + named(call));
        }
        return operation;
    }

    private static String verb(Call call) {
        String item = call.target().item().isEmpty() ? "" : " /id";
        return call.exchange().method() + item + operation(call);
    }

    private static String operation(Call call) {
        return call.query()
                .text("operation")
                .map(name -> " " + name.toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static String named(Call call) {
        String item = call.target().item().isEmpty() ? "" : "/{id}";
        return item
                + call.query()
                        .text("operation")
                        .map(name -> "?operation=" + name.toUpperCase(Locale.ROOT))
                        .orElse("");
    }
}
