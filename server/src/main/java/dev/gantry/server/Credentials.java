package dev.gantry.server;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Role;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Accounts.Account;
import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** Where the keys of a node's users come from. */
final class Credentials {

    /** The environment's names for a key pair, as the vendor's tools have them. */
    static final String ACCESS_KEY = "DS3_ACCESS_KEY";

    static final String SECRET_KEY = "DS3_SECRET_KEY";

    private static final String ADMINISTRATOR = "Administrator";
    private static final int ACCESS_BYTES = 10;
    private static final int SECRET_BYTES = 32;

    private Credentials() {}

    /** An account whose id is made from its name, so that it is the same after every start. */
    static Account account(String name, Role role, String accessKey, String secretKey) {
        if (name.isBlank() || accessKey.isBlank() || secretKey.isBlank()) {
            throw new InvalidValueException("a user needs a name, an access key and a secret key");
        }
        UUID id = UUID.nameUUIDFromBytes(("user:" + name).getBytes(StandardCharsets.UTF_8));
        return new Account(new User(new UserId(id), name, role), accessKey, secretKey);
    }

    /** The ROOT that the environment names, if it names both keys. */
    static Optional<Account> of(Map<String, String> environment) {
        String access = environment.getOrDefault(ACCESS_KEY, "");
        String secret = environment.getOrDefault(SECRET_KEY, "");
        if (access.isEmpty() != secret.isEmpty()) {
            throw new UsageException("only one of " + ACCESS_KEY + " and " + SECRET_KEY + " is set; set both or none");
        }
        return access.isEmpty() ? Optional.empty() : Optional.of(account(ADMINISTRATOR, Role.ROOT, access, secret));
    }

    /** The ROOT in the file, if there is one. */
    static Optional<Account> read(Path file) throws IOException {
        Optional<String> text = PrivateFile.read(file);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Properties values = new Properties();
        values.load(new StringReader(text.get()));
        try {
            return Optional.of(account(
                    values.getProperty("name", ADMINISTRATOR),
                    Role.ROOT,
                    values.getProperty("access_key", ""),
                    values.getProperty("secret_key", "")));
        } catch (InvalidValueException e) {
            throw new UsageException(file + " is damaged: " + e.getMessage() + "; remove it to get new keys", e);
        }
    }

    /** The ROOT in the file; made with keys drawn from {@code random} if there is none. */
    static Account readOrMake(Path file, SecureRandom random, DurableWrites disk) throws IOException {
        Optional<Account> known = read(file);
        if (known.isPresent()) {
            return known.get();
        }
        String access = HexFormat.of().withUpperCase().formatHex(draw(random, ACCESS_BYTES));
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(draw(random, SECRET_BYTES));
        String text = "name=%s%naccess_key=%s%nsecret_key=%s%n".formatted(ADMINISTRATOR, access, secret);
        PrivateFile.write(file, text, disk);
        return account(ADMINISTRATOR, Role.ROOT, access, secret);
    }

    private static byte[] draw(SecureRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
