package dev.gantry.durastore;

/** The driven half against our fake of DuraStore 3.3. */
class Fake33ContractTest extends AgainstFake {

    Fake33ContractTest() {
        super(FakeVersion.V3_3);
    }
}
