/** Files that several commands read, compare or write, and defects of the compiler. */
import type { CodeTable } from "../base/code-entry.ts";

export const CLI_CODES = {
  CLP6003: {
    severity: "error",
    title: "Input cannot be read",
    explanation:
      "The file is there, and the system does not let this user, or this runtime with the permissions given to it, read it. Or a pipe or a device is in its place: only one that a flag names is waited for.",
    wrong: "chmod 000 etc/credentials.yaml && clp-compile",
    right: "chmod 600 etc/credentials.yaml && clp-compile",
    source: "The file system's answer, such as EACCES",
  },
  CLP6107: {
    severity: "note",
    title: "An override file is there",
    explanation:
      "docker compose merges docker-compose.override.yaml into what was compiled. The file is the operator's: it is neither written nor compared, so what runs may differ from what was checked.",
    wrong: "touch out/compose/docker-compose.override.yaml && clp-compile check",
    right: "(nothing to mend where the override is meant)",
    source: "How docker compose looks for its files",
  },
  CLP6109: {
    severity: "error",
    title: "Output cannot be compared",
    explanation:
      "Where a file belongs there is something else (a directory, a link), or the system does not let it be read.",
    wrong: "rm out/compose/prepare.sh && mkdir out/compose/prepare.sh && clp-compile check",
    right: "rmdir out/compose/prepare.sh && clp-compile && clp-compile check",
    source: "The file system's answer",
  },
  CLP6201: {
    severity: "error",
    title: "A file of somebody else is in the way",
    explanation:
      "A file is replaced only if manifest.json lists it and it is as it was written, or at least of its kind: it begins with the compiler's first line, or has the top-level keys of that file. Where there is no manifest, the kind decides. All else belongs to somebody else: move it, or compile into another folder.",
    wrong: "mkdir -p new/compose && touch new/compose/docker-compose.yaml && clp-compile --out new",
    right: "rm new/compose/docker-compose.yaml && clp-compile --out new",
    source: "The manifest of the output folder, and the file itself",
  },
  CLP6202: {
    severity: "error",
    title: "A link in the place of an output",
    explanation:
      "Symbolic links are not followed, neither below the output folder nor as the folder itself, so that nothing can be written but what the command line names.",
    wrong: "ln -s /srv/compose out/compose && clp-compile",
    right: "rm out/compose && clp-compile",
    source: "The file system",
  },
  CLP6203: {
    severity: "error",
    title: "Output cannot be written",
    explanation:
      "The file system refused. Unless the message says otherwise the folder is as it was; compiling again repairs it in any case.",
    wrong: "chmod a-w out && clp-compile",
    right: "chmod u+w out && clp-compile",
    source: "The file system's answer, such as EACCES, EROFS or ENOSPC",
  },
  CLP9001: {
    severity: "error",
    title: "Defect of the compiler",
    explanation:
      "The compiler met a state that it holds to be impossible. Nothing was written. Whatever the inputs are, this is a mistake in clp-compile: please report the message together with the version. Inputs are not needed for a first look; never send credentials.",
    wrong: "(no input should get this)",
    right: "(no input should get this)",
    source: "An exception that no part of the compiler expected; exit code 70 (EX_SOFTWARE of sysexits.h)",
  },
} as const satisfies CodeTable;
