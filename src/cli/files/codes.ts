/** Inputs and files of earlier that cannot be read. */
import type { CodeTable } from "../../base/code-entry.ts";

export const FILES_CODES = {
  CLP6001: {
    severity: "error",
    title: "Input file not found",
    explanation:
      "The file that a flag names, or that is looked for by default, is not there. Paths on the command line are relative to the working directory.",
    wrong: "clp-compile --config etc/clp-confg.yaml",
    right: "clp-compile --config etc/clp-config.yaml",
    source: "The file system's answer ENOENT",
  },
  CLP6002: {
    severity: "error",
    title: "Input is not a file",
    explanation: "A flag names a directory where a file is needed.",
    wrong: "clp-compile --config etc",
    right: "clp-compile --config etc/clp-config.yaml",
    source: "The file system's answer EISDIR",
  },
  CLP6004: {
    severity: "error",
    title: "No credentials given",
    explanation:
      "A deployment needs user names and passwords: from the file that --credentials names, from the config's credentials_file_path, or from the environment with --credentials-from-env. Public files alone need none: --no-secrets; nor do backends without a secret file: --emit diagram,docs.",
    wrong: "rm etc/credentials.yaml && clp-compile",
    right: "clp-compile --no-secrets",
    source: "CLP does not start without its credentials file",
  },
  CLP6403: {
    severity: "error",
    title: "No compiled deployment to compare with",
    explanation:
      "plan compares with the output folder of an earlier compilation: the directory that holds manifest.json, or the same in git as REF:PATH.",
    wrong: "clp-compile plan --against etc",
    right: "clp-compile plan --against main:out",
    source: "The files manifest.json and compose/docker-compose.yaml",
  },
  CLP6404: {
    severity: "error",
    title: "Compiled deployment that cannot be read",
    explanation:
      "A file of the earlier compilation is there and is not what a compilation writes: its YAML or JSON does not parse, or the system does not let it be read.",
    wrong: "echo '{' > old/manifest.json && clp-compile plan --against old",
    right: "git checkout old && clp-compile plan --against old",
    source: "The parsers of YAML and JSON; the file system's answer",
  },
  CLP6405: {
    severity: "error",
    title: "Git cannot be asked",
    explanation:
      "For REF:PATH plan calls git in the working directory. The message says what git, or the runtime, answered; under Deno it needs the permissions --allow-run=git and --allow-env=NODE_V8_COVERAGE.",
    wrong: "clp-compile plan --against no-such-branch:out",
    right: "clp-compile plan --against main:out",
    source: "git's own answer",
  },
  CLP6504: {
    severity: "error",
    title: "Credentials that are encrypted",
    explanation:
      "Values are needed, and the credentials file is encrypted by SOPS, Ansible Vault or age. Decrypted on standard input they stand in no file. What needs no value, such as check, validate, plan, explain, or compile --no-secrets, works beside the encrypted file as it is.",
    wrong: "clp-compile --credentials credentials.sops.yaml",
    right: "sops --decrypt credentials.sops.yaml | clp-compile --credentials -",
    source: "The marks that SOPS, Ansible Vault and age leave in a file",
  },
} as const satisfies CodeTable;
