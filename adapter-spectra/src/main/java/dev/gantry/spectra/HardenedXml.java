package dev.gantry.spectra;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import javax.xml.stream.XMLInputFactory;
import org.codehaus.stax2.XMLInputFactory2;

/** How XML of somebody else is parsed: no DTD, no external entity, limits on depth, attributes and sizes. */
final class HardenedXml {

    private HardenedXml() {}

    /** {@code maxText} bounds an attribute's value and a text, in characters. A failure comes when it is met, not later. */
    static WstxInputFactory factory(int maxDepth, int maxAttributes, int maxText) {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, maxDepth);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, maxAttributes);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, maxText);
        factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, maxText);
        return factory;
    }
}
