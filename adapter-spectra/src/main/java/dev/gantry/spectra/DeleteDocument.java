package dev.gantry.spectra;

import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The objects that one request deletes: {@code <Delete><Quiet/><Object><Key/><VersionId/></Object>..</Delete>}. */
record DeleteDocument(boolean quiet, List<Entry> entries) {

    /** The most objects one request deletes. */
    static final int MAX = 1000;

    /** One object; a version must be the one that is there. */
    record Entry(String key, Optional<String> version) {}

    static DeleteDocument read(LimitedInputStream body) {
        XmlIn xml = XmlIn.open(body, "Delete");
        boolean quiet = false;
        List<Entry> entries = new ArrayList<>();
        while (xml.next()) {
            switch (xml.name()) {
                case "quiet" -> quiet = xml.text().strip().equalsIgnoreCase("true");
                case "key" -> add(entries, xml.text());
                case "versionid" -> version(entries, xml.text().strip());
                default -> {}
            }
        }
        if (entries.isEmpty()) {
            throw new ApiException(Problem.INVALID, "the document names no object to delete");
        }
        return new DeleteDocument(quiet, List.copyOf(entries));
    }

    private static void add(List<Entry> entries, String key) {
        if (entries.size() == MAX) {
            throw new ApiException(Problem.INVALID, "one request deletes at most " + MAX + " objects");
        }
        entries.add(new Entry(key, Optional.empty()));
    }

    private static void version(List<Entry> entries, String version) {
        if (entries.isEmpty()) {
            throw new ApiException(Problem.INVALID, "a VersionId stands before any Key");
        }
        Entry last = entries.remove(entries.size() - 1);
        entries.add(new Entry(last.key(), Optional.of(version).filter(text -> !text.isEmpty())));
    }
}
