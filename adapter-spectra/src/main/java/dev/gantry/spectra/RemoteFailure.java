package dev.gantry.spectra;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Medium;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Answer;
import dev.gantry.transport.BlockingBody;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/** Makes a problem of an answer that is no success (docs/spectra-s3.md, Errors). */
final class RemoteFailure {

    private static final long MAX_DOCUMENT = 64 * 1024;
    private static final int MOST_MEDIA = 10_000;

    /** How offline data is refused, by a BlackPearl too (docs/spectra-s3.md, Offline data). */
    private static final Pattern OFFLINE = Pattern.compile("Online: \\[([^\\]]+)\\]");

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Codes that say more than their status does; CONFLICT is what a BlackPearl calls every 409. */
    private static final Map<String, Problem> BY_CODE = Arrays.stream(Problem.values())
            .filter(problem -> problem != Problem.CONFLICT)
            .collect(Collectors.toMap(problem -> lower(Failure.code(problem)), Function.identity()));

    private RemoteFailure() {}

    /** Reads the error document of {@code answer} and throws what it says. Blocks; the answer stays the caller's. */
    static Answer refuse(RemoteCall call, String endpoint, Answer answer) {
        Optional<RemoteElement> error = document(answer);
        String code = error.flatMap(e -> e.find("Code")).orElse("");
        Problem problem = problem(call, answer.status(), code);
        String said = error.flatMap(e -> e.find("Message")).orElseGet(() -> unsaid(call, answer.status(), code));
        List<Medium> media = problem == Problem.CONFLICT ? offline(said) : List.of();
        throw media.isEmpty()
                ? new ApiException(
                        problem, problem == Problem.INTERNAL ? endpoint + ": " + said : said, wait(answer), null)
                : ApiException.offline(said, media);
    }

    /** What an error says that stands for one object of many inside of a success. */
    static ApiException inside(RemoteCall call, RemoteElement error) {
        String code = error.find("Code").orElse("");
        boolean missing = code.equalsIgnoreCase("ObjectNotFound") || code.equalsIgnoreCase("NotFound");
        Problem problem = missing ? Problem.NO_SUCH_OBJECT : problem(call, 500, code);
        return new ApiException(problem, error.find("Message").orElseGet(() -> unsaid(call, 200, code)));
    }

    /** The media that a refusal of offline data names; none where it names none. */
    private static List<Medium> offline(String said) {
        Matcher named = OFFLINE.matcher(said);
        try {
            return named.find()
                    ? Arrays.stream(named.group(1).split(",", MOST_MEDIA))
                            .map(barcode -> new Medium(barcode.strip()))
                            .toList()
                    : List.of();
        } catch (InvalidValueException unlike) {
            return List.of();
        }
    }

    /** What the far side says, or nothing where it says nothing that can be read. */
    private static Optional<RemoteElement> document(Answer answer) {
        if (answer.body().length() == 0) {
            return Optional.empty();
        }
        try (BlockingBody in = new BlockingBody(answer.body(), MAX_DOCUMENT, RemoteNode.PATIENCE)) {
            return Optional.of(RemoteElement.read(in, "Error"));
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static String unsaid(RemoteCall call, int status, String code) {
        return call.method() + " " + call.target() + " was answered with " + status
                + (code.isEmpty() ? tlsPerhaps(status) : " " + code);
    }

    /** So do ports that speak TLS answer plain HTTP, this project's and others'. */
    private static String tlsPerhaps(int status) {
        return status == 400 ? " and no reason; if the server speaks TLS, use https" : "";
    }

    private static Problem problem(RemoteCall call, int status, String code) {
        Problem known = BY_CODE.get(lower(code));
        return known != null ? known : byStatus(call, status);
    }

    private static String lower(String code) {
        return code.toLowerCase(Locale.ROOT);
    }

    private static Problem byStatus(RemoteCall call, int status) {
        return switch (status) {
            case 400, 405, 411, 413, 414, 431 -> Problem.INVALID;
            case 401, 403 -> Problem.FORBIDDEN;
            case 404 -> call.missing();
            case 409 -> call.clash();
            case 410 -> Problem.GONE;
            case 416 -> Problem.RANGE_NOT_SATISFIABLE;
            case 501 -> Problem.NOT_IMPLEMENTED;
            case 507 -> Problem.STORE_FULL;
            case 307, 408, 429, 502, 503, 504 -> Problem.UNAVAILABLE;
            default -> Problem.INTERNAL;
        };
    }

    /** Whole seconds of Retry-After, at most an hour; zero where there are none. */
    static Duration wait(Answer answer) {
        return wait(answer.headers().first(WireNames.RETRY_AFTER));
    }

    static Duration wait(Optional<String> retryAfter) {
        return retryAfter
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked)
                .orElse(Duration.ZERO);
    }
}
