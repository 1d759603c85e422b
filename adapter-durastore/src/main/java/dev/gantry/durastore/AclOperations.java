package dev.gantry.durastore;

import dev.gantry.domain.User;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Who may use a space: here the user that made it, and who may do everything (docs/durastore.md, Access). */
final class AclOperations {

    private static final String PREFIX = WireNames.META_PREFIX + "acl-";
    private static final String WRITE = "WRITE";

    private final Accounts accounts;

    AclOperations(Accounts accounts) {
        this.accounts = accounts;
    }

    CompletionStage<Reply> read(Call call) {
        return call.spaceBehindWord().thenApply(bucket -> {
            Headers.Builder headers = Headers.builder();
            held(bucket).forEach((name, right) -> headers.add(PREFIX + name, right));
            return Reply.empty(200, headers.build());
        });
    }

    private Map<String, String> held(Bucket bucket) {
        Map<String, String> held = new HashMap<>();
        accounts.users().stream()
                .filter(user -> user.id().equals(bucket.owner()))
                .map(User::name)
                .forEach(name -> held.put(name, WRITE));
        return held;
    }

    /** What is so already is granted; to share a space with others, or to take it from its maker, is not offered. */
    CompletionStage<Reply> replace(Call call) {
        Map<String, String> asked = new HashMap<>();
        call.exchange().headers().forEach((name, right) -> {
            if (name.startsWith(PREFIX)) {
                asked.put(name.substring(PREFIX.length()), right);
            }
        });
        return call.spaceBehindWord().thenApply(bucket -> {
            if (!asked.isEmpty() && !asked.equals(held(bucket))) {
                throw Refusal.notOffered("sharing a space with other users, or making it public,");
            }
            return Answers.text(200, "Space " + bucket.name() + " ACLs updated successfully");
        });
    }
}
