package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.transport.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V2SignatureTest {

    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /** The examples of Amazon's own description of the scheme. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/johnsmith/photos/puppy.jpg||Tue, 27 Mar 2007 19:36:42 +0000|bWq2s1WEIj+Ydj0vQ697zp+IXMU=",
                "PUT|/johnsmith/photos/puppy.jpg|image/jpeg|Tue, 27 Mar 2007 21:15:45 +0000|MyyxeRY7whkBe+bq8fHCL/2kKUg=",
                "GET|/johnsmith/?prefix=photos&max-keys=50&marker=puppy||Tue, 27 Mar 2007 19:42:41 +0000|htDYFYduRNen8P9ZfE/s9SuKy0U=",
                "GET|/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re||Wed, 28 Mar 2007 01:49:49 +0000|DNEZGsoieTZ92F3bUfSPQcbGmlM=",
                "GET|/||Wed, 28 Mar 2007 01:29:59 +0000|qGdzdERIC03wnaRNKh6OqZehG9s="
            })
    void signsAsAmazonDocumentsIt(String method, String target, String type, String date, String signature) {
        Headers.Builder headers = Headers.builder().add("date", date);
        if (type != null) {
            headers.add("content-type", type);
        }
        assertThat(V2Signature.authorization(KEY, SECRET, method, target, headers.build()))
                .isEqualTo("AWS " + KEY + ":" + signature);
    }

    @Test
    void putsAnyChecksumIntoOneSlotAndJoinsAmzHeadersInOrder() {
        Headers headers = Headers.builder()
                .add("X-Amz-Meta-b", "two")
                .add("Content-CRC32C", "Hw6Idg==")
                .add("x-amz-meta-A", " one ")
                .add("x-amz-meta-B", "three")
                .add("Content-Type", "application/xml; charset=utf-8")
                .add("Date", "Sat, 21 Nov 2026 17:37:03 +0000")
                .build();
        assertThat(V2Signature.stringToSign("PUT", "/b/a%20b%2Bc?job=1&offset=0", headers))
                .isEqualTo("PUT\nHw6Idg==\napplication/xml; charset=utf-8\nSat, 21 Nov 2026 17:37:03 +0000\n"
                        + "x-amz-meta-a:one\nx-amz-meta-b:two,three\n/b/a%20b%2Bc");
    }

    @ParameterizedTest
    @CsvSource({
        "/b?delete,/b?delete",
        "/b?uploads,/b?uploads",
        "/b?versions&max_keys=2,/b?versions",
        "/b?versioning=Enabled,/b?versioning=Enabled",
        "/_rest_/bucket/b?operation=start_bulk_put,/_rest_/bucket/b",
        "/b/k?version_id=1&deleted=1,/b/k"
    })
    void signsOnlyTheSubResourcesOfTheQuery(String target, String resource) {
        assertThat(V2Signature.stringToSign("GET", target, Headers.none())).isEqualTo("GET\n\n\n\n" + resource);
    }

    @Test
    void anAmzDateTakesThePlaceOfTheDate() {
        Headers headers = Headers.builder()
                .add("Date", "Tue, 27 Mar 2007 21:20:27 +0000")
                .add("x-amz-date", "Tue, 27 Mar 2007 21:20:26 +0000")
                .build();
        assertThat(V2Signature.stringToSign("DELETE", "/b/k", headers))
                .isEqualTo("DELETE\n\n\n\nx-amz-date:Tue, 27 Mar 2007 21:20:26 +0000\n/b/k");
    }
}
