/** Directories of the host, as mounts have them. */
import { expect, test } from "vitest";
import { constant, sourced } from "../../src/base/origin.ts";
import { below } from "../../src/lower/paths.ts";

test.each([
  ["/srv/clp", "/srv/clp/redis"],
  ["/", "/redis"],
  ["./var/log", "./var/log/redis"],
  ["./.hidden", "./.hidden/redis"],
  ["./..data", "./..data/redis"],
  [".", "./redis"],
])("below %s is %s", (folder, inside) => {
  expect(below(sourced(folder, constant("a folder")), "redis").value).toBe(inside);
});
