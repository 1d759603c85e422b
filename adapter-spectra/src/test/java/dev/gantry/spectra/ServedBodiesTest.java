package dev.gantry.spectra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.spectra.WireClient.Answer;
import dev.gantry.transport.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bodies that are large, cut or without end. */
class ServedBodiesTest extends ServedTest {

    private static final String CREATE = "/_rest_/bucket/b?operation=start_bulk_put";

    private static Headers length(long bytes) {
        return Headers.builder().add("Content-Length", Long.toString(bytes)).build();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aJobOfManyChunksIsAnsweredWhole() {
        StringBuilder document = new StringBuilder("<Objects>");
        for (int i = 0; i < 9001; i++) {
            document.append("<Object Name=\"many/%05d\" Size=\"0\"/>".formatted(i));
        }
        Answer created = root.bring("PUT", CREATE, document.append("</Objects>").toString());
        assertThat(created.status()).as(created.text()).isEqualTo(200);
        assertThat(created.all("//Object/@Name")).hasSize(9001).isSorted().doesNotHaveDuplicates();
        assertThat(created.all("//Objects/@ChunkNumber")).hasSizeGreaterThan(8).doesNotHaveDuplicates();
        String job = created.one("/MasterObjectList/@JobId");
        assertThat(root.send("DELETE", "/_rest_/job/" + job + "?force").status())
                .isEqualTo(204);
    }

    @Test
    void aDocumentLargerThanAllowedIsRefusedBeforeItIsRead() {
        Answer answer = root.raw(root.head("PUT", CREATE, length(TestNode.MAX_DOCUMENT + 1)), new byte[0]);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.one("/Error/Message")).contains("larger than");
    }

    @Test
    void aDocumentWithoutLengthIsReadWhileItComes() {
        Headers chunked = Headers.builder().add("Transfer-Encoding", "chunked").build();
        String body = "9\r\n<Objects>\r\n21\r\n<Object Name=\"chunked\" Size=\"1\"/>\r\na\r\n</Objects>\r\n0\r\n\r\n";
        Answer answer = root.raw(root.head("PUT", CREATE, chunked), octets(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.one("//Object/@Name")).isEqualTo("chunked");
    }

    @Test
    void aJobWhoseDocumentIsCutIsNotMade() throws IOException {
        Headers announced = length(1000);
        byte[] half = octets("<Objects><Object Name=\"half\" Size=\"1\"/>");
        Answer answer = root.cut(root.head("PUT", CREATE + "&name=half", announced), half);
        assertThat(answer.one("/Error/Code")).isEqualTo("IncompleteBody");
        assertThat(root.send("GET", "/_rest_/active_job?name=half").all("//Job"))
                .isEmpty();
        Answer again = root.bring("PUT", CREATE, "<Objects><Object Name=\"half\" Size=\"1\"/></Objects>");
        assertThat(again.status()).isEqualTo(200);
    }

    @Test
    void anObjectWhoseBodyIsCutIsNotThere() throws IOException {
        root.bring("PUT", "/b/cut", "before");
        Answer answer = root.cut(root.head("PUT", "/b/cut", length(1000)), octets("half of it"));
        assertThat(answer.one("/Error/Code")).isEqualTo("IncompleteBody");
        assertThat(root.send("GET", "/b/cut").text()).isEqualTo("before");
    }
}
