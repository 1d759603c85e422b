package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What clusters Hadoop jobs get, and how much of that a job may choose (docs/s3.md, Hadoop tasks).
 *
 * @param releaseLabel of EMR, as {@code emr-7.10.0}
 * @param instanceType what a job gets that names none
 * @param instanceTypes what a job may name; holds {@code instanceType}
 * @param instances how many a job gets that names no number
 * @param mostInstances how many a job may name
 * @param serviceRole what EMR acts as
 * @param jobFlowRole the instance profile of the cluster's machines, which reads and writes the spaces
 * @param subnet where the machines are; empty leaves that to the account's default network
 */
public record HadoopSettings(
        String releaseLabel,
        String instanceType,
        Set<String> instanceTypes,
        int instances,
        int mostInstances,
        String serviceRole,
        String jobFlowRole,
        Optional<String> subnet) {

    private static final Pattern LABEL = Pattern.compile("emr-[0-9]{1,3}(\\.[0-9]{1,3}){2}");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{1,32}\\.[a-z0-9-]{1,32}");
    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9+=,.@_:/-]{1,256}");
    private static final int MOST = 1000;

    public HadoopSettings {
        instanceTypes = Set.copyOf(instanceTypes);
        Objects.requireNonNull(subnet, "subnet");
        require(LABEL, releaseLabel, "a release of EMR is named like emr-7.10.0");
        instanceTypes.forEach(type -> require(TYPE, type, "a type of instances is named like m5.xlarge"));
        require(ROLE, serviceRole, "a role is named by 1 to 256 of A-Z a-z 0-9 + = , . @ _ : / -");
        require(ROLE, jobFlowRole, "a role is named by 1 to 256 of A-Z a-z 0-9 + = , . @ _ : / -");
        subnet.ifPresent(id -> require(Pattern.compile("subnet-[0-9a-f]{1,32}"), id, "a subnet is named subnet-..."));
        if (!instanceTypes.contains(instanceType)) {
            throw new InvalidValueException("the types of instances that jobs may name lack the usual " + instanceType);
        }
        if (instances < 1 || instances > mostInstances || mostInstances > MOST) {
            throw new InvalidValueException("a job gets 1 to " + mostInstances + " instances, and never more than "
                    + MOST + ": not " + instances);
        }
    }

    private static void require(Pattern legal, String text, String rule) {
        if (!legal.matcher(text).matches()) {
            throw new InvalidValueException(rule + ", not " + text);
        }
    }

    /** A single m5.xlarge with EMR 7.10.0 and the roles that AWS's tools make; jobs choose up to 20 of that type. */
    public static HadoopSettings usual() {
        return new HadoopSettings(
                "emr-7.10.0",
                "m5.xlarge",
                Set.of("m5.xlarge"),
                1,
                20,
                "EMR_DefaultRole",
                "EMR_EC2_DefaultRole",
                Optional.empty());
    }
}
