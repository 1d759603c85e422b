package dev.gantry.spectra;

import dev.gantry.ports.api.Accounts;
import java.util.Set;
import java.util.concurrent.Executor;

/** Finds what answers a request of the S3 style, {@code /bucket/key}; the management style is {@link RestRoutes}. */
final class Routes {

    /** Amazon's sub-resources: a request with one of them is about something else than its path says. */
    private static final Set<String> OTHER_SUBJECTS = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "attributes",
            "cors",
            "encryption",
            "intelligent_tiering",
            "inventory",
            "legal_hold",
            "lifecycle",
            "list_type",
            "location",
            "logging",
            "metrics",
            "notification",
            "object_lock",
            "ownershipcontrols",
            "partnumber",
            "policy",
            "policystatus",
            "publicaccessblock",
            "replication",
            "requestpayment",
            "restore",
            "retention",
            "select",
            "tagging",
            "torrent",
            "uploadid",
            "uploads",
            "versioning",
            "website");

    private final RestRoutes rest;
    private final BucketOperations buckets;
    private final ListingOperation listing;
    private final ObjectOperations objects;
    private final DeleteOperations deletes;
    private final PutOperation put;
    private final GetOperation get;

    Routes(Accounts accounts, SpectraSettings settings, Executor documents) {
        Documents reader = new Documents(documents, settings.maxSmallDocument());
        this.rest = new RestRoutes(accounts, settings, reader, reader.upTo(settings.maxDocument()));
        this.buckets = new BucketOperations();
        this.listing = new ListingOperation(accounts);
        this.objects = new ObjectOperations();
        this.deletes = new DeleteOperations(reader);
        this.put = new PutOperation();
        this.get = new GetOperation();
    }

    Operation find(Call call) {
        Target target = call.target();
        if (target.rest()) {
            return rest.find(call);
        }
        refuseOtherSubjects(call);
        if (target.container().isEmpty() && target.item().isEmpty()) {
            return service(call);
        }
        return target.item().isEmpty() ? bucket(call) : object(call);
    }

    private static void refuseOtherSubjects(Call call) {
        for (String name : call.query().names()) {
            if (OTHER_SUBJECTS.contains(name)) {
                throw WireException.notImplemented(call.exchange().method() + " with ?" + name);
            }
        }
    }

    private Operation service(Call call) {
        return switch (call.exchange().method()) {
            case "GET" -> buckets::service;
            default -> throw WireException.notAllowed(call.exchange().method(), "the service; it has GET");
        };
    }

    private Operation bucket(Call call) {
        return switch (call.exchange().method()) {
            case "HEAD" -> buckets::head;
            case "GET" -> listing;
            case "PUT" -> buckets::create;
            case "DELETE" -> buckets::delete;
            case "POST" -> multiDelete(call);
            default ->
                throw WireException.notAllowed(
                        call.exchange().method(), "a bucket; it has HEAD, GET, PUT, DELETE and POST ?delete");
        };
    }

    private Operation multiDelete(Call call) {
        if (!call.query().has("delete")) {
            throw WireException.notAllowed("POST", "a bucket, but as POST ?delete");
        }
        return deletes::many;
    }

    private Operation object(Call call) {
        return switch (call.exchange().method()) {
            case "HEAD" -> objects::head;
            case "GET" -> get;
            case "PUT" -> put;
            case "DELETE" -> deletes::one;
            case "POST" -> throw WireException.notImplemented("POST of an object (complete blob)");
            default ->
                throw WireException.notAllowed(call.exchange().method(), "an object; it has HEAD, GET, PUT and DELETE");
        };
    }
}
