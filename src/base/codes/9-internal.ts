import type { CodeTable } from "./entry.ts";

/** `CLP9xxx`: the compiler is at fault, never the inputs. */
export const INTERNAL_CODES = {
  CLP9001: {
    severity: "error",
    title: "Defect of the compiler",
    explanation:
      "The compiler met a state that it holds to be impossible. Nothing was written. Whatever the inputs are, this is a mistake in clp-compile: please report the message together with the version. Inputs are not needed for a first look; never send credentials.",
    wrong: "(no input should get this)",
    right: "(no input should get this)",
    source: "An exception that no part of the compiler expected; exit code 70 (EX_SOFTWARE of sysexits.h)",
  },
} as const satisfies CodeTable<"9">;
