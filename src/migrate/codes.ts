/** What migrate leaves to a person, whatever the release. */

import type { CodeEntry } from "../base/code-entry.ts";
import { shell } from "../base/shell.ts";
import { v0_11_0 } from "../clp/releases/v0.11.0.ts";
import { v0_12_0 } from "../clp/releases/v0.12.0.ts";

// Its type is written down: entries with texts that are made are none that a package's readers could infer.
export const MIGRATE_CODES: Readonly<Record<"CLP6416" | "CLP6417" | "CLP6632", CodeEntry>> = {
  CLP6416: {
    severity: "error",
    title: "Edit that a person has to make",
    explanation:
      "The edit is known, and cannot be made in the text as it is written without touching anything else: the key stands in a mapping that an alias repeats, or has an anchor or a comment in its middle. The message spells it out.",
    wrong: "x: &auth {type: ec2}   # used by several keys, one of which is no authentication",
    right: "aws_authentication: {type: ec2}",
    source: "The text itself",
  },
  CLP6417: {
    severity: "warning",
    title: "Something that an earlier release does not have",
    explanation:
      "On the way back to an earlier release of CLP, what came later is lost: the key goes, and the earlier release does what it always did.",
    wrong: shell`clp-compile migrate --to ${v0_11_0.id}   # query_scheduler: {scheduler_concurrency: 8}`,
    right: shell`clp-compile migrate --to ${v0_12_0.id}`,
    source: "The keys by release",
  },
  CLP6632: {
    severity: "warning",
    title: "Image that stays at a migration",
    explanation:
      "The site file names an image, and the release that is gone to comes with another version of that program. The image stays: somebody chose it. CLP's own services would then be those of another release than the config is for, and what is said of a server's data may not hold.",
    wrong:
      "images: {results_cache: mongo:7.0.1}   # in the site file, on the way to a release with mongo:8.0.21",
    right: "images: {results_cache: mongo:8.0.21}",
    source: "src/clp/releases/upgrades",
  },
};
