package dev.gantry.server;

import java.util.Map;
import java.util.stream.Collectors;

/** A map as XStream writes it, which DuraStore's older tasks take (docs/durastore.md, Parameters). */
final class XmlMap {

    private XmlMap() {}

    static String write(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> "  <entry>\n" + text(entry.getKey()) + text(entry.getValue()) + "  </entry>\n")
                .collect(Collectors.joining("", "<map>\n", "</map>"));
    }

    private static String text(String value) {
        String escaped = value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
        return "    <string>" + escaped + "</string>\n";
    }
}
