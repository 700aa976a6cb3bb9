import { expect, test } from "vitest";
import { canonical, familiar } from "../image-names.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;

test.each([
  ["mariadb:10-jammy", "docker.io/library/mariadb:10-jammy"],
  ["docker.io/mariadb:10-jammy", "docker.io/library/mariadb:10-jammy"],
  ["docker.io/library/mariadb:10-jammy", "docker.io/library/mariadb:10-jammy"],
  ["index.docker.io/yscope/clp:1", "docker.io/yscope/clp:1"],
  ["yscope/clp:1", "docker.io/yscope/clp:1"],
  [`redis@${DIGEST}`, `docker.io/library/redis@${DIGEST}`],
  ["localhost/redis:7", "localhost/redis:7"],
  ["registry:5000/redis:7", "registry:5000/redis:7"],
  ["ghcr.io/y-scope/clp/clp-package:v0.13.0", "ghcr.io/y-scope/clp/clp-package:v0.13.0"],
])("%s is kept by containerd as %s", (written, kept) => {
  expect(canonical(written)).toBe(kept);
});

test.each([
  ["docker.io/library/mariadb", "mariadb"],
  ["index.docker.io/yscope/clp", "yscope/clp"],
  ["registry.example.com:5000/mariadb", "registry.example.com:5000/mariadb"],
])("%s is listed by Docker's engine as %s", (written, listed) => {
  expect(familiar(written)).toBe(listed);
});
