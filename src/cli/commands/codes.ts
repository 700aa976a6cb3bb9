/** What a command alone says: `check`, `compile`, `init`, `explain`, `migrate`, `diagram`. */

import type { CodeEntry } from "../../base/code-entry.ts";
import { shell } from "../../base/shell.ts";
import { v0_9_0 } from "../../clp/releases/v0.9.0.ts";
import { v0_13_0 } from "../../clp/releases/v0.13.0.ts";

// Its type is written down: entries with texts that are made are none that a package's readers could infer.
export const COMMANDS_CODES: Readonly<
  Record<
    | "CLP6101"
    | "CLP6102"
    | "CLP6103"
    | "CLP6104"
    | "CLP6105"
    | "CLP6106"
    | "CLP6108"
    | "CLP6111"
    | "CLP6112"
    | "CLP6206"
    | "CLP6208"
    | "CLP6209"
    | "CLP6301"
    | "CLP6302"
    | "CLP6303"
    | "CLP6304"
    | "CLP6401"
    | "CLP6402"
    | "CLP6410"
    | "CLP6418"
    | "CLP6419"
    | "CLP6501"
    | "CLP6530",
    CodeEntry
  >
> = {
  CLP6101: {
    severity: "error",
    title: "Stale output",
    explanation:
      "The file is as an earlier run wrote it, and the inputs, or the compiler, have changed since. Compile again and commit the result.",
    wrong: "edit etc/clp-config.yaml && clp-compile check",
    right: "clp-compile && clp-compile check",
    source: "The manifest of the output folder records the hash of each public file",
  },
  CLP6102: {
    severity: "error",
    title: "Output edited by hand",
    explanation:
      "The file is not as the compiler wrote it. A change belongs into the inputs, or, for one host, into docker-compose.override.yaml or a variable of .env; the next compilation would lose it here.",
    wrong: "edit out/compose/docker-compose.yaml && clp-compile check",
    right: "edit etc/clp-config.yaml && clp-compile && clp-compile check",
    source: "The manifest of the output folder records the hash of each public file",
  },
  CLP6103: {
    severity: "error",
    title: "Missing output",
    explanation: "A file that the inputs give is not in the output folder. Compile again.",
    wrong: "rm out/compose/prepare.sh && clp-compile check",
    right: "clp-compile && clp-compile check",
    source: "The files of this compilation",
  },
  CLP6104: {
    severity: "error",
    title: "Orphaned output",
    explanation:
      "An earlier run wrote the file, and the inputs do not give it any more. Compiling again removes it, if it still is what was written; else it stays and is no longer listed.",
    wrong: "remove mcp_server from the config && clp-compile check",
    right: "clp-compile && clp-compile check",
    source: "What the manifest on disk lists and this compilation does not emit",
  },
  CLP6105: {
    severity: "error",
    title: "Wrong file mode",
    explanation:
      "Of public files the executable bit counts, which git keeps; a secret file must give nothing to group and others. Compiling again sets the mode.",
    wrong: "chmod 644 out/compose/.env && clp-compile check",
    right: "chmod 600 out/compose/.env && clp-compile check",
    source: "The mode in the manifest",
  },
  CLP6106: {
    severity: "error",
    title: "Manifest missing, damaged or changed",
    explanation:
      "manifest.json says which files of the output folder are the compiler's. Without it, or when it does not say what the inputs give, the folder is not what a compilation left.",
    wrong: "rm out/manifest.json && clp-compile check",
    right: "clp-compile && clp-compile check",
    source: "schema/manifest.schema.json",
  },
  CLP6108: {
    severity: "note",
    title: "Secret files left out",
    explanation: "Without credentials the content of secret files is not known, so they were not compared.",
    wrong: "clp-compile check --no-secrets",
    right: "clp-compile check --credentials etc/credentials.yaml",
    source: "The secret files of this compilation",
  },
  CLP6111: {
    severity: "error",
    title: "Unfinished output",
    explanation:
      "The manifest has a list of pending files: a run was cut short, or is at work right now. Whatever the files are, the folder is not what one compilation gives. Compiling again for all backends repairs it.",
    wrong: "kill -9 $(pgrep -f clp-compile) && clp-compile check",
    right: "clp-compile && clp-compile check",
    source: "`pending` in the manifest of the output folder",
  },
  CLP6112: {
    severity: "error",
    title: "Output with the line ends of another system",
    explanation:
      "The files are as they were written, but for CR LF at the ends of lines. A shell script, `.env` and conf files with them do not work in a container. Git for Windows makes them at checkout unless .gitattributes says otherwise.",
    wrong: "git config core.autocrlf true && git checkout out && clp-compile check",
    right: "echo 'out/** -text' >> .gitattributes && clp-compile && clp-compile check",
    source: "The files of this compilation; git's documentation of gitattributes",
  },
  CLP6206: {
    severity: "error",
    title: "Input that cannot be fixed",
    explanation:
      "`clp-compile validate --fix` replaces an input, and the system does not let this user do that, or the file has changed since it was read. No file was changed.",
    wrong: "chmod a-w etc && clp-compile validate --fix",
    right: "clp-compile validate - --fix < etc/clp-config.yaml > fixed.yaml",
    source: "The file system's answer, such as EACCES or EROFS",
  },
  CLP6208: {
    severity: "note",
    title: "Output that is left where it is",
    explanation:
      "An earlier run wrote the file, the inputs do not give it any more, and it is not as it was written. A public file is removed only if its hash is the one in the manifest, a secret one only if it is of its kind, a link or a directory never. It stays, and no manifest lists it any more.",
    wrong: "edit out/kubernetes/mcp-server.yaml && remove mcp_server from the config && clp-compile",
    right: "rm out/kubernetes/mcp-server.yaml",
    source: "The hash in the manifest, and the file itself",
  },
  CLP6209: {
    severity: "note",
    title: "Output that was pruned",
    explanation:
      "With --prune, files of backends that --emit does not name are removed. Without it they stay, and stay listed.",
    wrong: "clp-compile --emit helm --prune",
    right: "clp-compile --emit helm",
    source: "The manifest of the output folder",
  },
  CLP6301: {
    severity: "error",
    title: "File that init would replace",
    explanation:
      "`clp-compile init` writes into new places alone: where one of its files is there already, it writes none. Nothing was changed.",
    wrong: "clp-compile init clp && clp-compile init clp",
    right: "clp-compile init clp && clp-compile init clp-test",
    source: "The file system",
  },
  CLP6302: {
    severity: "error",
    title: "Folder that init cannot write",
    explanation: "The system does not let this user make a file or a folder there. Nothing was left behind.",
    wrong: "clp-compile init /proc/clp",
    right: "clp-compile init clp",
    source: "The file system's answer, such as EACCES",
  },
  CLP6303: {
    severity: "error",
    title: "Not an installed package of CLP",
    explanation:
      "`--from-installation` takes the folder of an installed package: the one with `etc/clp-config.yaml`, `sbin` and, once CLP was started, `.env`.",
    wrong: "clp-compile init --from-installation /home/clp/clp-package/etc",
    right: "clp-compile init --from-installation /home/clp/clp-package",
    source: "The layout of the CLP package",
  },
  CLP6304: {
    severity: "note",
    title: "Installation that a site file does not fully describe",
    explanation:
      "Something of the installed package is not known, or belongs elsewhere than into the site file: an image that the config does not name, another release, a package that was never started. The message says what to do.",
    wrong:
      "clp-compile init --from-installation clp-package   # which was built here, with an image of its own",
    right: "container_image_ref: clp-package:dev   # in etc/clp-config.yaml",
    source: "The package's .env, VERSION and clp-package-image.id",
  },
  CLP6401: {
    severity: "error",
    title: "Nothing of that name to explain",
    explanation:
      "explain knows the variables of .env, the keys of the inputs, the components of the package, the codes of findings, and FILE:LINE of the files that these inputs give.",
    wrong: "clp-compile explain CLP_WEBUI_PROT",
    right: "clp-compile explain CLP_WEBUI_PORT",
    source: "The inputs, and what they give",
  },
  CLP6402: {
    severity: "note",
    title: "Another file than the inputs give",
    explanation:
      "The line was explained as these inputs give it. The file in the output folder has something else there, so that its numbers of lines may be others.",
    wrong: "edit etc/clp-config.yaml && clp-compile explain compose/docker-compose.yaml:20",
    right: "clp-compile && clp-compile explain compose/docker-compose.yaml:20",
    source: "The output folder",
  },
  CLP6410: {
    severity: "error",
    title: "Release that is not known",
    explanation:
      "migrate has to know of which release of CLP the inputs are. It takes `--from`, else `clp_version` of the site file, else the release that the manifest of the output folder has. Where none of them says one that is known, a person has to.",
    wrong: shell`clp-compile migrate --to ${v0_13_0.id}   # without a site file, and without a manifest`,
    right: shell`clp-compile migrate --from ${v0_9_0.id} --to ${v0_13_0.id}`,
    source: "The site file, and the manifest of the output folder",
  },
  CLP6418: {
    severity: "error",
    title: "File that cannot be migrated",
    explanation:
      "Inputs are replaced at once, and none unless all can be: one of them has changed since it was read, is there already, or the system refuses. Nothing was changed.",
    wrong: shell`chmod a-w etc && clp-compile migrate --to ${v0_13_0.id} --write`,
    right: shell`chmod u+w etc && clp-compile migrate --to ${v0_13_0.id} --write`,
    source: "The file system's answer, such as EACCES or EROFS",
  },
  CLP6419: {
    severity: "warning",
    title: "Inputs and output of different releases",
    explanation:
      "The site file says another release than the manifest of the output folder. Where the inputs were not migrated before clp_version was changed, name the release that they are of by --from.",
    wrong: shell`edit clp_version in etc/clp-site.yaml && clp-compile migrate --to ${v0_13_0.id}`,
    right: shell`clp-compile migrate --from ${v0_9_0.id} --to ${v0_13_0.id}`,
    source: "The site file, and the manifest of the output folder",
  },
  CLP6501: {
    severity: "error",
    title: "Pictures cannot be drawn",
    explanation:
      "Pictures are drawn by the npm package @mermaid-js/mermaid-cli in the system's Chromium or Chrome. Neither is part of clp-compile: the message says which one is missing or failed, and how to get it. The diagram as Mermaid text needs neither.",
    wrong: "clp-compile diagram --format svg   # where no browser is installed",
    right: "apt-get install chromium && clp-compile diagram --format svg",
    source: "mermaid-cli 11, and where it finds its browser",
  },
  CLP6530: {
    severity: "note",
    title: "Secrets of the environment are not compared",
    explanation:
      "With `compose: {secrets: environment}` no file has the secrets, so that check cannot see whether those of the environment are the credentials'. `.env.example` names the variables that each `docker compose` command needs.",
    wrong: "docker compose up",
    right: "sops exec-env secrets.yaml 'docker compose up --wait'",
    source: "docs/secrets.md",
  },
};
