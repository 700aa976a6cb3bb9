/** What each exit code means: for `--help` and the manual page. */
import { EXIT, type ExitCode } from "../exit.ts";

export interface ExitStatus {
  readonly code: ExitCode;
  /** In a few words. */
  readonly short: string;
  /** A whole sentence, with what is typed between backquotes. */
  readonly means: string;
}

export const EXIT_STATUS: readonly ExitStatus[] = [
  { code: EXIT.done, short: "done", means: "Done; warnings are allowed. With `--strict` they are errors." },
  {
    code: EXIT.inputErrors,
    short: "the inputs have errors",
    means: "The inputs have errors; nothing was written.",
  },
  { code: EXIT.usage, short: "wrong command line", means: "The command line is wrong." },
  {
    code: EXIT.difference,
    short: "there is a difference",
    means:
      "There is a difference: `check` found one, `plan` did with `--exit-code`, or `migrate` has edits that are not written.",
  },
  {
    code: EXIT.fileSystem,
    short: "the file system said no",
    means: "The file system said no: not writable, or not ours to replace.",
  },
  {
    code: EXIT.internal,
    short: "a defect of the compiler",
    means: "A defect of the compiler, which says so and what to report.",
  },
];
