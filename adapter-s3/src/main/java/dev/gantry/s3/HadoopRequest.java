package dev.gantry.s3;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@code run-hadoop-job} is asked for (docs/s3.md, Hadoop tasks).
 *
 * @param jar in the working space
 * @param bootstrap a script in the working space that every machine runs first
 * @param properties whatever else came, for the JAR's own main method; no credentials
 * @param capitals whether the names were DuraStore's later ones, which the answer has too
 */
record HadoopRequest(
        ObjectKey jar,
        BucketName source,
        BucketName destination,
        Optional<ObjectKey> bootstrap,
        Optional<String> instanceType,
        Optional<Integer> instances,
        Map<String, String> properties,
        boolean capitals) {

    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int MOST_PROPERTIES = 32;

    /** EMR shows a step's properties to everybody who may look at it. */
    private static final Set<String> CREDENTIALS = Set.of("DC_USERNAME", "DC_PASSWORD", "dcUsername", "dcPassword");

    /** The parameters that mean something here, by DuraStore's first names and its later ones. */
    private enum Parameter {
        JAR("jarContentId", "JAR_CONTENT_ID"),
        SOURCE("sourceSpaceId", "SOURCE_SPACE_ID"),
        DESTINATION("destSpaceId", "DEST_SPACE_ID"),
        WORK("workSpaceId", "WORKSPACE_ID"),
        BOOTSTRAP("bootstrapContentId", "BOOTSTRAP_CONTENT_ID"),
        INSTANCE_TYPE("instanceType", "INSTANCE_TYPE"),
        INSTANCES("numInstances", "NUM_INSTANCES");

        private final String first;
        private final String later;

        Parameter(String first, String later) {
            this.first = first;
            this.later = later;
        }

        /** Takes it out of what was given. */
        Optional<String> take(Map<String, String> given) {
            if (given.containsKey(first) && given.containsKey(later)) {
                throw new InvalidValueException("give " + first + " or " + later + ", not both");
            }
            return Optional.ofNullable(given.containsKey(first) ? given.remove(first) : given.remove(later))
                    .filter(value -> !value.isBlank());
        }

        String require(Map<String, String> given) {
            return take(given)
                    .orElseThrow(() -> new InvalidValueException(
                            "All required parameters not provided: a Hadoop job needs jarContentId, sourceSpaceId,"
                                    + " destSpaceId and workSpaceId, and " + first + " is missing"));
        }
    }

    HadoopRequest {
        properties = Map.copyOf(properties);
    }

    /** Reads the map in XML; {@link InvalidValueException} if it is none, lacks something or has too much. */
    static HadoopRequest parse(String parameters) {
        Map<String, String> given = new LinkedHashMap<>(MapDocument.read(parameters));
        boolean capitals = given.containsKey(Parameter.JAR.later);
        String jar = Parameter.JAR.require(given);
        BucketName source = new BucketName(Parameter.SOURCE.require(given));
        BucketName destination = new BucketName(Parameter.DESTINATION.require(given));
        BucketName work = new BucketName(Parameter.WORK.require(given));
        Optional<ObjectKey> bootstrap =
                Parameter.BOOTSTRAP.take(given).map(name -> new ObjectKey(work, new ObjectName(name)));
        Optional<String> type = Parameter.INSTANCE_TYPE.take(given);
        Optional<Integer> instances = Parameter.INSTANCES.take(given).map(HadoopRequest::number);
        return new HadoopRequest(
                new ObjectKey(work, new ObjectName(jar)),
                source,
                destination,
                bootstrap,
                type,
                instances,
                properties(given),
                capitals);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidValueException("the number of instances is a whole number, not " + text, e);
        }
    }

    private static Map<String, String> properties(Map<String, String> rest) {
        rest.keySet().removeAll(CREDENTIALS);
        if (rest.size() > MOST_PROPERTIES) {
            throw new InvalidValueException("a Hadoop job has at most " + MOST_PROPERTIES + " parameters of its own");
        }
        rest.keySet().stream()
                .filter(name -> !PROPERTY.matcher(name).matches())
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidValueException(
                            "a parameter is named by 1 to 128 of A-Z a-z 0-9 . _ -, not " + name);
                });
        return rest;
    }

    BucketName work() {
        return jar.bucket();
    }
}
