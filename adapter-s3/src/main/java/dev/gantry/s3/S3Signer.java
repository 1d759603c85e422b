package dev.gantry.s3;

import dev.gantry.transport.Headers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs requests (AWS Signature Version 4). The bytes of a body are never signed, so that they are read once; what
 * stands for them is a checksum (docs/adr/0018). Thread-safe.
 */
final class S3Signer {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final String region;
    private final Clock clock;
    private volatile Duration ahead = Duration.ZERO; // of our clock, the service's

    S3Signer(String region, Clock clock) {
        this.region = region;
        this.clock = clock;
    }

    /** The service's clock is so much ahead of ours, or behind: what is signed from now on has its time. */
    void adjust(Duration difference) {
        ahead = difference;
    }

    Clock clock() {
        return clock;
    }

    /** The headers to send with the call, the signature among them. Content-Length is left to the transport. */
    Headers sign(S3Call call, S3Address.Located at, AwsCredentialsIdentity identity) {
        SdkHttpRequest request = request(call, at);
        SignRequest<AwsCredentialsIdentity> asked = SignRequest.builder(identity)
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.offset(clock, ahead))
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                .putProperty(
                        AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, call.framed().isPresent())
                .applyMutation(b -> framing(call, b))
                .build();
        return headers(signer.sign(asked).request());
    }

    private static void framing(S3Call call, SignRequest.Builder<AwsCredentialsIdentity> builder) {
        if (call.framed().isPresent()) {
            builder.putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32C);
        }
    }

    private static SdkHttpRequest request(S3Call call, S3Address.Located at) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(call.method()))
                .uri(URI.create(at.origin().toString()))
                .encodedPath(at.path())
                .putHeader("Host", at.origin().host());
        call.query().forEach(request::putRawQueryParameter);
        call.headers().forEach(field -> request.appendHeader(field.name(), field.value()));
        call.framed().ifPresent(length -> request.putHeader("Content-Length", String.valueOf(length)));
        return request.build();
    }

    private static Headers headers(SdkHttpRequest signed) {
        Headers.Builder headers = Headers.builder();
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> headers.add(name, value));
            }
        });
        return headers.build();
    }
}
