/** The program that asks a question until the answer is yes, for what waits in a container of its own. */

/** When it gives up; without, it never does. */
export interface Limit {
  readonly seconds: number;
  /** The variable that says who is asked, as `db.internal:3306`. */
  readonly asked: string;
}

const PAUSE_SECONDS = 2;

/**
 * The lines of a Python program: it ends with 0 as soon as the answer is yes, and meanwhile says why it is
 * not. Of an error that a client library raises it says class and number alone, since its text may hold a
 * user or a password.
 *
 * @param question the body of a function; see `Ask`
 */
export function waitingProgram(question: readonly string[], limit?: Limit): readonly string[] {
  return [
    "import os",
    ...(limit === undefined ? ["import signal"] : ["import sys"]),
    "import time",
    "",
    // An init container is process 1, which heeds no signal that it has not asked for: a pod that is removed while
    // it waits would stay for its whole grace period, and its claims with it. Compose has an init.
    ...(limit === undefined ? ["signal.signal(signal.SIGTERM, lambda *_: os._exit(143))", ""] : []),
    "def ask():",
    ...question.map((line) => `    ${line}`),
    "",
    "def told(problem):",
    "    if type(problem) is LookupError:",
    "        return str(problem)",
    '    number = getattr(problem, "errno", None)',
    '    return type(problem).__name__ + ("" if number is None else f" {number}")',
    "",
    ...(limit === undefined ? [] : [`until = time.monotonic() + ${limit.seconds}`]),
    "while True:",
    "    try:",
    "        ask()",
    "        break",
    "    except Exception as problem:",
    ...(limit === undefined
      ? ["        print(told(problem), flush=True)"]
      : [
          `        why = f"{os.environ['${limit.asked}']}: {told(problem)}"`,
          "        if time.monotonic() > until:",
          `            sys.exit(f"gave up after ${limit.seconds} seconds: {why}")`,
          "        print(why, flush=True)",
        ]),
    `        time.sleep(${PAUSE_SECONDS})`,
  ];
}
