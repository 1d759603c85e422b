package dev.gantry.spectra;

import dev.gantry.ports.api.Accounts;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Headers;
import dev.gantry.transport.RequestTarget;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells who sends a request, by its signature; refusals never tell what would have been right. */
final class Authentication {

    private final Accounts accounts;
    private final SpectraSettings settings;
    private volatile ReadDate lastDate = new ReadDate("", Optional.empty());

    Authentication(Accounts accounts, SpectraSettings settings) {
        this.accounts = accounts;
        this.settings = settings;
    }

    /** The account that signed the request; else 403. */
    Accounts.Account check(Exchange exchange) {
        String credentials = credentials(exchange.headers());
        int colon = credentials.indexOf(':');
        String accessKey = colon < 0 ? credentials : credentials.substring(0, colon);
        Accounts.Account account =
                accounts.find(accessKey).orElseThrow(() -> WireException.denied("the access key is not known here"));
        checkSignature(exchange, account, credentials.substring(colon + 1).strip());
        checkDate(exchange.headers());
        return account;
    }

    private static String credentials(Headers headers) {
        String value = headers.first(WireNames.AUTHORIZATION)
                .orElseThrow(() -> WireException.denied("the request is not signed; there is no anonymous access"));
        if (!value.startsWith(V2Signature.SCHEME)) {
            throw WireException.denied("sign with AWS signature version 2: Authorization: AWS key:signature");
        }
        return value.substring(V2Signature.SCHEME.length()).strip();
    }

    private static void checkSignature(Exchange exchange, Accounts.Account account, String given) {
        String expected = V2Signature.sign(
                account.secretKey(),
                V2Signature.stringToSign(
                        exchange.method(), RequestTarget.local(exchange.target()), exchange.headers()));
        if (!MessageDigest.isEqual(octets(expected), octets(given))) {
            throw new WireException(
                    403, "InvalidSecurity", "the signature is not that of this request; check the secret key");
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A header's text with what it says: most requests of one second have the same. */
    private record ReadDate(String text, Optional<Instant> date) {}

    private Optional<Instant> read(String text) {
        ReadDate last = lastDate;
        if (!last.text().equals(text)) {
            last = new ReadDate(text, Dates.parseHeader(text));
            lastDate = last;
        }
        return last.date();
    }

    private void checkDate(Headers headers) {
        Instant date = headers.first(WireNames.AMZ_DATE)
                .or(() -> headers.first(WireNames.DATE))
                .flatMap(this::read)
                .orElseThrow(() -> WireException.denied("the request needs a Date header as RFC 1123 has it"));
        Duration skew = Duration.between(date, settings.clock().instant()).abs();
        if (skew.compareTo(Duration.ofSeconds(settings.maxSkew())) > 0) {
            throw new WireException(
                    403,
                    "RequestTimeTooSkewed",
                    "the request's date is " + skew.toSeconds() + " s from the node's clock; at most "
                            + settings.maxSkew() + " s are allowed");
        }
    }
}
