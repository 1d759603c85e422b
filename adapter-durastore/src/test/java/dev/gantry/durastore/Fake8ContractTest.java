package dev.gantry.durastore;

/** The driven half against our fake of DuraStore 8. */
class Fake8ContractTest extends AgainstFake {

    Fake8ContractTest() {
        super(FakeVersion.V8);
    }
}
