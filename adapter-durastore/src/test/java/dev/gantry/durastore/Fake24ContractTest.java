package dev.gantry.durastore;

/** The driven half against our fake of DuraStore 2.4. */
class Fake24ContractTest extends AgainstFake {

    Fake24ContractTest() {
        super(FakeVersion.V2_4);
    }
}
