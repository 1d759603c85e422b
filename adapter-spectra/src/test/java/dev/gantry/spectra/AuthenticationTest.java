package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Role;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Accounts;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static final Instant NOW = Instant.parse("2026-11-21T17:37:03Z");
    private static final String DATE = "Sat, 21 Nov 2026 17:37:03 +0000";
    private static final UUID NODE = new UUID(1, 2);
    private static final User USER = new User(new UserId(new UUID(3, 4)), "ann", Role.USER);
    private static final Accounts.Account ACCOUNT = new Accounts.Account(USER, "key", "secret");

    private static final Accounts ACCOUNTS = new Accounts() {
        @Override
        public Optional<Account> find(String accessKey) {
            return Optional.of(ACCOUNT).filter(account -> account.accessKey().equals(accessKey));
        }

        @Override
        public List<User> users() {
            return List.of(USER);
        }
    };

    private final SpectraSettings settings = SpectraSettings.of("localhost", () -> 80, false, NODE, () -> NOW);
    private final SpectraHandler handler = new SpectraHandler(
            ACCOUNTS,
            user -> {
                throw WireException.notFound("past the gate as " + user.name());
            },
            settings,
            Runnable::run);

    private RecordingExchange handle(String method, String date, String key, String secret) {
        Headers plain = Headers.builder().add("Date", date).build();
        String signature = V2Signature.authorization(key, secret, method, "/b/k%20+?x=1", plain);
        return handle(method, plain.with("Authorization", signature));
    }

    private RecordingExchange handle(String method, Headers headers) {
        RecordingExchange exchange = new RecordingExchange(method, "/b/k%20+?x=1", headers);
        handler.handle(exchange);
        return exchange;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DATE,
                "Sat, 21 Nov 2026 17:37:03 GMT",
                "Sat, 21 Nov 2026 17:37:03 -0000",
                "Sat, 21 Nov 2026 10:37:03 -0700",
                "Sat, 21 Nov 2026 17:52:03 +0000",
                "Sat, 21 Nov 2026 17:22:03 +0000"
            })
    void letsAProperSignaturePassWithinFifteenMinutes(String date) {
        RecordingExchange exchange = handle("GET", date, "key", "secret");
        assertThat(exchange.reply().status()).isEqualTo(404);
        assertThat(exchange.text()).contains("past the gate as ann");
    }

    @Test
    void refusesAnUnsignedRequest() {
        RecordingExchange exchange =
                handle("GET", Headers.builder().add("Date", DATE).build());
        assertRefused(exchange, "AccessDenied");
    }

    @Test
    void refusesAnotherScheme() {
        Headers headers = Headers.builder()
                .add("Date", DATE)
                .add("Authorization", "AWS4-HMAC-SHA256 Credential=key")
                .build();
        assertRefused(handle("GET", headers), "AccessDenied");
    }

    @Test
    void refusesAnUnknownKey() {
        assertRefused(handle("GET", DATE, "other", "secret"), "AccessDenied");
    }

    @Test
    void refusesAWrongSignatureAndNeverTellsWhatWouldBeRight() {
        RecordingExchange exchange = handle("GET", DATE, "key", "guess");
        assertRefused(exchange, "InvalidSecurity");
        Headers plain = Headers.builder().add("Date", DATE).build();
        assertThat(exchange.text())
                .doesNotContain(V2Signature.sign("secret", V2Signature.stringToSign("GET", "/b/k%20+", plain)))
                .doesNotContain(DATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS key", "AWS key:", "AWS :x", "AWS", "AWS  "})
    void refusesHalfAnAuthorization(String authorization) {
        Headers headers = Headers.builder()
                .add("Date", DATE)
                .add("Authorization", authorization)
                .build();
        assertThat(handle("GET", headers).reply().status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sat, 21 Nov 2026 17:52:04 +0000", "Sat, 21 Nov 2026 17:22:02 +0000"})
    void refusesADateFarFromTheClock(String date) {
        assertRefused(handle("GET", date, "key", "secret"), "RequestTimeTooSkewed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-11-21T17:37:03Z"})
    void refusesWhatIsNoDate(String date) {
        assertRefused(handle("GET", date, "key", "secret"), "AccessDenied");
    }

    @Test
    void anAmzDateIsTheOneThatCounts() {
        Headers headers = Headers.builder()
                .add("Date", DATE)
                .add("x-amz-date", "Sat, 21 Nov 2026 16:37:03 +0000")
                .build();
        String signature = V2Signature.authorization("key", "secret", "GET", "/b/k%20+?x=1", headers);
        assertRefused(handle("GET", headers.with("Authorization", signature)), "RequestTimeTooSkewed");
    }

    @Test
    void answersARefusedHeadWithoutADocument() {
        RecordingExchange exchange = handle("HEAD", DATE, "key", "guess");
        assertThat(exchange.reply().status()).isEqualTo(403);
        assertThat(exchange.reply().body()).isInstanceOf(Reply.Empty.class);
    }

    @Test
    void numbersEveryAnswerAndTheErrorAlike() {
        RecordingExchange first = handle("GET", DATE, "key", "guess");
        RecordingExchange second = handle("GET", DATE, "key", "guess");
        String id = first.reply().headers().first("x-amz-request-id").orElseThrow();
        assertThat(Long.parseLong(id))
                .isGreaterThan(NOW.minus(Duration.ofDays(1)).toEpochMilli());
        assertThat(first.text()).contains("<ResourceId>" + id + "</ResourceId>", "<Resource>/b/k%20+</Resource>");
        assertThat(second.reply().headers().first("x-amz-request-id")).isNotEqualTo(Optional.of(id));
    }

    private static void assertRefused(RecordingExchange exchange, String code) {
        assertThat(exchange.reply().status()).isEqualTo(403);
        assertThat(exchange.text()).contains("<Code>" + code + "</Code><HttpErrorCode>403</HttpErrorCode>");
    }
}
