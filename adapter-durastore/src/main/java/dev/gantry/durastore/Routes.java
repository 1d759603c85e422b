package dev.gantry.durastore;

import dev.gantry.ports.api.Accounts;
import java.util.concurrent.Executor;

/** Finds what answers a request: by the first word of its address, its method, and whether it names a content. */
final class Routes {

    private final StoreOperations stores = new StoreOperations();
    private final SpaceOperations spaces = new SpaceOperations();
    private final ListingOperation listing = new ListingOperation();
    private final ContentOperations contents = new ContentOperations();
    private final PutOperation put = new PutOperation();
    private final CopyOperation copy = new CopyOperation();
    private final ManifestOperation manifest = new ManifestOperation();

    private final TaskOperations tasks;
    private final AclOperations acls;

    Routes(Accounts accounts, DurastoreSettings settings, Executor documents) {
        this.tasks = new TaskOperations(documents, settings.maxTaskBody());
        this.acls = new AclOperations(accounts);
    }

    Operation find(Call call) {
        return switch (call.address().first()) {
            case "stores" -> only("GET", call, stores::stores);
            case "spaces" -> only("GET", call, stores::spaces);
            case "manifest" -> only("GET", call, manifest);
            case "task" -> task(call);
            case "acl" -> acl(call);
            case "audit", "bit-integrity", "report", "aux", "init" ->
                throw Refusal.notOffered(call.address().first());
            case "" -> throw new Refusal(404, "name a space, or one of " + SpaceIds.RESERVED);
            default -> call.address().rest().isEmpty() ? space(call) : content(call);
        };
    }

    private static Operation only(String method, Call call, Operation operation) {
        if (!call.exchange().method().equals(method)) {
            throw Refusal.notAllowed(call.exchange().method(), call.address().first() + "; it has " + method);
        }
        return operation;
    }

    private Operation task(Call call) {
        boolean named = !call.address().rest().isEmpty();
        return switch (call.exchange().method()) {
            case "GET" -> named ? tasks::find : tasks::supported;
            case "POST" -> tasks::perform;
            default -> throw Refusal.notAllowed(call.exchange().method(), "a task; it has GET and POST");
        };
    }

    private Operation acl(Call call) {
        return switch (call.exchange().method()) {
            case "HEAD" -> acls::read;
            case "POST" -> acls::replace;
            default -> throw Refusal.notAllowed(call.exchange().method(), "an access list; it has HEAD and POST");
        };
    }

    private Operation space(Call call) {
        return switch (call.exchange().method()) {
            case "GET" -> listing;
            case "HEAD" -> spaces::properties;
            case "PUT" -> spaces::create;
            case "DELETE" -> spaces::delete;
            default -> throw Refusal.notAllowed(call.exchange().method(), "a space; it has GET, HEAD, PUT and DELETE");
        };
    }

    private Operation content(Call call) {
        return switch (call.exchange().method()) {
            case "GET" -> contents::get;
            case "HEAD" -> contents::head;
            case "PUT" -> call.header(WireNames.COPY_SOURCE).isPresent() ? copy : put;
            case "POST" -> contents::update;
            case "DELETE" -> contents::delete;
            default ->
                throw Refusal.notAllowed(call.exchange().method(), "a content; it has GET, HEAD, PUT, POST and DELETE");
        };
    }
}
