package dev.gantry.durastore;

import dev.gantry.ports.api.Accounts;
import dev.gantry.transport.Reply;
import java.util.concurrent.CompletionStage;

/** With whom a space is shared (docs/durastore.md, Access). */
final class AclOperations {

    private final SpaceAccess access;

    AclOperations(Accounts accounts) {
        this.access = new SpaceAccess(accounts);
    }

    CompletionStage<Reply> read(Call call) {
        return call.spaceBehindWord().thenApply(bucket -> Reply.empty(200, access.write(bucket)));
    }

    /** What the fields say takes the place of all that was shared before. */
    CompletionStage<Reply> replace(Call call) {
        return call.spaceBehindWord()
                .thenCompose(bucket -> call.gateway()
                        .buckets()
                        .share(bucket.name(), access.read(call.exchange().headers(), bucket)))
                .thenApply(bucket -> Answers.text(200, "Space " + bucket.name() + " ACLs updated successfully"));
    }
}
