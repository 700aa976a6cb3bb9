/**
 * Files that are no configuration and are met in its place all the same: a page of the web, an encrypted
 * file, one of another program, one in the middle of a merge. Each gets one finding that says what it is; nothing of it is read.
 */
import type { Label, Reporter } from "../../base/diagnostic.ts";
import { type DocumentId, fileOf, type LayerId } from "../../base/origin.ts";

interface Kind {
  /** Completes "Cannot read the file: it is …". */
  readonly what: string;
  readonly help: string;
}

const DECRYPT = "Decrypt it into a file that git ignores, and name that one";

const ENCRYPTED = (by: string, command: string): Kind => ({
  what: `encrypted by ${by}`,
  help: `${DECRYPT}: ${command}`,
});

const ARCHIVE: Kind = { what: "a compressed archive", help: "Name the file that is in it" };

/** By the first bytes, as characters of one byte each. */
const BINARY: readonly (readonly [start: string, kind: Kind])[] = [
  [
    "\x00GITCRYPT\x00",
    { what: "encrypted by git-crypt", help: "Decrypt the working copy: git-crypt unlock" },
  ],
  ["age-encryption.org/v1", ENCRYPTED("age", "age --decrypt")],
  ["\x1f\x8b", ARCHIVE],
  ["PK\x03\x04", ARCHIVE],
];

const WEB_PAGE: Kind = {
  what: "a web page (HTML), in place of the file itself",
  help: "Download the file itself; code hosts show its address by the button Raw",
};

/** By the start of the text, without white space and comments before it. */
const TEXT: readonly (readonly [start: RegExp, kind: Kind])[] = [
  [/^<(?:!doctype\s+html|html|head|body)\b/i, WEB_PAGE],
  [/^<(?:\?xml\b|[A-Za-z][\w:-]*(?:\s[^<>\n\r]*)?>)/, { what: "XML, not YAML", help: WEB_PAGE.help }],
  [
    /^(?:404: Not Found|403: Forbidden)\s*$/,
    { what: "the answer of a server that did not give the file", help: WEB_PAGE.help },
  ],
  [
    /^version https:\/\/git-lfs\.github\.com\/spec\//,
    { what: "a pointer of Git LFS, in place of the file itself", help: "Run git lfs pull" },
  ],
  [/^\$ANSIBLE_VAULT;/, ENCRYPTED("Ansible Vault", "ansible-vault decrypt --output OTHER FILE")],
  [/^-----BEGIN AGE ENCRYPTED FILE-----/, ENCRYPTED("age", "age --decrypt")],
  [/^-----BEGIN PGP MESSAGE-----/, ENCRYPTED("PGP", "gpg --decrypt")],
];

const OWN = "Name CLP's own file: clp-config.yaml, credentials.yaml or clp-site.yaml";

/** Files of other programs that are YAML, by keys that none of ours has at the outermost level. */
const OTHERS: readonly (readonly [keys: readonly RegExp[], kind: Kind])[] = [
  [[/^apiVersion:/m, /^kind:/m], { what: "a Kubernetes manifest", help: OWN }],
  [[/^services:[ \t]*$/m, /^[ \t]+(?:image|build):/m], { what: "a Compose file", help: OWN }],
  [
    [/^clpConfig:/m],
    {
      what: "values for CLP's Helm chart",
      help: "`clp-compile init DIR --from-helm VALUES` makes a config and a site file of them",
    },
  ],
];

const SOPS = ENCRYPTED("SOPS", "sops --decrypt");

const INI: Kind = {
  what: "TOML or INI, not YAML",
  help: "In YAML a section is a line `webui:`, and its keys stand below it, indented: `port: 4000`",
};

const ASSIGNMENTS: Readonly<Record<DocumentId, Kind>> = {
  config: { what: "lines of `key = value`, not YAML", help: "In YAML it is `key: value`" },
  site: { what: "lines of `key = value`, not YAML", help: "In YAML it is `key: value`" },
  project: { what: "lines of `key = value`, not YAML", help: "In YAML it is `key: value`" },
  running: { what: "lines of `key = value`, not YAML", help: "In YAML it is `key: value`" },
  credentials: {
    what: "a list of variables, not YAML",
    help: "Set them in the environment and use --credentials-from-env in place of the file",
  },
};

