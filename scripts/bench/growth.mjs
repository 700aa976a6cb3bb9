// What is no configuration is to be answered in proportion to its length.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./subjects.mjs";

/** Milliseconds of one run of `work`: the least of some, as a busy machine only adds to it. */
function least(work) {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const begin = performance.now();
      work();
      return performance.now() - begin;
    }),
  );
}

/** A mebibyte of one thing: its milliseconds, and how many times those of half of it. Slowest first. */
export async function growthOfTexts() {
  const { validate } = await import(join(root, "dist/mod.js"));
  const { repeated } = JSON.parse(readFileSync(join(root, "test/input/long-texts.json"), "utf8"));
  return repeated
    .map((part) => {
      const answer = (bytes) => {
        const content = part.repeat(bytes / Buffer.byteLength(part));
        return least(() => validate({ config: { name: "clp-config.yaml", content } }));
      };
      const [half, full] = [answer(1 << 19), answer(1 << 20)];
      return { part, full, ratio: full / half };
    })
    .sort((a, b) => b.full - a.full);
}
