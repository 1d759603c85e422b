package dev.gantry.durastore;

import dev.gantry.ports.api.Accounts;
import dev.gantry.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** Tells who sends a request by HTTP basic authentication: access key and secret key; else 401. */
final class BasicAuthentication {

    private static final String SCHEME = "Basic ";

    private final Accounts accounts;

    BasicAuthentication(Accounts accounts) {
        this.accounts = accounts;
    }

    Accounts.Account check(Headers headers) {
        String[] pair = headers.first("Authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> decode(value.substring(SCHEME.length()).strip()).split(":", 2))
                .filter(parts -> parts.length == 2)
                .orElseThrow(() -> refused("name a user's access key and secret key by HTTP basic authentication"));
        Optional<Accounts.Account> account = accounts.find(pair[0]);
        return account.filter(known -> MessageDigest.isEqual(octets(known.secretKey()), octets(pair[1])))
                .orElseThrow(() -> refused("the access key or the secret key is wrong"));
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(401, "the credentials are not base64", e);
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Refusal refused(String message) {
        return new Refusal(401, message);
    }
}
