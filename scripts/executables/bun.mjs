// Standalone executables by Bun: which targets there are, and how one is made of a bundle.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { commonRun } from "../common-run.mjs";
import { npmPackage } from "../npm-package.mjs";

const { version, targets } = JSON.parse(readFileSync(join(import.meta.dirname, "runtimes.json"), "utf8"));

/** `OS-ARCH`, with `-musl` where the C library is that. */
export const TARGETS = Object.keys(targets);

/** The target that runs on this machine, whether or not there is an executable for it. */
export function hostTarget() {
  // Only a Node on glibc says a version of it.
  const isMusl =
    process.platform === "linux" && process.report.getReport().header.glibcVersionRuntime === undefined;
  return `${process.platform}-${process.arch}${isMusl ? "-musl" : ""}`;
}

/** The Bun of a target, which is what its executables start with. */
export function runtime(target) {
  const wanted = targets[target];
  if (wanted === undefined)
    throw new Error(`There is no executable for ${target}: expected ${TARGETS.join(", ")}`);
  const folder = npmPackage({ name: wanted.package, version, integrity: wanted.integrity });
  return join(folder, "bin/bun");
}

/**
 * Makes an executable of a bundle. Of equal bundles it makes equal bytes, wherever they stand.
 *
 * @param {string} bundle CommonJS in one file
 * @param {string} target one of TARGETS
 * @param {string} to where the executable goes
 */
export function makeExecutable(bundle, target, to) {
  const folder = mkdtempSync(join(tmpdir(), "clp-compile-executable-"));
  try {
    // Names of the bundle and of the executable go into it: they are the same for everybody.
    copyFileSync(bundle, join(folder, "cli.cjs"));
    const made = build(folder, target, [`--bytecode-order=${orderOfUse(folder)}`]);
    mkdirSync(dirname(to), { recursive: true });
    // Beside its place first, so that nobody starts half of it.
    copyFileSync(made, `${to}.${process.pid}`);
    renameSync(`${to}.${process.pid}`, to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The order in which a compile comes to the functions: those that it needs stand together in the executable then, and
 * fewer pages of it are read. It is the same for all targets, and with each run.
 */
function orderOfUse(folder) {
  const order = join(folder, "order");
  execFileSync(build(folder, hostTarget(), []), commonRun(join(folder, "out")), {
    cwd: folder,
    env: { BUN_BYTECODE_ORDER_OUT: order },
    stdio: ["ignore", "ignore", "pipe"],
  });
  return order;
}

/** Builds an executable of the bundle in a folder, and answers where it stands. */
function build(folder, target, more) {
  execFileSync(
    runtime(hostTarget()),
    [
      "build",
      "--compile",
      "--bytecode",
      "--minify",
      // Machine code is made only of what runs a hundred times as often as usual: a run on one deployment ends
      // before it is worth it, and one on a thousand takes no longer, and a third less memory.
      "--compile-jit-policy=100",
      // Otherwise it executes what a bunfig.toml of the folder that it is started in preloads, and takes
      // variables from a .env there: that folder is somebody's checkout.
      "--no-compile-autoload-bunfig",
      "--no-compile-autoload-dotenv",
      "--no-compile-autoload-tsconfig",
      "--no-compile-autoload-package-json",
      // Bun would write where the bundle stood here.
      '--define=__filename="/$bunfs/root/cli.cjs"',
      "--reject-unresolved",
      `--target=bun-${target}`,
      `--compile-executable-path=${runtime(target)}`,
      ...more,
      "--outfile=clp-compile",
      "./cli.cjs",
    ],
    {
      cwd: folder,
      // Nothing of this machine's settings.
      env: { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, TMPDIR: folder },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  return join(folder, "clp-compile");
}
