import { expect, test } from "vitest";
import { inRegistry, registryWith } from "../../src/base/image-registry.ts";

test.each([
  ["redis:7", "r.io/redis:7"],
  ["acme/redis", "r.io/acme/redis"],
  ["docker.io/library/redis:7", "r.io/library/redis:7"],
  ["ghcr.io/a/b:1@sha256:0", "r.io/a/b:1@sha256:0"],
  ["localhost/a:1", "r.io/a:1"],
  ["host:5000/a/b", "r.io/a/b"],
])("%s is %s there", (reference, there) => expect(inRegistry("r.io", reference)).toBe(there));

test("a long name without a slash takes no longer than its length", () => {
  const name = ".".repeat(500_000);
  expect(inRegistry("r.io", name)).toBe(`r.io/${name}`);
});

test.each([
  ["redis:7", "r.io/redis:7", "r.io"],
  ["ghcr.io/a/b:1", "r.io:5000/mirror/a/b:1", "r.io:5000/mirror"],
  ["redis:7", "redis:7", undefined],
  ["ghcr.io/a/b:1", "ghcr.io/a/b:1", undefined],
  ["redis:7", "r.io/redis:8", undefined],
  ["redis:7", "r.io/own-redis:7", undefined],
])("%s is %s in the registry %s", (reference, image, registry) =>
  expect(registryWith(reference, image)).toBe(registry),
);
