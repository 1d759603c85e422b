package dev.gantry.jdbc;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Progress;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import java.util.Optional;

/** Packs a job whole; the columns beside it only repeat what queries need. Constants go by their names. */
final class JobCodec {

    private static final int VERSION = 1;

    private JobCodec() {}

    static byte[] pack(Job job) {
        Packer out = new Packer(VERSION).uuid(job.id().value()).text(job.name());
        out.text(job.kind().name()).text(job.store().value()).text(job.bucket().value());
        User owner = job.owner();
        out.uuid(owner.id().value()).text(owner.name()).text(owner.role().name());
        out.text(job.priority().name()).text(job.ordering().name());
        out.instant(job.created()).text(job.status().name());
        pack(out, job.size());
        pack(out, job.progress());
        pack(out, job.ending());
        return out.toBytes();
    }

    /** A name as its column has it: equal names have equal bytes, whatever characters are in them. */
    static byte[] packName(String name) {
        return new Packer(VERSION).text(name).toBytes();
    }

    private static void pack(Packer out, JobSize size) {
        out.number(size.objects()).number(size.blobs()).number(size.chunks()).number(size.bytes());
    }

    private static void pack(Packer out, Progress progress) {
        out.number(progress.blobs()).number(progress.failedBlobs());
        out.number(progress.bytes()).number(progress.cachedBytes());
    }

    private static void pack(Packer out, Optional<Ending> ending) {
        out.number(ending.isPresent() ? 1 : 0);
        ending.ifPresent(end -> {
            out.instant(end.at()).number(end.reason().isPresent() ? 1 : 0);
            end.reason().ifPresent(out::text);
        });
    }

    static Job unpack(byte[] packed) {
        Unpacker in = new Unpacker(packed, VERSION);
        Job job = new Job(
                new JobId(in.uuid()),
                in.text(),
                JobKind.valueOf(in.text()),
                new StoreId(in.text()),
                new BucketName(in.text()),
                new User(new UserId(in.uuid()), in.text(), Role.valueOf(in.text())),
                Priority.valueOf(in.text()),
                Ordering.valueOf(in.text()),
                in.instant(),
                JobStatus.valueOf(in.text()),
                new JobSize(in.number(), in.number(), Math.toIntExact(in.number()), in.number()),
                new Progress(in.number(), in.number(), in.number(), in.number()),
                ending(in));
        in.end();
        return job;
    }

    private static Optional<Ending> ending(Unpacker in) {
        if (in.number() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Ending(in.instant(), in.number() == 0 ? Optional.empty() : Optional.of(in.text())));
    }
}
