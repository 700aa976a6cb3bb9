/**
 * Every class of passwords in every place, on servers that are made with them and by clients that log in: a round
 * leaves out services that would log in to the same servers by the same library.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, test } from "vitest";
import { stringify } from "yaml";
import { FIXTURES } from "../../fixtures-folder.ts";
import { deployment } from "../deployment.ts";
import { startEngine, wipe } from "../engine.ts";
import { type Machine, ok } from "../machine.ts";
import { CLASSES, type Class, credentials, PLACES, type Place, refusal } from "../passwords.ts";
import { expectSound } from "../sound.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await startEngine();
});
afterEach(() => wipe(machine));
afterAll(() => machine?.stop());

const NAMES = Object.keys(CLASSES) as Class[];

/** Celery's other half: with Spider it is the one that uses the queue and Redis. */
const OTHER_QUEUE = ["query-scheduler", "query-worker"] as const;
/** They log in as the compression scheduler does, or have no login at all. */
const SAME_CLIENTS = ["api-server", "garbage-collector", "reducer"] as const;

// In each round every place has another class, so that after all of them every class was in every place. A
// class that is refused in its place is left out there.
test.each(NAMES.map((name, round) => [name, round] as const))(
  "every class arrives in every place: the round that begins with %s",
  async (_, round) => {
    const classOf = (place: Place): Class => NAMES[(round + PLACES.indexOf(place)) % NAMES.length] as Class;
    const isRefused = (place: Place): boolean => refusal(classOf(place), place) !== undefined;
    // Spider takes few, and is there where it takes one.
    const isOnSpider = !isRefused("database.spider_password") || round % 2 === 1;
    const it = deployment(machine, join(FIXTURES, isOnSpider ? "ok/03-spider-full" : "ok/01-full"));
    it.edit({
      "credentials.yaml": stringify(
        credentials((place) => (isRefused(place) ? undefined : CLASSES[classOf(place)])),
      ),
    });
    await ok(it.compile());
    const leftOut = [...SAME_CLIENTS, ...(isOnSpider ? [] : OTHER_QUEUE)];
    const services = Object.fromEntries(leftOut.map((name) => [name, { scale: 0 }]));
    const override = join(it.folder, "docker-compose.override.yaml");
    writeFileSync(machine.path(override), stringify({ services }));
    await it.start();
    await expectSound(it);
    await it.remove();
  },
);
