package dev.gantry.spectra;

import dev.gantry.domain.Job;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.Chunks.Listing;
import dev.gantry.ports.api.Gateway;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.function.Predicate;

/** A job in short: for each place its data goes to, which chunks are there. A job here has one such place, its store. */
final class JobSummaryDocument {

    private final JobDocuments jobs;

    JobSummaryDocument(JobDocuments jobs) {
        this.jobs = jobs;
    }

    Reply of(Gateway gateway, Job job) {
        return Answers.streamed(Headers.none(), "JobSummary", out -> {
            jobs.attributes(out, job);
            out.element(
                    "DestinationSummaries",
                    all -> all.element("DestinationSummary", one -> destination(one, gateway, job)));
            jobs.nodes(out);
            out.text("Summary", text(job));
        });
    }

    private void destination(XmlOut out, Gateway gateway, Job job) {
        StoreId store = job.store();
        out.element("CompletedChunks", list -> chunks(list, gateway, job, JobSummaryDocument::isComplete))
                .text("Id", Policies.id(store))
                .element("IncompleteChunks", list -> chunks(list, gateway, job, chunk -> !isComplete(chunk)))
                .text("Name", store);
    }

    /** A chunk in which a blob failed is done, and yet not complete. */
    private static boolean isComplete(Listing listing) {
        return listing.state().evidenceCount() == listing.state().blobs();
    }

    private void chunks(XmlOut out, Gateway gateway, Job job, Predicate<Listing> wanted) {
        JobDocuments.pages(gateway, job, listing -> {
            if (wanted.test(listing)) {
                out.element("JobChunk", chunk -> jobs.chunkAttributes(chunk, listing.chunk()));
            }
        });
    }

    private static String text(Job job) {
        return "%s: %d of %d blobs, %d of %d bytes"
                .formatted(
                        job.status(),
                        job.progress().blobs(),
                        job.size().blobs(),
                        job.progress().bytes(),
                        job.size().bytes());
    }
}
