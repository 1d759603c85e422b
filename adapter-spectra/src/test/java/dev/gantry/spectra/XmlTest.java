package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {

    private static String written(String root, Consumer<XmlOut> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XmlOut.write(out, root, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static LimitedInputStream body(String text) {
        return new LimitedInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<ObjectsDocument.Entry> objects(LimitedInputStream body) {
        List<ObjectsDocument.Entry> entries = new ArrayList<>();
        new ObjectsDocument(body).forEachRemaining(entries::add);
        return entries;
    }

    /** {@code count} times {@code piece} between {@code head} and {@code tail}, without being held in memory; {@code piece} is ASCII. */
    private static InputStream repeated(String head, String piece, int count, String tail) {
        byte[] block = piece.repeat(Math.max(1, 8192 / piece.length())).getBytes(StandardCharsets.UTF_8);
        InputStream middle = new InputStream() {
            private long left = (long) count * piece.length();
            private int at;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                int n = (int) Math.min(Math.min(left, length), block.length - at);
                System.arraycopy(block, at, buffer, from, n);
                at = (at + n) % block.length;
                left -= n;
                return n == 0 ? -1 : n;
            }
        };
        return new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream(head.getBytes(StandardCharsets.UTF_8)), middle),
                new ByteArrayInputStream(tail.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anEmptyRootHasAnEndTagAndAnAbsentValueNone() {
        assertThat(written("Data", out -> {})).endsWith("<Data></Data>");
        assertThat(written("Data", out -> out.text("A", "").text("B", Optional.empty())))
                .endsWith("<Data><A/><B/></Data>");
    }

    @Test
    void whatANameMayHoldComesBackFromAnAttributeAsItWas() {
        String name = "a\t\n\r <>&\"' é日😀\u0085\u2028";
        String document = written(
                "Objects",
                out -> out.element(
                        "Object", o -> o.attribute("Name", new ObjectName(name)).attribute("Size", 1)));
        assertThat(objects(body(document)).get(0).name().value()).isEqualTo(name);
    }

    @Test
    void whatXmlCannotCarryIsReplaced() {
        assertThat(written("Data", out -> out.text("A", "x\u0001y\uFFFEz"))).contains("<A>x\uFFFDy\uFFFDz</A>");
    }

    @Test
    void readsSizeLengthOffsetAndVersionAndSkipsTheRest() {
        String id = "ac580b45-0ec0-4e29-9c4c-30fd44f4c2e3";
        List<ObjectsDocument.Entry> entries =
                objects(body("<?xml version=\"1.0\"?><!-- c --><Objects Priority=\"HIGH\">"
                        + "<Object Name=\"a\" Size=\"5\"/><other><Object Name=\"hidden\"/></other>"
                        + "<object name=\"b\" Length=\"7\" Offset=\"3\" VersionId=\"" + id
                        + "\"><x/></object></Objects>"));
        assertThat(entries).extracting(e -> e.name().value()).containsExactly("a", "b");
        assertThat(entries)
                .extracting(ObjectsDocument.Entry::size)
                .containsExactly(OptionalLong.of(5), OptionalLong.of(7));
        assertThat(entries.get(1).offset()).isEqualTo(OptionalLong.of(3));
        assertThat(entries.get(1).version().orElseThrow()).hasToString(id);
    }

    @Test
    void readsWhatOldClientsWriteIntoTheRoot() {
        ObjectsDocument document =
                new ObjectsDocument(body("<Objects Priority=\"LOW\" chunkClientProcessingOrderGuarantee=\"NONE\"/>"));
        assertThat(document.priority()).contains("LOW");
        assertThat(document.ordering()).contains("NONE");
        assertThat(document.hasNext()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<Objects>",
                "<Objects><Object Name='a' Size='1'></Objects>",
                "<Other/>",
                "<Objects/><Objects/>",
                "<Objects><Object Size='1'/></Objects>",
                "<Objects><Object Name='' Size='1'/></Objects>",
                "<Objects><Object Name='a' Size='-1'/></Objects>",
                "<Objects><Object Name='a' Size='x'/></Objects>",
                "<Objects><Object Name='a' VersionId='null'/></Objects>",
                "<Objects><Object Name='&#1;' Size='1'/></Objects>",
                "<Objects><Object Name='a' Name='b' Size='1'/></Objects>",
                "<!DOCTYPE Objects><Objects/>",
                "<!DOCTYPE Objects [<!ENTITY e 'x'>]><Objects><Object Name='&e;'/></Objects>",
                "<!DOCTYPE Objects SYSTEM 'file:///etc/passwd'><Objects/>",
                "<Objects><Object Name='&e;' Size='1'/></Objects>",
                "<a><b><c><d><e><f><g><h><i><j><k><l><m><n><o><p><q/></p></o></n></m></l></k></j></i></h></g></f></e></d></c></b></a>"
            })
    void refusesWhatIsMalformedOrHostile(String document) {
        assertRefused(() -> objects(body(document)));
    }

    @Test
    void refusesDepthThatNeverEnds() {
        assertRefused(() -> objects(new LimitedInputStream(repeated("<Objects>", "<x>", 5000, ""))));
    }

    @Test
    void refusesANameThatNeverEnds() {
        assertRefused(() -> objects(new LimitedInputStream(repeated("<Objects><", "x", 8 << 20, "/></Objects>"))));
        assertRefused(() ->
                objects(new LimitedInputStream(repeated("<Objects><Object Name='", "x", 8 << 20, "'/></Objects>"))));
    }

    @Test
    void refusesACommentThatNeverEnds() {
        assertRefused(() -> objects(new LimitedInputStream(repeated("<Objects><!--", "x", 8 << 20, "--></Objects>"))));
        assertRefused(() -> objects(new LimitedInputStream(repeated("<Objects>", "x", 8 << 20, "</Objects>"))));
    }

    @Test
    void refusesManyAttributes() {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        assertRefused(() -> objects(body("<Objects><Object Name='a'" + attributes + "/></Objects>")));
    }

    @Test
    void takesFiveHundredThousandObjectsAndNotOneMore() {
        assertThat(count(500_000)).isEqualTo(500_000);
        assertThatThrownBy(() -> count(500_001))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("500000");
    }

    private static int count(int objects) {
        ObjectsDocument document = new ObjectsDocument(
                new LimitedInputStream(repeated("<Objects>", "<Object Name='a' Size='1'/>", objects, "</Objects>")));
        int count = 0;
        while (document.hasNext()) {
            document.next();
            count++;
        }
        return count;
    }

    @Test
    void readsWhatToDelete() {
        DeleteDocument document = DeleteDocument.read(body("<Delete xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>"
                + "<Quiet>true</Quiet><Object><Key>a&amp;b</Key></Object>"
                + "<Object><Key> c/ </Key><VersionId>v</VersionId></Object></Delete>"));
        assertThat(document.quiet()).isTrue();
        assertThat(document.entries())
                .containsExactly(
                        new DeleteDocument.Entry("a&b", Optional.empty()),
                        new DeleteDocument.Entry(" c/ ", Optional.of("v")));
    }

    @Test
    void refusesToDeleteNothingOrTooMuch() {
        assertRefused(() -> DeleteDocument.read(body("<Delete></Delete>")));
        assertRefused(() ->
                DeleteDocument.read(body("<Delete>" + "<Object><Key>k</Key></Object>".repeat(1001) + "</Delete>")));
        assertRefused(() -> DeleteDocument.read(body("<Delete><Key><x/></Key></Delete>")));
        assertRefused(() -> DeleteDocument.read(body("<Delete><VersionId>v</VersionId></Delete>")));
    }

    private static void assertRefused(ThrowingCallable reading) {
        assertThatThrownBy(reading).satisfies(e -> {
            Failure failure = Failure.of(e);
            assertThat(failure.status()).isEqualTo(400);
            assertThat(failure.message()).isNotBlank();
        });
    }
}
