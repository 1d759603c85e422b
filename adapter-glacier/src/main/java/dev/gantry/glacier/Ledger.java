package dev.gantry.glacier;

import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.glacier.LedgerLine.Verb;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was spent, in a file that only grows. Money is reserved, durably, before the request goes out that costs it, and
 * given back once the service has refused: a process that dies in between has counted too much and never too little. Its
 * calls block. Thread-safe.
 */
final class Ledger implements AutoCloseable {

    private final Path file;
    private final DurableWrites disk;
    private final InstantSource clock;
    private final Optional<BigDecimal> monthlyCap;
    private final Spending spending = new Spending();
    private FileChannel channel; // null until it is opened; guarded by this, as is all
    private boolean closed;

    /**
     * @param file made when it is first needed
     * @param monthlyCap the most that may be spent in a month of UTC; empty spends nothing that costs anything
     */
    Ledger(Path file, DurableWrites disk, InstantSource clock, Optional<BigDecimal> monthlyCap) {
        this.file = file;
        this.disk = disk;
        this.clock = clock;
        this.monthlyCap = monthlyCap;
    }

    /**
     * Reserves the money for each charge, in order, as far as the caps go. When this returns the money counts as spent. What
     * was reserved for the same within a day, by a process that died or whose request was not answered, is taken up. If it
     * cannot be written down nothing is reserved.
     */
    synchronized List<Reservation> reserve(List<Charge> charges, Purse purse) {
        FileChannel open = open();
        Instant now = clock.instant();
        List<LedgerLine> lines = new ArrayList<>();
        List<LedgerLine> takenUp = new ArrayList<>();
        List<Reservation> answers = charges.stream()
                .map(charge -> takeUp(charge, purse, now, takenUp).orElseGet(() -> reserve(charge, purse, now, lines)))
                .toList();
        try {
            append(open, lines, true);
        } catch (ProviderException e) {
            takenUp.forEach(spending::abandon);
            lines.stream().map(line -> line.with(Verb.REFUSED)).forEach(spending::add);
            throw e;
        }
        return answers;
    }

    private Optional<Reservation> takeUp(Charge charge, Purse purse, Instant now, List<LedgerLine> takenUp) {
        Optional<LedgerLine> line = spending.takeUp(charge, purse.name(), now);
        line.ifPresent(takenUp::add);
        return line.map(Reservation.Held::new);
    }

    private Reservation reserve(Charge charge, Purse purse, Instant now, List<LedgerLine> lines) {
        Optional<String> refused = refusal(charge, purse, now);
        if (refused.isPresent()) {
            return new Reservation.Refused(refused.get());
        }
        LedgerLine line = new LedgerLine(now, Verb.RESERVED, purse.name(), charge);
        spending.add(line);
        lines.add(line);
        return new Reservation.Held(line);
    }

    private Optional<String> refusal(Charge charge, Purse purse, Instant now) {
        if (charge.amount().signum() == 0) {
            return Optional.empty();
        }
        if (monthlyCap.isEmpty()) {
            return Optional.of(Caps.none());
        }
        BigDecimal month = spending.inMonthOf(now).add(charge.amount());
        if (month.compareTo(monthlyCap.get()) > 0) {
            return Optional.of(Caps.month(monthlyCap.get(), now));
        }
        return purse.cap()
                .filter(cap -> spending.of(purse.name()).add(charge.amount()).compareTo(cap) > 0)
                .map(Caps::plan);
    }

    /** Notes what became of a request whose money was reserved; not forced: what is lost of it was counted as spent. */
    synchronized void settle(LedgerLine reserved, boolean taken) {
        LedgerLine line = reserved.with(taken ? Verb.TAKEN : Verb.REFUSED);
        spending.add(line);
        append(open(), List.of(line), false);
    }

    /** The service did not answer: the money stays spent. */
    synchronized void abandon(LedgerLine reserved) {
        spending.abandon(reserved);
    }

    /** When and how a restore of that state was asked for from here, if it was. */
    synchronized Optional<LedgerLine> restore(ObjectKey key, VersionToken token) {
        open();
        return spending.restore(key, token.value());
    }

    /** What was spent by the purse in all. */
    synchronized BigDecimal spent(Purse purse) {
        open();
        return spending.of(purse.name());
    }

    /** What was spent by everybody in this month of UTC. */
    synchronized BigDecimal spentThisMonth() {
        open();
        return spending.inMonthOf(clock.instant());
    }

    Optional<BigDecimal> monthlyCap() {
        return monthlyCap;
    }

    private FileChannel open() {
        if (closed) {
            throw new ProviderException.Unavailable("the store is closed", null);
        }
        try {
            if (channel == null) {
                channel = read();
            }
            return channel;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private FileChannel read() throws IOException {
        disk.makeDirectories(file.toAbsolutePath().getParent());
        boolean there = Files.exists(file);
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!there) {
            disk.forceDirectory(file.toAbsolutePath().getParent());
        }
        opened.truncate(LedgerReader.whole(file, spending::replay));
        opened.position(opened.size());
        return opened;
    }

    /** All of the lines, or none as far as the disk still allows it. */
    private void append(FileChannel to, List<LedgerLine> lines, boolean forced) {
        if (lines.isEmpty()) {
            return;
        }
        try {
            long end = to.position();
            try {
                write(to, lines, forced);
            } catch (IOException e) {
                to.truncate(end);
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void write(FileChannel to, List<LedgerLine> lines, boolean forced) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
        if (forced) {
            disk.perform(DurableWrites.Kind.FORCE, file, () -> to.force(false));
        }
    }

    private ProviderException unwritable(IOException cause) {
        return new ProviderException.Unavailable(
                "nothing is restored while the ledger " + file + " cannot be kept: " + cause.getMessage(), cause);
    }

    /** A second call does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
