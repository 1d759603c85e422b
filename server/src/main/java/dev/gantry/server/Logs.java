package dev.gantry.server;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * How much a node logs, always to standard error: what its operator wants to read, and a line a request. Those lines are
 * written by a thread of their own, since event loops may not wait for whoever reads them; where that one is slow beyond
 * measure, lines are left out. Closing writes what waits.
 */
final class Logs implements AutoCloseable {

    private static final String ACCESS = "gantry.access";
    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX, UTC} %-5level %logger{24} - %msg%n";
    private static final int MOST_WAITING = 8192;

    private final Logger access;
    private final AsyncAppender lines;

    private Logs(Logger access, AsyncAppender lines) {
        this.access = access;
        this.lines = lines;
    }

    /** Logs what a node's operator wants to read, beside warnings. */
    static void tellMore() {
        context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    /** Logs the requests of a node, if so wished. */
    static Logs ofRequests(boolean wished) {
        LoggerContext context = context();
        Logger access = context.getLogger(ACCESS);
        AsyncAppender lines = lines(context);
        access.setAdditive(false);
        access.setLevel(wished ? Level.INFO : Level.WARN);
        access.addAppender(lines);
        return new Logs(access, lines);
    }

    private static AsyncAppender lines(LoggerContext context) {
        AsyncAppender lines = new AsyncAppender();
        lines.setContext(context);
        lines.setQueueSize(MOST_WAITING);
        lines.setDiscardingThreshold(0);
        lines.setNeverBlock(true);
        lines.addAppender(standardError(context));
        lines.start();
        return lines;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    @Override
    public void close() {
        access.detachAppender(lines);
        lines.stop();
    }
}
