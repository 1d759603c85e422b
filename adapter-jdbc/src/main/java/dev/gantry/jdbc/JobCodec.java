package dev.gantry.jdbc;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ending;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.JobTerms;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Progress;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Truncation;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Packs a job whole; the columns beside it only repeat what queries need. Constants go by their names. */
final class JobCodec {

    private static final int VERSION = 2;

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
        out.number(job.ending().filter(Ending::timedOut).isPresent() ? 1 : 0);
        out.text(job.truncation().name()).number(job.terms().options().size());
        job.terms().options().forEach(option -> out.text(option.name()));
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
        JobId id = new JobId(in.uuid());
        String name = in.text();
        JobKind kind = JobKind.valueOf(in.text());
        StoreId store = new StoreId(in.text());
        BucketName bucket = new BucketName(in.text());
        User owner = new User(new UserId(in.uuid()), in.text(), Role.valueOf(in.text()));
        Priority priority = Priority.valueOf(in.text());
        Ordering ordering = Ordering.valueOf(in.text());
        Instant created = in.instant();
        JobStatus status = JobStatus.valueOf(in.text());
        JobSize size = new JobSize(in.number(), in.number(), Math.toIntExact(in.number()), in.number());
        Progress progress = new Progress(in.number(), in.number(), in.number(), in.number());
        Optional<Ending> ending = ending(in);
        Later later = in.version() < 2 ? Later.NONE : Later.of(in);
        in.end();
        return new Job(
                id,
                kind,
                store,
                bucket,
                owner,
                new JobTerms(name, priority, ordering, later.options()),
                created,
                status,
                size,
                progress,
                later.truncation(),
                ending.map(end -> new Ending(end.at(), end.reason(), later.timedOut())));
    }

    private static Optional<Ending> ending(Unpacker in) {
        if (in.number() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Ending(in.instant(), in.number() == 0 ? Optional.empty() : Optional.of(in.text())));
    }

    /** What version 2 has more than version 1. */
    private record Later(boolean timedOut, Truncation truncation, Set<JobOption> options) {

        static final Later NONE = new Later(false, Truncation.NONE, Set.of());

        static Later of(Unpacker in) {
            boolean timedOut = in.number() != 0;
            Truncation truncation = Truncation.valueOf(in.text());
            Set<JobOption> options = EnumSet.noneOf(JobOption.class);
            for (int left = in.count(); left > 0; left--) {
                options.add(JobOption.valueOf(in.text()));
            }
            return new Later(timedOut, truncation, options);
        }
    }
}
