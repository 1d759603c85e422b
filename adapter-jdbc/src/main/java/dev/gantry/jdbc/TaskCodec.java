package dev.gantry.jdbc;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskId;
import dev.gantry.domain.TaskStatus;
import dev.gantry.domain.TrackedTask;
import dev.gantry.domain.UserId;
import java.time.Instant;
import java.util.Optional;

/** Packs a tracked task. */
final class TaskCodec {

    private static final int VERSION = 1;

    private TaskCodec() {}

    static byte[] pack(TrackedTask task) {
        Packer out = new Packer(VERSION)
                .uuid(task.id().value())
                .text(task.store().value())
                .text(task.name())
                .text(task.parameters())
                .uuid(task.owner().value())
                .instant(task.created())
                .text(task.status().name())
                .text(task.text())
                .text(task.problem().orElse(""))
                .number(task.heard() ? 1 : 0);
        task.ended().ifPresent(out::instant);
        return out.toBytes();
    }

    static TrackedTask unpack(byte[] packed) {
        Unpacker in = new Unpacker(packed, VERSION);
        TaskId id = new TaskId(in.uuid());
        StoreId store = new StoreId(in.text());
        String name = in.text();
        String parameters = in.text();
        UserId owner = new UserId(in.uuid());
        Instant created = in.instant();
        TaskStatus status = TaskStatus.valueOf(in.text());
        String text = in.text();
        Optional<String> problem = Optional.of(in.text()).filter(kind -> !kind.isEmpty());
        boolean heard = in.number() == 1;
        Optional<Instant> ended = status == TaskStatus.RUNNING ? Optional.empty() : Optional.of(in.instant());
        in.end();
        return new TrackedTask(id, store, name, parameters, owner, created, status, ended, text, problem, heard);
    }
}
