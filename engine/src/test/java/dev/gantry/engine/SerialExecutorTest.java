package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final Queue<Runnable> behind = new ArrayDeque<>();
    private final SerialExecutor serial = new SerialExecutor(behind::add);
    private final List<Integer> done = new ArrayList<>();

    @Test
    void whoBringsATaskRunsItWhereNothingElseRuns() {
        serial.execute(() -> done.add(1));

        assertThat(done).containsExactly(1);
        assertThat(behind).isEmpty();
    }

    @Test
    void aTaskThatATaskBringsComesBehindIt() {
        serial.execute(() -> {
            serial.execute(() -> done.add(2));
            done.add(1);
        });

        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void whoBringsOneTaskIsHeldUpByAFewOnly() {
        serial.execute(() -> {
            for (int i = 1; i < 100; i++) {
                int number = i;
                serial.execute(() -> done.add(number));
            }
        });

        assertThat(done).hasSizeLessThan(10);
        assertThat(behind).hasSize(1);
        serial.execute(() -> done.add(100));
        behind.remove().run();
        assertThat(done).hasSize(100).isSorted();
    }

    @Test
    void aTaskThatFailsStopsNoOther() {
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        List<Throwable> failures = new ArrayList<>();
        thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
        try {
            serial.execute(() -> {
                serial.execute(() -> done.add(1));
                throw new IllegalStateException("broken");
            });
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }

        assertThat(done).containsExactly(1);
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterItsEndATaskIsRefusedAndThoseThatWaitAreRun() {
        serial.execute(() -> {
            serial.execute(() -> done.add(1));
            serial.close();
        });

        assertThat(done).containsExactly(1);
        assertThatThrownBy(() -> serial.execute(() -> done.add(2))).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void noTwoTasksRunAtOnceAndEachThreadsKeepTheirOrder() throws Exception {
        int threads = 4;
        int tasks = 20_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
        SerialExecutor shared = new SerialExecutor(pool);
        int[] last = new int[threads];
        int[] count = new int[2];
        CountDownLatch over = new CountDownLatch(threads * tasks);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            pool.execute(() -> {
                for (int i = 1; i <= tasks; i++) {
                    int number = i;
                    shared.execute(() -> {
                        count[0]++;
                        count[1] += number == ++last[thread] ? 0 : 1;
                        over.countDown();
                    });
                }
            });
        }

        assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();
        assertThat(count).containsExactly(threads * tasks, 0);
    }
}
