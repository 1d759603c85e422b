package dev.gantry.s3;

import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * CloudFront's rules as botocore's model and AWS's documentation tell them: If-Match on each change (412), no removal of
 * what is on (409) or not deployed everywhere, one distribution for a caller's reference (409), lists in pages, InProgress
 * until time has passed. Ours; it proves nothing about CloudFront.
 */
final class FakeCloudFront extends FakeService {

    static final Duration DEPLOYMENT = Duration.ofMinutes(4);
    private static final String VERSION = "/2020-05-31/";
    static final String NAMESPACE = "http://cloudfront.amazonaws.com/doc/" + VERSION.replace("/", "") + "/";

    private final InstantSource clock;
    private final Map<String, FakeDistribution> distributions = new ConcurrentSkipListMap<>();
    private final Map<String, String> accessControls = new ConcurrentSkipListMap<>(); // names by id
    private final List<String> looks = new CopyOnWriteArrayList<>();
    private final int pageSize;
    private int made;
    private volatile Listing listing = Listing.WHOLE;

    /** What lists tell of a distribution. */
    enum Listing {
        /** What AWS's model requires. */
        WHOLE,
        /** Without origins, which the model has as required. */
        WITHOUT_ORIGINS,
        /** Without origins and comment: moto_server 5.2.1. */
        BARE
    }

    FakeCloudFront(InstantSource clock, int pageSize) throws IOException {
        super("cloudfront");
        this.clock = clock;
        this.pageSize = pageSize;
    }

    void listing(Listing told) {
        listing = told;
    }

    /** A distribution of somebody else's. */
    synchronized FakeDistribution add(String callerReference, String origin, String domain) {
        return add(FakeConfig.parse(FakeConfig.foreign(callerReference, origin, domain)));
    }

    Map<String, FakeDistribution> distributions() {
        return new TreeMap<>(distributions);
    }

    /** The ids of those that were asked for by themselves, in order. */
    List<String> looks() {
        return looks;
    }

    Map<String, String> accessControls() {
        return accessControls;
    }

    @Override
    String name(Asked request) {
        String path = request.path().replaceFirst(VERSION, "").replaceFirst("/E[0-9]+", "");
        return request.method() + " " + path;
    }

    @Override
    synchronized Reply answer(Asked request) {
        String[] path = request.path().replaceFirst(VERSION, "").split("/");
        if (path[0].equals("origin-access-control")) {
            return request.method().equals("POST") ? makeControl(request) : listControls(request);
        }
        if (!path[0].equals("distribution")) {
            throw new Refusal(404, "UnknownOperation", request.path());
        }
        if (path.length == 1) {
            return request.method().equals("POST") ? create(request) : list(request);
        }
        FakeDistribution one = distributions.get(path[1]);
        if (one == null) {
            throw new Refusal(404, "NoSuchDistribution", "The specified distribution does not exist.");
        }
        return switch (request.method()) {
            case "GET" -> {
                looks.add(one.id());
                yield document(200, one.xml(clock.instant()), one.etag());
            }
            case "PUT" -> update(one, request);
            case "DELETE" -> delete(one, request);
            default -> throw new Refusal(405, "MethodNotAllowed", request.method());
        };
    }

    private FakeDistribution add(FakeConfig config) {
        made++;
        FakeDistribution one = new FakeDistribution(
                "E%013d".formatted(made), config, clock.instant().plus(DEPLOYMENT));
        distributions.put(one.id(), one);
        return one;
    }

    private Reply create(Asked request) {
        FakeConfig config = checked(request);
        boolean known = distributions.values().stream()
                .anyMatch(one -> one.config().callerReference().equals(config.callerReference()));
        if (known) {
            throw new Refusal(409, "DistributionAlreadyExists", "The caller reference is already in use");
        }
        FakeDistribution one = add(config);
        return document(201, one.xml(clock.instant()), one.etag());
    }

    private FakeConfig checked(Asked request) {
        FakeConfig config = FakeConfig.parse(request.text());
        config.accessControls().stream()
                .filter(id -> !accessControls.containsKey(id))
                .findFirst()
                .ifPresent(id -> {
                    throw new Refusal(404, "NoSuchOriginAccessControl", "The origin access control does not exist.");
                });
        return config;
    }

    private Reply update(FakeDistribution one, Asked request) {
        requireMatch(one, request);
        FakeConfig config = checked(request);
        if (!config.callerReference().equals(one.config().callerReference())) {
            throw new Refusal(400, "IllegalUpdate", "The update contains modifications that are not allowed.");
        }
        one.change(config, clock.instant().plus(DEPLOYMENT));
        return document(200, one.xml(clock.instant()), one.etag());
    }

