/** The files of one input, the project file, and what the site file silences. */

import type { CodeTable } from "../base/code-entry.ts";
import { DEFAULT_RELEASE } from "../clp/releases/releases.ts";

export const INPUT_CODES = {
  CLP2027: {
    severity: "error",
    title: "Credential that the environment does not give",
    explanation:
      "Credentials were to come from the environment, and a variable that is needed is not set or empty.",
    wrong: "CLP_DB_PASS is not set",
    right: "CLP_DB_PASS=… clp-compile --credentials-from-env",
    source: "CLP's own names of the variables",
  },
  CLP2051: {
    severity: "note",
    title: "No release of CLP is named",
    explanation:
      "Without `clp_version` in the site file the newest release that the compiler knows is compiled for. A later compiler may know a newer one, with databases that cannot read their files in the older one again: name the release.",
    wrong: "host: {cpus: 8}   # in the site file",
    right: `clp_version: "${DEFAULT_RELEASE.id}"   # in the site file`,
    source: "what the compiler is told",
  },
  CLP2140: {
    severity: "error",
    title: "Deployment without a config",
    explanation:
      "A deployment of clp-compile.yaml has no `config`, and the defaults have none either. A folder may have many configs, so none is taken unasked.",
    wrong: "deployments: {prod: {out: prod/out}}   # in clp-compile.yaml",
    right: "deployments: {prod: {config: [prod/clp-config.yaml], out: prod/out}}",
    source: "docs/teams.md",
  },
  CLP2141: {
    severity: "error",
    title: "No deployment",
    explanation:
      "A project file is there to name deployments, and names none: nothing would be compiled or checked.",
    wrong: "deployments: {}   # in clp-compile.yaml",
    right: "deployments: {prod: {config: [prod/clp-config.yaml]}}",
    source: "docs/teams.md",
  },
  CLP6580: {
    severity: "error",
    title: "Deployment without an output",
    explanation:
      "`emit` in clp-compile.yaml is an empty list: nothing would be made of the deployment, and a check of it would be content with that. Left out, it means all that can carry the deployment.",
    wrong: "deployments: {prod: {config: [prod/clp-config.yaml], emit: []}}   # in clp-compile.yaml",
    right: "deployments: {prod: {config: [prod/clp-config.yaml], emit: [kubernetes, docs]}}",
    source: "docs/teams.md",
  },
  CLP4071: {
    severity: "warning",
    title: "Silenced warning that does not occur",
    explanation:
      "`diagnostics.ignore` of the site file silences a warning that the inputs do not get. An entry that stays would hide the same mistake when it is made again. Warnings of single targets (CLP5xxx) are not judged, nor are those about credentials where none are given: whether they occur depends on how the compiler is called.",
    wrong:
      "diagnostics: {ignore: [{code: CLP4030, at: database.host, because: it is behind a firewall}]}   # in the site file; the config is empty",
    right: "{}   # in the site file",
    source: "what the compiler is told",
  },
  CLP4072: {
    severity: "warning",
    title: "Finding that cannot be silenced",
    explanation:
      "`diagnostics.ignore` of the site file silences warnings about the inputs. An error stops the compilation whoever accepts it, what is said of files on disk is not about the inputs, and a code that does not exist is none.",
    wrong:
      "diagnostics: {ignore: [{code: CLP2001, at: webui.prot, because: we want it so}]}   # in the site file",
    right: "{}   # in the site file",
    source: "what the compiler is told",
  },
  CLP1053: {
    severity: "error",
    title: "Config of which more than secrets is encrypted",
    explanation:
      "A config that SOPS has encrypted is read as it is where nothing but keys of S3 is: what needs no value of them, such as check, validate, plan, explain, or compile --no-secrets, works on it. Of an encrypted port or host nothing can be told.",
    wrong: "sops encrypt --in-place etc/clp-config.yaml",
    right:
      "sops encrypt --encrypted-regex '^(access_key_id|secret_access_key|session_token)$' --in-place etc/clp-config.yaml",
    source: "SOPS: encrypted_regex",
  },
} as const satisfies CodeTable;
