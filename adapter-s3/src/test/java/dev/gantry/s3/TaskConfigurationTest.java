package dev.gantry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.transport.Origin;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskConfigurationTest {

    private static final S3Settings AWS = S3Settings.aws("eu-central-1", Optional.of(S3Server.KEYS));
    private static final S3Settings OTHER = S3Settings.compatible(Origin.https("minio.example", 443), S3Server.KEYS);

    private static TaskSettings read(S3Settings account, Map<String, String> settings) {
        return new TaskConfiguration(new StoreId("cloud"), settings).settings(account);
    }

    @Test
    void awsHasTasksAndOtherServicesOnlyThoseThatAreNamed() {
        assertThat(read(AWS, Map.of()).hasStreaming()).isTrue();
        assertThat(read(AWS, Map.of()).hasHadoop()).isTrue();
        assertThat(read(OTHER, Map.of()).hasStreaming()).isFalse();
        assertThat(read(OTHER, Map.of()).hasHadoop()).isFalse();

        TaskSettings named = read(OTHER, Map.of("emr.endpoint", "http://emr.example"));

        assertThat(named.hasStreaming()).isFalse();
        assertThat(named.emr()).contains(URI.create("http://emr.example"));
    }

    @Test
    void clustersAreWhatTheSettingsSay() {
        HadoopSettings hadoop = read(
                        AWS,
                        Map.of(
                                "emr.release-label", "emr-7.1.0",
                                "emr.instance-type", "m6g.large",
                                "emr.instance-types", "m6g.large, c7g.large",
                                "emr.instances", "2",
                                "emr.max-instances", "5",
                                "emr.service-role", "Ours",
                                "emr.job-flow-role", "Theirs",
                                "emr.subnet", "subnet-0a1b2c"))
                .hadoop();

        assertThat(hadoop)
                .isEqualTo(new HadoopSettings(
                        "emr-7.1.0",
                        "m6g.large",
                        Set.of("m6g.large", "c7g.large"),
                        2,
                        5,
                        "Ours",
                        "Theirs",
                        Optional.of("subnet-0a1b2c")));
    }

    @ParameterizedTest
    @CsvSource({
        "cloudfront.endpoint, cloudfront",
        "emr.endpoint, ftp://host",
        "emr.release-label, latest",
        "emr.instance-type, large",
        "emr.instance-types, c7g.large",
        "emr.instances, none",
        "emr.instances, 21",
        "emr.max-instances, 0",
        "emr.service-role, a role",
        "emr.subnet, net"
    })
    void wrongSettingsAreToldWithTheirStore(String name, String value) {
        assertThatThrownBy(() -> read(AWS, Map.of(name, value)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("store cloud: ");
    }
}
