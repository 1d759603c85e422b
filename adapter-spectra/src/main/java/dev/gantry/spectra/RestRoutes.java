package dev.gantry.spectra;

import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.ports.api.Accounts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds what answers a request of the management style, {@code /_rest_/resource/id}. */
final class RestRoutes {

    private static final String LIST = "GET";
    private static final String SHOW = "GET /id";

    private final Map<String, Map<String, Operation>> served = new HashMap<>();

    RestRoutes(Accounts accounts, SpectraSettings settings, Documents documents, Documents lists) {
        JobDocuments jobs = new JobDocuments(settings);
        ReplicaOperations replicas = new ReplicaOperations(documents.upTo(settings.maxPlan()), jobs);
        serveBuckets(new RestBuckets(), new JobCreation(lists, jobs), replicas);
        serveObjects(
                new ObjectListOperations(documents, new ObjectRecords(accounts)), new PlacementOperations(documents));
        serve("folder", "DELETE /id", new FolderOperations()::delete);
        JobFilters filters = new JobFilters(accounts);
        serveJobs(new JobOperations(jobs), replicas);
        serveRecords("active_job", new JobRecords(JobStatus.IN_PROGRESS, filters));
        serveHistory("completed_job", new JobRecords(JobStatus.COMPLETED, filters));
        serveHistory("canceled_job", new JobRecords(JobStatus.CANCELED, filters));
        serveChunks(new ChunkOperations(jobs), new EntryOperations(settings));
        serveFailures(new CreationFailureOperations());
        serveTapes(new TapeOperations());
        serveSystem(settings, new UserOperations(accounts));
        serveLimits(new LimitOperations());
    }

    private void serve(String resource, String verb, Operation operation) {
        served.computeIfAbsent(resource, name -> new HashMap<>()).put(verb, operation);
    }

    private void serveBuckets(RestBuckets buckets, JobCreation creation, ReplicaOperations replicas) {
        serve("bucket", LIST, buckets::list);
        serve("bucket", SHOW, buckets::show);
        serve("bucket", "POST", buckets::create);
        serve("bucket", "PUT /id", buckets::modify);
        serve("bucket", "DELETE /id", buckets::delete);
        serve("bucket", "PUT /id start_bulk_put", replicating(replicas::make, call -> creation.run(call, JobKind.PUT)));
        serve("bucket", "PUT /id start_bulk_get", call -> creation.run(call, JobKind.GET));
        serve("bucket", "PUT /id start_bulk_verify", call -> creation.run(call, JobKind.VERIFY));
        serve("bucket", "PUT /id start_bulk_stage", call -> creation.run(call, JobKind.STAGE));
        serve("bucket", "PUT /id verify_safe_to_start_bulk_put", buckets::verifySafe);
    }

    private static Operation replicating(Operation with, Operation without) {
        return call -> (call.query().isTrue("replicate") ? with : without).run(call);
    }

    private static Operation waiting(Operation without) {
        WaitOperations waits = new WaitOperations();
        return call -> call.query().isTrue(WaitOperations.FLAG) ? waits.show(call) : without.run(call);
    }

    private void serveObjects(ObjectListOperations objects, PlacementOperations placement) {
        serve("object", LIST, objects::list);
        serve("object", SHOW, objects::show);
        serve("bucket", "PUT /id get_physical_placement", placement::get);
        serve("bucket", "GET /id verify_physical_placement", placement::verify);
    }

    /** A job that has ended is no active one, and cannot be changed as a job. */
    private void serveJobs(JobOperations jobs, ReplicaOperations replicas) {
        serve("job", LIST, jobs::list);
        serve("job", SHOW, waiting(replicating(replicas::show, jobs::show)));
        serve("job", "PUT /id", call -> jobs.modify(call, 400));
        serve("active_job", "PUT /id", call -> jobs.modify(call, 404));
        for (String resource : List.of("job", "active_job")) {
            serve(resource, "DELETE", jobs::endAll);
            serve(resource, "DELETE /id", jobs::end);
        }
    }

    private void serveHistory(String resource, JobRecords records) {
        serveRecords(resource, records);
        serve(resource, "DELETE", records::forgetAll);
        serve(resource, "DELETE /id", records::forget);
    }

    private void serveRecords(String resource, JobRecords records) {
        serve(resource, LIST, records::list);
        serve(resource, SHOW, records::show);
    }

    private void serveFailures(CreationFailureOperations failures) {
        serve("job_creation_failed", LIST, failures::list);
        serve("job_creation_failed", "DELETE", failures::forgetAll);
        serve("job_creation_failed", "DELETE /id", failures::forget);
    }

    private void serveTapes(TapeOperations tapes) {
        serve("tape", LIST, tapes::list);
        serve("tape", SHOW, tapes::show);
        serve("tape", "PUT /id eject", tapes::eject);
        serve("tape", "PUT /id online", tapes::online);
    }

    private void serveChunks(ChunkOperations chunks, EntryOperations entries) {
        serve("job_chunk_dao", LIST, entries::list);
        serve("job_chunk_dao", SHOW, entries::show);
        serve("job_chunk", LIST, chunks::ready);
        serve("job_chunk", SHOW, chunks::show);
        serve("job_chunk", "PUT /id allocate", chunks::allocate);
    }

    private void serveSystem(SpectraSettings settings, UserOperations users) {
        SystemOperations system = new SystemOperations(settings);
        NodeOperations nodes = new NodeOperations(settings);
        PolicyOperations policies = new PolicyOperations(settings);
        serve("system_information", LIST, system::information);
        serve("system_health", LIST, system::health);
        serve("data_path_backend", LIST, new BackendOperations(settings)::show);
        serve("node", LIST, nodes::list);
        serve("node", SHOW, nodes::show);
        serve("data_policy", LIST, policies::list);
        serve("data_policy", SHOW, policies::show);
        serve("user", LIST, users::list);
        serve("user", SHOW, users::show);
    }

    private void serveLimits(LimitOperations limits) {
        serve(LimitOperations.RESOURCE, LIST, limits::list);
        serve(LimitOperations.RESOURCE, "PUT", limits::set);
    }

    Operation find(Call call) {
        String resource = call.target().container();
        if (!ContractResources.NAMES.contains(resource) && !served.containsKey(resource)) {
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
