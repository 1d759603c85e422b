package dev.gantry.spectra;

import dev.gantry.domain.Page;
import dev.gantry.domain.User;
import dev.gantry.ports.api.Accounts;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Users as records. A secret key is never shown, an access key only to its owner; a USER sees itself alone. */
final class UserOperations {

    private static final int MAX_BUCKETS = 10_000;

    private final Accounts accounts;

    UserOperations(Accounts accounts) {
        this.accounts = accounts;
    }

    CompletionStage<Reply> list(Call call) {
        Page<User> page = Paging.of(
                visible(call).stream()
                        .filter(user -> call.query()
                                .text("name")
                                .filter(name -> !name.equals(user.name()))
                                .isEmpty())
                        .filter(user -> call.query()
                                .text("auth_id")
                                .filter(key -> !isKey(key, user))
                                .isEmpty())
                        .toList(),
                call.query(),
                user -> user.id().value());
        return CompletableFuture.completedStage(Answers.list(
                page, out -> page.items().forEach(user -> out.element("User", one -> record(one, user, call)))));
    }

    CompletionStage<Reply> show(Call call) {
        String asked = call.target().item();
        User user = visible(call).stream()
                .filter(u ->
                        u.id().toString().equalsIgnoreCase(asked) || u.name().equals(asked))
                .findFirst()
                .orElseThrow(() -> WireException.notFound("there is no user " + asked));
        return CompletableFuture.completedStage(Answers.data(out -> record(out, user, call)));
    }

    private boolean isKey(String accessKey, User user) {
        return accounts.find(accessKey)
                .filter(account -> account.user().equals(user))
                .isPresent();
    }

    private List<User> visible(Call call) {
        return accounts.users().stream()
                .filter(user -> call.account().user().reaches(user.id()))
                .toList();
    }

    private static void record(XmlOut out, User user, Call call) {
        boolean own = user.id().equals(call.account().user().id());
        out.text("AuthId", own ? call.account().accessKey() : "")
                .text("DefaultDataPolicyId", "")
                .text("Id", user.id())
                .text("MaxBuckets", MAX_BUCKETS)
                .text("Name", user.name())
                .text("SecretKey", "");
    }
}
