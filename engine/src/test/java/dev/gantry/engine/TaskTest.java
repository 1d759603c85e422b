package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskKind;
import dev.gantry.domain.TaskStatus;
import dev.gantry.domain.TrackedTask;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.api.Tasks;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.tck.TaskProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks, whose runs outlive whoever asked for them. */
class TaskTest {

    private static final StoreId STORE = new StoreId("memory");
    private static final List<TaskKind> KINDS = List.of(
            new TaskKind("again", true, Role.USER),
            new TaskKind("once", false, Role.USER),
            new TaskKind("costly", false, Role.ROOT));

    /** Answers each call when the test says so. */
    private static final class Runner implements TaskRunner {

        private final List<TaskCall> calls = new ArrayList<>();
        private CompletableFuture<String> answer = new CompletableFuture<>();

        @Override
        public List<TaskKind> kinds() {
            return KINDS;
        }

        @Override
        public synchronized CompletionStage<String> run(TaskCall call) {
            calls.add(call);
            return answer;
        }

        synchronized List<TaskCall> calls() {
            return List.copyOf(calls);
        }

        synchronized void answerLater() {
            answer = new CompletableFuture<>();
        }
    }

    private final MemoryJobStore jobStore = new MemoryJobStore();
    private final Runner runner = new Runner();
    private EngineFixture engine = started();

    private EngineFixture started() {
        MemoryProvider provider = new MemoryProvider(STORE, Runnable::run);
        return new EngineFixture(get(Gantry.builder()
                .store(new TaskProvider(provider, runner))
                .jobStore(jobStore)
                .start()));
    }

    private void restart() {
        engine.close();
        engine = started();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Tasks tasks() {
        return engine.api.tasks();
    }

    private Tasks.Run start(String name, String parameters) {
        return get(tasks().start(STORE, name, parameters));
    }

    @Test
    void everyStoreHasNoopBesideItsOwn() {
        assertThat(get(tasks().supported(STORE)))
                .extracting(TaskKind::name)
                .containsExactly("noop", "again", "once", "costly");
        TrackedTask done = get(start("noop", "ignored").end());
        assertThat(done.status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(done.text()).isEqualTo("Success");
        assertThat(problemOf(tasks().supported(new StoreId("other")))).isEqualTo(Problem.INVALID);
    }

    @Test
    void whatAStoreCannotDoOrAUserMayNotIsNotBegun() {
        assertThat(problemOf(tasks().start(STORE, "NOOP", ""))).isEqualTo(Problem.NOT_IMPLEMENTED);
        Tasks others = engine.gantry.as(EngineFixture.OTHER).tasks();
        assertThat(problemOf(others.start(STORE, "noop", ""))).isEqualTo(Problem.FORBIDDEN);
        assertThat(problemOf(others.start(STORE, "costly", ""))).isEqualTo(Problem.FORBIDDEN);
        assertThat(problemOf(tasks().start(STORE, "again", "x".repeat(Tasks.MAX_PARAMETERS + 1))))
                .isEqualTo(Problem.INVALID);
        assertThat(problemOf(tasks().find(new TaskId(new UUID(0, 1))))).isEqualTo(Problem.NO_SUCH_JOB);
        assertThat(runner.calls()).isEmpty();
    }

    @Test
    void anEqualRequestJoinsTheOneThatRuns() {
        Tasks.Run first = start("once", "p");
        Tasks.Run same = start("once", "p");
        Tasks.Run other = start("once", "q");
        assertThat(same.task().id()).isEqualTo(first.task().id());
        assertThat(other.task().id()).isNotEqualTo(first.task().id());
        runner.answer.complete("done");
        assertThat(get(first.end())).isEqualTo(get(same.end()));
        assertThat(get(other.end()).text()).isEqualTo("done");
        assertThat(runner.calls()).hasSize(2);
    }

    @Test
    void anEndThatNobodyHeardIsToldAgainEvenAfterARestart() {
        runner.answer.complete("result");
        TrackedTask first = get(start("once", "").end());
        assertThat(get(start("once", "").end())).isEqualTo(first);
        restart();
        assertThat(get(start("once", "").end())).isEqualTo(first);
        assertThat(runner.calls()).hasSize(1);

        get(tasks().heard(first.id()));
        get(tasks().heard(first.id()));
        assertThat(get(tasks().find(first.id())).text()).isEqualTo("result");
        assertThat(get(start("once", "").end()).id()).isNotEqualTo(first.id());
        assertThat(runner.calls()).hasSize(2);
    }

    @Test
    void afterACrashARepeatableTaskIsRunAgainAndAnotherIsInterrupted() {
        TaskId again = start("again", "p").task().id();
        TaskId once = start("once", "p").task().id();
        runner.answerLater();
        restart();
        runner.answer.complete("second time");

        TrackedTask repeated = get(start("again", "p").end());
        assertThat(repeated.id()).isEqualTo(again);
        assertThat(repeated.text()).isEqualTo("second time");
        TrackedTask interrupted = get(start("once", "p").end());
        assertThat(interrupted.id()).isEqualTo(once);
        assertThat(interrupted.status()).isEqualTo(TaskStatus.INTERRUPTED);
        assertThat(interrupted.text()).isEqualTo("interrupted, outcome unknown");
        assertThat(runner.calls()).extracting(TaskRunner.TaskCall::name).containsExactly("again", "once", "again");
    }

    @Test
    void aFailureTellsItsKindAndIsNotTriedAgain() {
        assertFailure(new ProviderException.Rejected("it is open", null), Problem.NOT_IMPLEMENTED);
        assertFailure(new ProviderException.Conflict("under way"), Problem.CONFLICT);
        assertFailure(new ProviderException.NotFound("no such space"), Problem.NO_SUCH_OBJECT);
        assertFailure(new InvalidValueException("no such key"), Problem.INVALID);
        assertFailure(new ProviderException.Unavailable("gone", null), Problem.UNAVAILABLE);
        assertThat(runner.calls()).hasSize(5);
    }

    private void assertFailure(RuntimeException failure, Problem problem) {
        runner.answerLater();
        runner.answer.completeExceptionally(failure);
        TrackedTask failed = get(start("once", problem.name()).end());
        assertThat(failed.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(failed.problem()).contains(problem.name());
        assertThat(failed.text()).contains(failure.getMessage());
    }
}
