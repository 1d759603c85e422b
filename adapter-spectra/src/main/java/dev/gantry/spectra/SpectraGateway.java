package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Role;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Buckets;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.CreationFailures;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.JobEndings;
import dev.gantry.ports.api.JobEntries;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Limits;
import dev.gantry.ports.api.Media;
import dev.gantry.ports.api.Objects;
import dev.gantry.ports.api.Replication;
import dev.gantry.ports.api.Stores;
import dev.gantry.ports.api.Tasks;
import dev.gantry.ports.api.Waits;
import dev.gantry.transport.HttpClient;
import dev.gantry.transport.Origin;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Any server that speaks Spectra S3, a Gantry node or a BlackPearl, through the same driving ports as the engine itself
 * (docs/spectra-s3.md). Thread-safe.
 *
 * <p>What the protocol does not carry is derived, or left empty: counts of a job come from the list of its chunks and are
 * 0 in lists of jobs; evidence is known of PUT jobs only; an owner's role counts as the least; ids that an answer does
 * not name are made of names. {@link Blobs.Read#delivered} does nothing here, since the server sees the bytes arrive.
 * Nothing is retried: a connection that fails is UNAVAILABLE with a message that names the endpoint.
 */
public final class SpectraGateway implements Gateway {

    private final User user;
    private final RemoteStores stores;
    private final RemoteBuckets buckets;
    private final RemoteObjects objects;
    private final RemoteJobs jobs;
    private final RemoteEndings endings;
    private final RemoteChunks chunks;
    private final RemoteBlobs blobs;
    private final RemoteEntries entries;
    private final RemoteCreationFailures creationFailures;
    private final RemoteReplication replication;
    private final RemoteWaits waits;
    private final RemoteLimits limits;
    private final Tasks tasks;
    private final RemoteMedia media;

    private SpectraGateway(RemoteNode node, Tasks tasks) {
        this.tasks = tasks;
        UserId id = new UserId(RemoteIds.named(node.accessKey()));
        RemotePolicies policies = new RemotePolicies(node);
        RemotePlans plans = new RemotePlans(node);
        this.user = new User(id, node.accessKey(), Role.USER);
        this.stores = new RemoteStores(node, policies);
        this.buckets = new RemoteBuckets(node, policies);
        this.objects = new RemoteObjects(node);
        this.jobs = new RemoteJobs(node, plans, buckets);
        this.endings = new RemoteEndings(node, jobs);
        this.chunks = new RemoteChunks(node, plans, buckets);
        this.blobs = new RemoteBlobs(node, plans);
        this.entries = new RemoteEntries(node);
        this.creationFailures = new RemoteCreationFailures(node);
        this.replication = new RemoteReplication(node, jobs);
        this.waits = new RemoteWaits(node);
        this.limits = new RemoteLimits(node);
        this.media = new RemoteMedia(node);
    }

    /**
     * A gateway to the server at {@code endpoint}, an {@code http} or {@code https} URL without a path. Sends nothing yet.
     *
     * @param client sends the requests; it stays the caller's to close, after the last use of the gateway
     * @param clock dates the requests; servers refuse those that differ much from their own
     * @param documents runs what reads and writes documents, which blocks while the network does
     * @throws InvalidValueException if the endpoint is none
     */
    public static SpectraGateway connect(
            URI endpoint,
            String accessKey,
            String secretKey,
            HttpClient client,
            InstantSource clock,
            Executor documents) {
        return connect(endpoint, accessKey, secretKey, client, clock, documents, new NoTasks());
    }

    /** The same with the tasks of {@code tasks}: Spectra S3 has none. */
    public static SpectraGateway connect(
            URI endpoint,
            String accessKey,
            String secretKey,
            HttpClient client,
            InstantSource clock,
            Executor documents,
            Tasks tasks) {
        Origin origin = Origin.of(endpoint);
        RemoteNode.Sender sender = request -> client.send(origin, request);
        return new SpectraGateway(
                new RemoteNode(endpoint.toString(), accessKey, secretKey, sender, clock, documents), tasks);
    }

    /** Whose key signs the requests, named by that key: the protocol does not tell a client who it is. */
    @Override
    public User user() {
        return user;
    }

    @Override
    public Stores stores() {
        return stores;
    }

    @Override
    public Buckets buckets() {
        return buckets;
    }

    @Override
    public Objects objects() {
        return objects;
    }

    @Override
    public Jobs jobs() {
        return jobs;
    }

    @Override
    public JobEndings endings() {
        return endings;
    }

    @Override
    public Chunks chunks() {
        return chunks;
    }

    @Override
    public Blobs blobs() {
        return blobs;
    }

    /** Those that were given, else one that refuses everything: NOT_IMPLEMENTED. */
    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public JobEntries entries() {
        return entries;
    }

    @Override
    public CreationFailures creationFailures() {
        return creationFailures;
    }

    /** INTERNAL where the far side is no Gantry node: it answers with something else. */
    @Override
    public Media media() {
        return media;
    }

    @Override
    public Waits waits() {
        return waits;
    }

    /** NOT_IMPLEMENTED where the far side is no Gantry node. */
    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public Replication replication() {
        return replication;
    }
}
