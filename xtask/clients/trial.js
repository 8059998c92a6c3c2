// The count and the report of a trial, and the person in front of the simulator's consent page.

import assert from "node:assert/strict";

export class Trial {
  passed = 0;
  failed = 0;

  constructor(library) {
    this.library = library;
  }

  /** Runs `act`, which throws when it does not hold; gives what it gives. */
  async tries(what, act) {
    try {
      const given = await act();
      this.passed += 1;
      console.log(`ok      ${this.library}: ${what}`);
      return given;
    } catch (error) {
      this.failed += 1;
      const told = error.response ? JSON.stringify(error.response) : error.message;
      console.log(`FAILED  ${this.library}: ${what}: ${told}`);
      return undefined;
    }
  }

  /** Told, so that nobody takes it for tried: the library has no way to do it. */
  cannot(what, why) {
    console.log(`told    ${this.library} can't: ${what} (${why})`);
  }

  ends() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed ? 1 : 0;
  }
}

export class Simulator {
  constructor(base) {
    this.base = base.replace(/\/$/, "");
  }

  static async at(base) {
    const simulator = new Simulator(base);
    simulator.fixture = await simulator.control("fixture");
    return simulator;
  }

  async control(path, body) {
    const asked = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const answer = await fetch(`${this.base}/control/${path}`, asked);
    assert.ok(answer.ok, `/control/${path}: ${answer.status}`);
    return answer.json();
  }

  act(act) {
    return this.control("act", act);
  }

  /** Says yes to everything on the consent page; gives the address it is sent back to. */
  async consents(address) {
    const form = new URLSearchParams({ decision: "allow" });
    for (let place = 1; place < 20; place += 1) form.set(`scope_${place}`, "on");
    const answer = await fetch(address, { method: "POST", body: form, redirect: "manual" });
    const back = answer.headers.get("location");
    assert.ok(back, "the consent page sends nobody back");
    return new URL(back);
  }
}
