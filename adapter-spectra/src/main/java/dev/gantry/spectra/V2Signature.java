package dev.gantry.spectra;

import dev.gantry.domain.ChecksumType;
import dev.gantry.transport.Headers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Amazon's signature version 2 as Spectra S3 uses it (docs/spectra-s3.md, Signatures). */
final class V2Signature {

    /** What the value of the Authorization header begins with. */
    static final String SCHEME = "AWS ";

    private static final String ALGORITHM = "HmacSHA1";
    private static final int MOST_KEYS = 64;

    /** Each thread's, by secret key: finding a provider and taking in a key cost more than signing. */
    private static final ThreadLocal<Map<String, Mac>> MACS = ThreadLocal.withInitial(HashMap::new);

    private static final List<String> SUB_RESOURCES = List.of("delete", "uploads", "versioning", "versions");

    private V2Signature() {}

    /** The value of the Authorization header; {@code headers} are those that go out, {@code target} as it goes out. */
    static String authorization(String accessKey, String secretKey, String method, String target, Headers headers) {
        return SCHEME + accessKey + ":" + sign(secretKey, stringToSign(method, target, headers));
    }

    /** HMAC-SHA1 of {@code stringToSign} in base64. */
    static String sign(String secretKey, String stringToSign) {
        Mac mac = mac(MACS.get(), secretKey);
        return Base64.getEncoder().encodeToString(mac.doFinal(stringToSign.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Mac mac(Map<String, Mac> known, String secretKey) {
        if (known.size() >= MOST_KEYS && !known.containsKey(secretKey)) {
            known.clear();
        }
        return known.computeIfAbsent(secretKey, V2Signature::mac);
    }

    private static Mac mac(String secretKey) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM + ", and it takes any key", e);
        }
    }

    /** What is signed. Header values count as octets, one a character, as they stand on the wire. */
    static String stringToSign(String method, String target, Headers headers) {
        return method
                + "\n" + checksum(headers)
                + "\n" + headers.first(WireNames.CONTENT_TYPE).orElse("")
                + "\n" + date(headers)
                + "\n" + amzHeaders(headers) + resource(target);
    }

    private static String checksum(Headers headers) {
        for (ChecksumType type : WireNames.CHECKSUM_ORDER) {
            Optional<String> value = headers.first(WireNames.checksumHeader(type));
            if (value.isPresent()) {
                return value.get();
            }
        }
        return "";
    }

    /** Empty beside an x-amz-date, which is signed among its like. */
    private static String date(Headers headers) {
        return headers.first(WireNames.AMZ_DATE).isPresent()
                ? ""
                : headers.first(WireNames.DATE).orElse("");
    }

    private static String amzHeaders(Headers headers) {
        List<Headers.Field> fields = headers.startingWith(WireNames.AMZ_PREFIX);
        if (fields.isEmpty()) {
            return "";
        }
        Map<String, String> sorted = new TreeMap<>();
        fields.forEach(field -> sorted.merge(
                field.name().toLowerCase(Locale.ROOT), field.value().strip(), (a, b) -> a + "," + b));
        StringBuilder text = new StringBuilder();
        sorted.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.toString();
    }

    private static String resource(String target) {
        int question = target.indexOf('?');
        if (question < 0) {
            return target;
        }
        List<String> parameters = List.of(target.substring(question + 1).split("&"));
        StringBuilder resource = new StringBuilder(target.substring(0, question));
        SUB_RESOURCES.forEach(name -> parameters.stream()
                .filter(parameter -> parameter.equals(name) || parameter.startsWith(name + "="))
                .findFirst()
                .ifPresent(parameter -> resource.append('?').append(parameter)));
        return resource.toString();
    }
}
