import type { CodeTable } from "./entry.ts";

/**
 * `CLP6xxx`: files. 60xx: an input cannot be read; 61xx: the output folder is not what the inputs
 * give; 62xx: the output folder cannot be written; 63xx: a deployment cannot be set up; 64xx: what explain
 * and plan are asked about.
 */
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
  CLP6003: {
    severity: "error",
    title: "Input cannot be read",
    explanation:
      "The file is there, and the system does not let this user, or this runtime with the permissions given to it, read it.",
    wrong: "chmod 000 etc/credentials.yaml && clp-compile",
    right: "chmod 600 etc/credentials.yaml && clp-compile",
    source: "The file system's answer, such as EACCES",
  },
  CLP6004: {
    severity: "error",
    title: "No credentials given",
    explanation:
      "A deployment needs user names and passwords: from the file that --credentials names, from the config's credentials_file_path, or from the environment with --credentials-from-env. Public files alone need none: --no-secrets.",
    wrong: "rm etc/credentials.yaml && clp-compile",
    right: "clp-compile --no-secrets",
    source: "CLP does not start without its credentials file",
  },
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
  CLP6107: {
    severity: "note",
    title: "An override file is there",
    explanation:
      "docker compose merges docker-compose.override.yaml into what was compiled. The file is the operator's: it is neither written nor compared, so what runs may differ from what was checked.",
    wrong: "touch out/compose/docker-compose.override.yaml && clp-compile check",
    right: "(nothing to mend where the override is meant)",
    source: "How docker compose looks for its files",
  },
  CLP6108: {
    severity: "note",
    title: "Secret files left out",
    explanation: "Without credentials the content of secret files is not known, so they were not compared.",
    wrong: "clp-compile check --no-secrets",
    right: "clp-compile check --credentials etc/credentials.yaml",
    source: "The secret files of this compilation",
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
  CLP6110: {
    severity: "error",
    title: "Stale diagram in a document",
    explanation:
      "Between the markers of the Markdown file stands another diagram than the inputs give, or there are no markers. `clp-compile diagram --update FILE` puts the fresh one there.",
    wrong: "edit etc/clp-config.yaml && clp-compile check --markdown README.md",
    right: "clp-compile diagram --update README.md && clp-compile check --markdown README.md",
    source: "The lines between <!-- clp-compile:diagram:start --> and <!-- clp-compile:diagram:end -->",
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
  CLP6120: {
    severity: "error",
    title: "Folder of another release than the inputs mean",
    explanation:
      "The output folder was compiled for one release of CLP, and the site file names none, so that the newest that the compiler knows would be compiled for. Nobody but a person moves a deployment to another release: its databases change their files for good.",
    wrong: "an out/ of an earlier release, and a site file without clp_version",
    right: "clp_version of that release in the site file, or clp-compile migrate --to RELEASE --write",
    source: "`release` in the manifest of the output folder",
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
  CLP6206: {
    severity: "error",
    title: "Input that cannot be fixed",
    explanation:
      "`clp-compile validate --fix` replaces an input, and the system does not let this user do that, or the file has changed since it was read. No file was changed.",
    wrong: "chmod a-w etc && clp-compile validate --fix",
    right: "clp-compile validate - --fix < etc/clp-config.yaml > fixed.yaml",
    source: "The file system's answer, such as EACCES or EROFS",
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
  CLP6210: {
    severity: "error",
    title: "Manifest that cannot be believed",
    explanation:
      "manifest.json is committed, so that anybody who changes the repository may have written it. One that lists a path which no version of the compiler writes, or that a merge left with its marks, is not acted on. Delete it: files that are what would be written, or of that kind, are taken over by the next run, and all others stay as they are.",
    wrong: "git merge other   # which leaves conflict marks in out/manifest.json\nclp-compile",
    right: "rm out/manifest.json && clp-compile",
    source: "The paths that the backends declare",
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
  CLP6501: {
    severity: "error",
    title: "Pictures cannot be drawn",
    explanation:
      "Pictures are drawn by the npm package @mermaid-js/mermaid-cli in the system's Chromium or Chrome. Neither is part of clp-compile: the message says which one is missing or failed, and how to get it. The diagram as Mermaid text needs neither.",
    wrong: "clp-compile diagram --format svg   # where no browser is installed",
    right: "apt-get install chromium && clp-compile diagram --format svg",
    source: "mermaid-cli 11, and where it finds its browser",
  },
} as const satisfies CodeTable<"6">;
