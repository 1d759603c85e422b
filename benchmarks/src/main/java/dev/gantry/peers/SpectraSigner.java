package dev.gantry.peers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Heads of signed Spectra S3 requests (docs/spectra-s3.md, Signatures), as a client sends them. */
record SpectraSigner(String accessKey, String secretKey) {

    private static final String ALGORITHM = "HmacSHA1";

    /** The whole head of a request with a body of that length and no checksum header. */
    String head(String method, String target, long length) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atZone(ZoneOffset.UTC));
        int query = target.indexOf('?');
        String resource = query < 0 ? target : target.substring(0, query);
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nDate: " + date + "\r\nAuthorization: AWS "
                + accessKey + ":" + sign(method + "\n\n\n" + date + "\n" + resource)
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
