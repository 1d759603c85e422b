package dev.gantry.transport;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what became of an answer. */
final class Deliveries implements Reply.Delivery {

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void delivered() {
        heard.add("delivered");
    }

    @Override
    public void failed() {
        heard.add("failed");
    }

    /** The next thing heard, waiting up to ten seconds for it. */
    String next() throws InterruptedException {
        return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }

    List<String> heard() {
        return List.copyOf(heard);
    }
}