    private Reply delete(FakeDistribution one, Asked request) {
        requireMatch(one, request);
        if (one.config().enabled()) {
            throw new Refusal(
                    409, "DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.");
        }
        if (!one.isDeployed(clock.instant())) {
            throw new Refusal(409, "ResourceInUse", "The distribution is still being deployed.");
        }
        distributions.remove(one.id());
        return empty(204);
    }

    private static void requireMatch(FakeDistribution one, Asked request) {
        String match = request.headers().first("If-Match").orElse("");
        if (match.isEmpty()) {
            throw new Refusal(400, "InvalidIfMatchVersion", "The If-Match version is missing or not valid.");
        }
        if (!match.equals(one.etag())) {
            throw new Refusal(
                    412, "PreconditionFailed", "The request failed because it didn't meet the preconditions.");
        }
    }

    private Reply list(Asked request) {
        List<FakeDistribution> rest = distributions.values().stream()
                .filter(one -> one.id().compareTo(query(request, "Marker").orElse("")) > 0)
                .toList();
        String items = rest.stream()
                .limit(pageSize)
                .map(one -> one.summary(clock.instant(), listing))
                .collect(Collectors.joining());
        Optional<String> next =
                rest.size() > pageSize ? Optional.of(rest.get(pageSize - 1).id()) : Optional.empty();
        return page("DistributionList", request, items, Math.min(rest.size(), pageSize), next);
    }

    private Reply listControls(Asked request) {
        List<String> rest = accessControls.keySet().stream()
                .filter(id -> id.compareTo(query(request, "Marker").orElse("")) > 0)
                .toList();
        String items = rest.stream()
                .limit(pageSize)
                .map(
                        id -> "<OriginAccessControlSummary><Id>" + id + "</Id><Description/><Name>"
                                + accessControls.get(id)
                                + "</Name><SigningProtocol>sigv4</SigningProtocol><SigningBehavior>always</SigningBehavior>"
                                + "<OriginAccessControlOriginType>s3</OriginAccessControlOriginType></OriginAccessControlSummary>")
                .collect(Collectors.joining());
        Optional<String> next = rest.size() > pageSize ? Optional.of(rest.get(pageSize - 1)) : Optional.empty();
        return page("OriginAccessControlList", request, items, Math.min(rest.size(), pageSize), next);
    }

    private Reply page(String root, Asked request, String items, int quantity, Optional<String> next) {
        return document(
                200,
                "<" + root + " xmlns=\"" + NAMESPACE + "\"><Marker>"
                        + query(request, "Marker").orElse("") + "</Marker>"
                        + next.map(marker -> "<NextMarker>" + marker + "</NextMarker>")
                                .orElse("") + "<MaxItems>"
                        + pageSize + "</MaxItems><IsTruncated>" + next.isPresent() + "</IsTruncated><Quantity>"
                        + quantity
                        + "</Quantity>" + (quantity == 0 ? "" : "<Items>" + items + "</Items>") + "</" + root + ">",
                "");
    }

    private Reply makeControl(Asked request) {
        FakeElement config = FakeElement.parse(new ByteArrayInputStream(request.body()));
        String name = config.require("Name");
        boolean valid = config.require("SigningProtocol").equals("sigv4")
                && List.of("always", "never", "no-override").contains(config.require("SigningBehavior"))
                && config.require("OriginAccessControlOriginType").equals("s3")
                && name.length() <= 64;
        if (!valid) {
            throw new Refusal(400, "InvalidArgument", "The argument is invalid.");
        }
        if (accessControls.containsValue(name)) {
            throw new Refusal(
                    409, "OriginAccessControlAlreadyExists", "An origin access control with this name exists.");
        }
        String id = "OAC" + (accessControls.size() + 1);
        accessControls.put(id, name);
        return document(
                201,
                "<OriginAccessControl xmlns=\"" + NAMESPACE + "\"><Id>" + id + "</Id>" + config.xml()
                        + "</OriginAccessControl>",
                "ECONTROL");
    }

    private static Reply document(int status, String xml, String etag) {
        Headers headers = etag.isEmpty()
                ? Headers.none()
                : Headers.builder().add("ETag", etag).build();
        return text(status, "text/xml", "<?xml version=\"1.0\"?>\n" + xml, headers);
    }

    @Override
    Reply refuse(Refusal refusal) {
        return document(
                refusal.status(),
                "<ErrorResponse xmlns=\"" + NAMESPACE + "\"><Error><Type>Sender</Type><Code>" + refusal.code()
                        + "</Code><Message>" + refusal.getMessage()
                        + "</Message></Error><RequestId>0a1b2c3d</RequestId></ErrorResponse>",
                "");
    }
}
