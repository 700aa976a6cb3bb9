import { expect, test } from "vitest";
import { inRegistry } from "../../src/base/image-registry.ts";

test.each([
  ["redis:7", "r.io/redis:7"],
  ["acme/redis", "r.io/acme/redis"],
  ["docker.io/library/redis:7", "r.io/library/redis:7"],
  ["ghcr.io/a/b:1@sha256:0", "r.io/a/b:1@sha256:0"],
  ["localhost/a:1", "r.io/a:1"],
  ["host:5000/a/b", "r.io/a/b"],
])("%s is %s there", (reference, there) => expect(inRegistry("r.io", reference)).toBe(there));
