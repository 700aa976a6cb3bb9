/**
 * `--watch`: a command again and again, whenever its inputs have changed. It looks at the files in turn rather
 * than have the system tell of changes: that works on every file system, for files that editors replace and
 * for those that are not there yet.
 */
import { statSync } from "node:fs";
import { print } from "../base/printable.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { located } from "./files/input-files.ts";
import type { Host, Moments } from "./host.ts";
import { remark } from "./remark.ts";
import type { Options } from "./usage/options.ts";

/** Milliseconds between two looks. An input that is still being written differs from one to the next. */
const INTERVAL = 200;

/** What a file was like when it was looked at, by its name. */
type Looks = ReadonlyMap<string, string>;

/**
 * Runs a command, and again whenever something that it has read is another file than it was, once nothing
 * changes any more.
 *
 * @param runOnce has to survive whatever it meets: a file may be half written
 * @returns 0 once it is ended, by Ctrl+C or SIGTERM; 2 for a command line that is wrong from the start
 */
export async function watch(
  runOnce: (host: Host) => Promise<ExitCode>,
  options: Options,
  host: Host,
): Promise<ExitCode> {
  const moments = (host.moments ?? momentsOfProcess)();
  try {
    for (let isFirst = true; ; isFirst = false) {
      const before = new Map<string, string>();
      const exit = await runOnce({
        ...host,
        reads: (name) => {
          // Of a file that several deployments have, the first look counts: it may have changed since.
          if (!before.has(name)) before.set(name, lookAt(name, host));
        },
      });
      if (isFirst && exit === EXIT.usage) return exit;
      remark(print`Waiting for changes of ${[...before.keys()].join(", ")}; Ctrl+C ends it\n`, options, host);
      const changed = await nextChange(before, moments, host);
      if (changed === undefined) return EXIT.done;
      remark(print`\nChanged: ${changed.join(", ")}\n`, options, host);
    }
  } finally {
    moments.end();
  }
}

/** The files that have changed, once two looks at all of them are alike; undefined where nobody waits any more. */
async function nextChange(
  before: Looks,
  moments: Moments,
  host: Host,
): Promise<readonly string[] | undefined> {
  let last = before;
  while (await moments.next()) {
    const now = new Map([...before.keys()].map((name) => [name, lookAt(name, host)]));
    const changed = differing(before, now);
    if (changed.length > 0 && differing(last, now).length === 0) return changed;
    last = now;
  }
  return undefined;
}

function differing(one: Looks, other: Looks): readonly string[] {
  return [...one].flatMap(([name, look]) => (other.get(name) === look ? [] : [name]));
}

/** Something that differs between a file and what is there after it was written, replaced or removed. */
function lookAt(name: string, host: Host): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(located(host, name), { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
  } catch {
    return "cannot be looked at";
  }
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** A moment comes some time after the one before, until a signal asks the process to end. */
function momentsOfProcess(): Moments {
  let hasEnded = false;
  let wake = (): void => {};
  const stop = (): void => {
    hasEnded = true;
    wake();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    next: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(!hasEnded), hasEnded ? 0 : INTERVAL);
        wake = () => {
          clearTimeout(timer);
          resolve(false);
        };
      }),
    end() {
      for (const signal of SIGNALS) process.off(signal, stop);
    },
  };
}