/** True where the bytes are no text at all; reports `CLP1019`. */
export function isForeignBytes(bytes: Uint8Array, file: LayerId, reporter: Reporter): boolean {
  const found = BINARY.find(([start]) =>
    [...start].every((letter, index) => bytes[index] === letter.charCodeAt(0)),
  );
  if (found === undefined) return false;
  reportKind(found[1], { file, start: 0, end: 0 }, reporter);
  return true;
}

/** True where the text is no configuration, so that nothing of it is worth reading; reports `CLP1019` and `CLP1020`. */
export function isForeignText(text: string, file: LayerId, reporter: Reporter): boolean {
  if (isConflict(text, file, reporter)) return true;
  const kind = kindOf(text, fileOf(file));
  if (kind === undefined) return false;
  const start = Math.max(text.slice(0, HEAD).search(/(?<=^[ \t]*)[^\s#;]/m), 0);
  const line = text.slice(start, start + 200).search(/[\n\r]/);
  reportKind(
    kind,
    { file, start, end: Math.min(line === -1 ? start + 200 : start + line, text.length) },
    reporter,
  );
  return true;
}

function reportKind(
  { what, help }: Kind,
  span: { readonly file: LayerId; readonly start: number; readonly end: number },
  reporter: Reporter,
): void {
  reporter.report("CLP1019", span, `Cannot read the file: it is ${what}`, { help });
}

/** How much of a text tells what it is. */
const HEAD = 4000;

function kindOf(text: string, file: DocumentId): Kind | undefined {
  const head = text.slice(0, HEAD).trimStart();
  const found = TEXT.find(([start]) => start.test(head));
  if (found !== undefined) return found[1];
  if (/\bENC\[AES256_GCM,/.test(text) && /^[ \t]*"?sops"?:/m.test(text)) {
    // A config may have secrets alone encrypted; what is whole has a code of authentication.
    const isConfig = file === "config" && /^[ \t]+"?mac"?:[ \t]*"?ENC\[/m.test(text);
    return isConfig ? undefined : SOPS;
  }
  // What runs already is one of these.
  const other = file === "running" ? undefined : OTHERS.find(([keys]) => keys.every((key) => key.test(text)));
  if (other !== undefined) return other[1];
  const [first, second] = head
    .split(/[\n\r]+/)
    .filter((line) => line.trim() !== "" && !/^\s*[#;]/.test(line));
  const assigns = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=/;
  if (first === undefined || /^[ \t]*["']?[\w-]+["']?:(?:\s|$)/m.test(head)) return undefined;
  if (/^\[\[?[\w.-]+\]\]?\s*$/.test(first) && second !== undefined && assigns.test(second)) return INI;
  return assigns.test(first) ? ASSIGNMENTS[file] : undefined;
}

/** A line that git writes where two sides of a merge differ. */
const CONFLICT_MARK = /^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|$)[^\r\n]*/gm;

/** True for a line that a merge left. */
export function isConflictMark(line: string): boolean {
  return line.search(CONFLICT_MARK) === 0;
}

function isConflict(text: string, file: LayerId, reporter: Reporter): boolean {
  // Without both ends it may be a line of a text.
  if (!/^<{7}(?:[ \r\n]|$)/m.test(text) || !/^>{7}(?:[ \r\n]|$)/m.test(text)) return false;
  const marks = [...text.matchAll(CONFLICT_MARK)].map((match) => ({
    mark: match[0].charAt(0),
    span: { file, start: match.index, end: match.index + match[0].length },
  }));
  const begins = marks.filter(({ mark }) => mark === "<");
  const [first, ...others] = begins;
  const after = (wanted: string): readonly Label[] => {
    const found = marks.find(({ mark, span }) => mark === wanted && span.start > first!.span.start);
    return found === undefined
      ? []
      : [{ span: found.span, text: wanted === "=" ? "the other side" : "its end" }];
  };
  reporter.report(
    "CLP1020",
    first!.span,
    `Cannot read the file: a merge left ${others.length === 0 ? "a conflict" : `${begins.length} conflicts`} in it`,
    {
      label: others.length === 0 ? "it begins here" : "the first begins here",
      related: [...after("="), ...after(">")],
      help: "Keep one of the two sides, and remove the lines <<<<<<<, ======= and >>>>>>>",
    },
  );
  return true;
}
