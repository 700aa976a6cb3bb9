/** An output folder that cannot be written, or not without harm. */
import type { CodeTable } from "../../base/code-entry.ts";

export const OUTPUT_CODES = {
  CLP6120: {
    severity: "error",
    title: "Folder of another release than the inputs mean",
    explanation:
      "The output folder was compiled for one release of CLP, and the site file names none, so that the newest that the compiler knows would be compiled for. Nobody but a person moves a deployment to another release: its databases change their files for good.",
    wrong: "an out/ of an earlier release, and a site file without clp_version",
    right: "clp_version of that release in the site file, or clp-compile migrate --to RELEASE --write",
    source: "`release` in the manifest of the output folder",
  },
  CLP6204: {
    severity: "error",
    title: "Another run took over",
    explanation:
      "A second clp-compile writes to the same folder. One goes on, this one stopped. Compile again when the other is done if this one's inputs are those that count.",
    wrong: "clp-compile & clp-compile -c other.yaml",
    right: "clp-compile && clp-compile -c other.yaml --out other",
    source: "The manifest of the output folder",
  },
  CLP6205: {
    severity: "error",
    title: "Others can write where secrets go",
    explanation:
      "Who can write to a directory can replace the files in it, whatever their mode. Secret files are not written there.",
    wrong: "chmod 777 out/compose && clp-compile",
    right: "chmod o-w out/compose && clp-compile",
    source: "The mode of the directory",
  },
  CLP6207: {
    severity: "error",
    title: "Folder that is no output folder",
    explanation:
      "The root of a file system and the user's home directory hold what others own: nothing is ever written there. Where the inputs stand directly in the folder, which is a warning, what is written stands among what people edit. Name a directory of its own with --out.",
    wrong: "clp-compile --out ~",
    right: "clp-compile --out ~/clp/out",
    source: "The file system, and the home directory that it tells",
  },
  CLP6210: {
    severity: "error",
    title: "Manifest that cannot be believed",
    explanation:
      "manifest.json is committed, so that anybody who changes the repository may have written it. One that lists a path which no version of the compiler writes, or that a merge left with its marks, is not acted on. Delete it: files that are what would be written, or of that kind, are taken over by the next run, and all others stay as they are.",
    wrong: "git merge other   # which leaves conflict marks in out/manifest.json\nclp-compile",
    right: "rm out/manifest.json && clp-compile",
    source: "The paths that the backends declare",
  },
} as const satisfies CodeTable;
