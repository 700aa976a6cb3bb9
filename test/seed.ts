/**
 * Property tests draw the same inputs each time, so that a run says something of the change that it is
 * about. `npm run fuzz` draws new ones, and so do the tests with SEED=random.
 */
import fc from "fast-check";

const seed = process.env["SEED"];
if (seed !== "random") fc.configureGlobal({ seed: seed === undefined ? 1 : Number(seed) });
