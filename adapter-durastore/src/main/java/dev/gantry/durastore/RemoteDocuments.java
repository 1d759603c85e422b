package dev.gantry.durastore;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamReader;

/** The XML documents of the storage API. */
final class RemoteDocuments {

    /** How many ids are asked for at a time where all are wanted. */
    static final int PAGE = 1000;

    /** The most bytes that the largest page has. */
    static final long MAX_LISTING = 64L << 20;

    static final long MAX_SMALL = 8L << 20;

    private static final int MAX_NAMES = 100_000;

    private RemoteDocuments() {}

    /** A storage provider account. */
    record Account(String id, String type, boolean primary) {}

    /** The contents of a space's page. */
    static List<String> items(InputStream in, int max) throws IOException {
        return texts(in, "space", "item", Math.max(max, PAGE) * 10);
    }

    /** The names in a list of tasks, as XStream writes it. */
    static List<String> tasks(InputStream in) throws IOException {
        return texts(in, "list", "string", MAX_NAMES);
    }

    private static List<String> texts(InputStream in, String root, String element, int max) throws IOException {
        List<String> texts = new ArrayList<>();
        RemoteXml.read(in, root, new RemoteXml.Elements() {
            @Override
            public void end(String name, String text) {
                if (name.equals(element) && texts.size() < max) {
                    texts.add(text);
                }
            }
        });
        return texts;
    }

    static List<String> spaces(InputStream in) throws IOException {
        List<String> ids = new ArrayList<>();
        RemoteXml.read(in, "spaces", new RemoteXml.Elements() {
            @Override
            public void begin(String name, XMLStreamReader attributes) {
                String id = attributes.getAttributeValue(null, "id");
                if (name.equals("space") && id != null && ids.size() < MAX_NAMES) {
                    ids.add(id);
                }
            }
        });
        return ids;
    }

    static List<Account> accounts(InputStream in) throws IOException {
        List<Account> accounts = new ArrayList<>();
        RemoteXml.read(in, "storageProviderAccounts", new RemoteXml.Elements() {
            private boolean primary;
            private String id = "";
            private String type = "";

            @Override
            public void begin(String name, XMLStreamReader attributes) {
                if (name.equals("storageAcct")) {
                    String value = attributes.getAttributeValue(null, "isPrimary");
                    primary = "1".equals(value) || "true".equalsIgnoreCase(value);
                    id = "";
                    type = "";
                }
            }

            @Override
            public void end(String name, String text) {
                switch (name) {
                    case "id" -> id = text.strip();
                    case "storageProviderType" -> type = text.strip();
                    case "storageAcct" -> accounts.add(new Account(id, type, primary));
                    default -> {}
                }
            }
        });
        return accounts;
    }
}
