package dev.gantry.server;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Tells which Gantry this is. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("from a build directory");
        return new String[] {"gantry " + version};
    }
}
