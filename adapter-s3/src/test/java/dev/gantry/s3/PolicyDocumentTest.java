package dev.gantry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.ports.spi.ProviderException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PolicyDocumentTest {

    private static final String ARN = "arn:aws:cloudfront::123456789012:distribution/E1";
    private static final String FOREIGN =
            "{\"Version\":\"2008-10-17\",\"Id\":\"theirs\",\"Statement\":[{\"Sid\":\"A\",\"Effect\":\"Deny\",\"Principal\":\"*\","
                    + "\"Action\":[\"s3:PutObject\"],\"Resource\":[\"arn:aws:s3:::b/*\"]},{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"1\"},"
                    + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/x\"}]}";

    @Test
    void onlyTheOneDistributionMayRead() {
        JsonNode statement =
                json(PolicyDocument.none().granting("b", ARN)).path("Statement").path(0);

        assertThat(statement.path("Effect").asString()).isEqualTo("Allow");
        assertThat(statement.path("Principal").toString()).isEqualTo("{\"Service\":\"cloudfront.amazonaws.com\"}");
        assertThat(statement.path("Action").asString()).isEqualTo("s3:GetObject");
        assertThat(statement.path("Resource").asString()).isEqualTo("arn:aws:s3:::b/*");
        assertThat(statement.path("Condition").toString())
                .isEqualTo("{\"StringEquals\":{\"AWS:SourceArn\":\"" + ARN + "\"}}");
    }

    @Test
    void statementsOfOthersStayAsTheyAre() {
        PolicyDocument before = PolicyDocument.parse(FOREIGN);

        PolicyDocument granted = before.granting("b", ARN).granting("b", ARN + "2");

        assertThat(json(granted).path("Statement").size()).isEqualTo(3);
        assertThat(granted.isGranting()).isTrue();
        assertThat(granted.revoked()).contains(before);
    }

    @Test
    void aStatementWithoutAListAroundItIsKeptToo() {
        PolicyDocument one =
                PolicyDocument.parse("{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"A\",\"Effect\":\"Deny\"}}");

        assertThat(json(one.granting("b", ARN).revoked().orElseThrow())
                        .path("Statement")
                        .toString())
                .isEqualTo("[{\"Sid\":\"A\",\"Effect\":\"Deny\"}]");
    }

    @Test
    void nothingIsLeftOfAPolicyThatHadNoOtherStatement() {
        assertThat(PolicyDocument.none().granting("b", ARN).revoked()).isEmpty();
    }

    @Test
    void theBucketIsNamedInTheDistributionsPartition() {
        PolicyDocument policy = PolicyDocument.none().granting("b", "arn:aws-cn:cloudfront::1:distribution/E1");

        assertThat(json(policy).path("Statement").path(0).path("Resource").asString())
                .isEqualTo("arn:aws-cn:s3:::b/*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "text"})
    void whatIsNoPolicyIsNotWrittenOver(String text) {
        assertThatThrownBy(() -> PolicyDocument.parse(text)).isInstanceOf(ProviderException.Rejected.class);
    }

    private static JsonNode json(PolicyDocument policy) {
        return JsonMapper.builder().build().readTree(new String(policy.bytes(), StandardCharsets.UTF_8));
    }
}
