/**
 * The rules of strings in the inputs, an entry each: what it asks for, the code of its violation, what a
 * message says was expected, the way out, and the certain fix. Schemas name them; the published JSON
 * Schemas have their patterns.
 */
import { isPrintableAscii } from "../../base/ascii.ts";
import type { DocPath } from "../../base/origin.ts";
import { HIDDEN, nameOfCharacter, shorten } from "../../base/printable.ts";
import { nearest } from "../../base/suggest.ts";
import { withoutLogin } from "../../base/url-secrets.ts";
import { referenceHelp } from "../../base/variable-references.ts";
import { DEFAULT_RELEASE } from "../../clp/releases/releases.ts";
import type { Code } from "../../codes.ts";
import { hostHelp, listedHostHelp } from "../read/wrong-hosts.ts";
import type { SeqNode } from "../yaml/node.ts";
import { HOST, HOST_ALONE, IPV4 } from "./host-pattern.ts";

/** What a violation is told of: the text, and how it is written. */
export interface Violation {
  readonly written: string;
  readonly path: DocPath;
  /** True where another text would break no rule of the key. */
  readonly takes: (text: string) => boolean;
}

/** A syntax that a string must have. */
export interface Rule {
  readonly code: Code;
  readonly pattern: RegExp;
  /** What no pattern can count, beside the pattern. */
  readonly accepts?: (text: string) => boolean;
  /** Completes "expected …". */
  readonly expected: string;
  /** True for what any string may be asked for: it says nothing of what is expected there. */
  readonly general?: boolean;
  /** True for what every text of printable ASCII fulfils. */
  readonly ofCharacters?: boolean;
  /** The way out that the rule by itself does not say; never asked of a secret. */
  readonly hint?: (violation: Violation) => string | undefined;
  /** The way out where nothing else is known, said of secrets, too. */
  readonly remedy?: (block: boolean) => string;
  /** The way out for a text that YAML took for a list. */
  readonly ofList?: (node: SeqNode) => string | undefined;
  /** What was certainly meant. */
  readonly fix?: (written: string) => string | undefined;
}

/** Host with port, path in small letters, tag, digest; or the id of an image, which is one with a tag. */
const IMAGE =
  /(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?/u;
const DNS_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

/** As long as a path may be for Linux, with the NUL behind it; nothing else that is named is longer. */
export const MAX_PATH_BYTES = 4095;
const MAX_STEP_BYTES = 255;

export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** True for what a file system takes as a path by its length. */
export function isShortPath(path: string): boolean {
  return (
    utf8Length(path) <= MAX_PATH_BYTES && path.split("/").every((step) => utf8Length(step) <= MAX_STEP_BYTES)
  );
}

/** `It has 300 bytes, 280 of them between two /` */
function lengthHint({ written }: Violation): string {
  const longest = written.split("/").reduce((most, step) => Math.max(most, utf8Length(step)), 0);
  return `It has ${utf8Length(written)} bytes${written.includes("/") ? `, ${longest} of them between two /` : ""}`;
}

/** A name in lower case, with - for what else separates its words. */
function nameHint({ written, takes }: Violation): string | undefined {
  const mended = written
    .trim()
    .toLowerCase()
    .replace(/[_ .]+/g, "-");
  return takes(mended) ? `Write ${mended}` : undefined;
}

const HIDDEN_CHARACTER = new RegExp(`[${HIDDEN}]`, "u");
const SHORT_PATTERN = new RegExp(`^[\\s\\S]{0,${MAX_PATH_BYTES}}$`, "u");

/** `core` with outer white space, which is stripped after the check. */
function padded(core: RegExp): RegExp {
  return new RegExp(`^\\s*(?:${core.source})\\s*$`, "u");
}

/** A key prefix as S3 has them: steps, with a slash after each and none before. */
function prefixOf(written: string): string {
  const steps = written.split("/").filter((step) => step !== "" && step !== ".");
  return `${steps.join("/")}/`;
}

/** Without protocol, and without a slash at the end. */
function bareRegistry(written: string): string {
  return written
    .trim()
    .replace(/^[a-z]+:\/\//i, "")
    .replace(/\/+$/, "");
}

const LOGIN_IN_URL = /^(?![\s\S]*:\/\/(?:[^/?#]*@|[^/?#:]*:(?![0-9]*(?:[/?#]|$))[\s\S]*@))/u;

function loginHint({ written }: Violation): string {
  const shown = withoutLogin(written);
  const keys = "S3 keys belong to aws_authentication, other passwords to the credentials file";
  return shown === undefined ? keys : `Write ${shorten(shown)}; ${keys}`;
}

/** Keys of labels and annotations by which objects and pods are found, and what programs write down in them. */
const OURS =
  "app\\.kubernetes\\.io/|(?:[a-z0-9.-]+\\.)?clp-compile/|kubectl\\.kubernetes\\.io/last-applied-configuration$";

/** Labels that controllers give their pods. */
const OF_CONTROLLERS =
  "(?:pod-template-hash|controller-revision-hash|controller-uid|job-name)$|(?:batch|apps|statefulset)\\.kubernetes\\.io/";

export const RULES = {
  notBlank: {
    code: "CLP2007",
    pattern: /\S/u,
    expected: "some text",
    general: true,
    remedy: () => "Write a value",
  },
  notEmpty: {
    code: "CLP2007",
    pattern: /[\s\S]/u,
    expected: "some text",
    general: true,
    remedy: () => "Write a value",
  },
  // A lone surrogate is no character, and no UTF-8 file can carry it.
  visible: {
    code: "CLP2013",
    pattern: /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u,
    expected: "characters that a file name, a URL and a command can carry, so no control characters",
    general: true,
    ofCharacters: true,
    hint: ({ written }) => (/[\n\r]/.test(written) ? "Write it on one line" : undefined),
  },
  carried: {
    code: "CLP2013",
    pattern: /^[^\u0000\p{Cs}]*$/u,
    expected: "characters that an environment variable can carry, so no NUL character",
    general: true,
    ofCharacters: true,
  },
  // What is shown must be what is used: a reviewer sees neither a turned line nor a character of no width.
  seen: {
    code: "CLP2029",
    pattern: new RegExp(`^[^${HIDDEN}]*$`, "u"),
    expected: "characters that one sees: none without width, and none that turns a line around",
    general: true,
    ofCharacters: true,
    hint: ({ written }) =>
      `Remove the character ${nameOfCharacter([...written].find((one) => HIDDEN_CHARACTER.test(one))!)}`,
  },
  short: {
    code: "CLP2030",
    pattern: SHORT_PATTERN,
    expected: `at most ${MAX_PATH_BYTES} characters`,
    general: true,
    hint: lengthHint,
  },
  shortHost: {
    code: "CLP2030",
    pattern: /^(?!\s*\S{253}(?:[^\s.]|\.\S))/u,
    expected: "a host name of at most 253 characters",
    general: true,
    hint: lengthHint,
  },
  shortPath: {
    code: "CLP2030",
    pattern: SHORT_PATTERN,
    accepts: isShortPath,
    expected: `a path of at most ${MAX_PATH_BYTES} bytes, with at most ${MAX_STEP_BYTES} between two /`,
    general: true,
    hint: lengthHint,
  },
  // What stands in a public file must not log in anywhere.
  noLogin: {
    code: "CLP2031",
    pattern: LOGIN_IN_URL,
    expected: "no user and no password in a URL",
    general: true,
    hint: loginHint,
  },
  noLoginInPath: {
    code: "CLP2031",
    pattern: LOGIN_IN_URL,
    expected: "no user and no password in a URL",
    general: true,
    hint: () => "Write the path alone",
  },
  /** Of a URL that has no use for an @ anywhere. */
  noLoginAtAll: {
    code: "CLP2031",
    pattern: /^[^@]*$/u,
    expected: "no user and no password in a URL",
    general: true,
    hint: loginHint,
  },
  unpadded: {
    code: "CLP2014",
    pattern: /^(?!\s)[\s\S]*(?<!\s)$/u,
    expected: "no white space at the start or the end, which CLP would strip",
    general: true,
    remedy: (block) =>
      block ? "Write |- in place of |, which keeps the last line break" : "Remove the white space",
  },
  host: {
    code: "CLP2016",
    pattern: padded(HOST),
    expected: "a host name or an IPv4 address alone, such as localhost, db.example.com or 10.0.0.5",
    hint: ({ written, path }) => hostHelp(written, path),
    ofList: listedHostHelp,
  },
  image: {
    code: "CLP2028",
    pattern: padded(IMAGE),
    expected: `a reference to an image, such as registry.example.com/clp/clp-package:${DEFAULT_RELEASE.id}`,
  },
  registry: {
    code: "CLP2071",
    pattern:
      /^(?:localhost(?::[0-9]{1,5})?|(?=[^/]*[.:])[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?)(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/u,
    expected:
      "the host of a registry, with a port and a path if need be, such as registry.example.com:5000/mirror",
    hint: ({ written, takes }) => {
      const bare = bareRegistry(written);
      return takes(bare)
        ? `Write ${bare}`
        : takes(`docker.io/${bare}`)
          ? `Without a point or a port it is no host: a name on Docker Hub is docker.io/${bare}`
          : takes(bare.replace(/(?:(?<=\/[^/]*):|@)[^/]*$/, ""))
            ? "Leave tag and digest out: each image has its own"
            : undefined;
    },
    fix: bareRegistry,
  },
  ipv4: {
    code: "CLP2015",
    pattern: new RegExp(`^(?:${IPV4.source})$`, "u"),
    expected: "an IPv4 address such as 10.0.0.5",
    hint: ({ written }) => (/[a-z]/i.test(written) ? "Write the address: no name is looked up" : undefined),
  },
  hostKey: {
    code: "CLP2016",
    pattern: HOST_ALONE,
    expected: "a host name such as db.example.com",
    hint: ({ written, path }) => hostHelp(written, path),
  },
  keyPrefix: {
    code: "CLP2024",
    pattern: /\/\s*$/u,
    expected: "a prefix that ends with /, such as archives/",
    hint: ({ written }) => `Write ${shorten(prefixOf(written))}`,
    fix: (written) =>
      /^[\w./-]+$/.test(written) && !/^\.$|\.\./.test(written) ? prefixOf(written) : undefined,
  },
  absolute: {
    code: "CLP2021",
    pattern: /^\//u,
    expected: "an absolute path such as /home/clp",
    hint: ({ written }) =>
      written.startsWith("~")
        ? "Write it in full: nothing replaces the ~ here"
        : "Write it from the root, with a / before it",
  },
  instanceId: {
    code: "CLP2050",
    pattern: /^[A-Za-z0-9._-]{1,128}$/u,
    expected: "letters, digits, dots, - and _: it stands in a list between commas",
  },
  // The collector puts in place of it what it names: a file, or a variable of its environment.
  notExpanded: {
    code: "CLP2960",
    pattern: /^(?![\s\S]*(?:\$\$|\$\{[\s\S]*\}))/u,
    expected: "an address with neither ${…} nor $$, in whose place the collector of telemetry puts something",
    general: true,
    hint: ({ written }) => referenceHelp(written) ?? "Write $ as %24, as URLs have it",
  },
  restartPolicy: {
    code: "CLP2017",
    pattern: /^(?:no|always|unless-stopped|on-failure(?::[1-9][0-9]{0,8})?)$/u,
    // Docker counts in a machine's integer.
    expected:
      'one of "no", "always", "unless-stopped", "on-failure", or "on-failure:N" with N of 1 to 9 digits',
    hint: ({ written, takes }) => {
      const [policy, tries] = written.split(":");
      const meant = nearest(policy!, ["always", "unless-stopped", "on-failure"]);
      const full = tries === undefined || meant !== "on-failure" ? meant : `${meant}:${tries}`;
      return full !== undefined && takes(full) ? `Did you mean "${full}"?` : undefined;
    },
  },
  quantity: {
    code: "CLP2018",
    pattern: /^\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$/u,
    expected: "a Kubernetes quantity such as 500m, 2 or 4Gi",
    hint: ({ written }) => {
      const [, amount, unit, binary] = written.match(/^([0-9.]+) ?([KMGTPE])(i?)B?$/i) ?? [];
      if (unit === undefined) return undefined;
      const upper = unit.toUpperCase();
      return binary === ""
        ? `Write ${amount}${upper}i or ${amount}${upper === "K" ? "k" : upper}`
        : `Write ${amount}${upper}i`;
    },
  },
  memory: {
    code: "CLP2130",
    pattern: /^[0-9]{1,15}(?:\.[0-9]{1,3})? ?(?:[KMGT]i?B?|B)?$/u,
    expected: "an amount of memory such as 8GiB or 4096MiB",
    hint: ({ written }) => {
      const [, amount, unit] = /^([0-9.]+)\s*([kmgt])[a-z]*$/i.exec(written.trim()) ?? [];
      return unit === undefined ? undefined : `Write ${amount}${unit.toUpperCase()}iB`;
    },
  },
  prestoDataset: {
    code: "CLP2131",
    pattern: /^[A-Za-z0-9_]+$/u,
    expected: "the name of a dataset, which has letters, digits and _ alone",
  },
  prestoColumn: {
    code: "CLP2131",
    pattern: /^(?:[^\s"'`\\.$\p{Cc}]+|[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)+)$/u,
    expected:
      "a key as Presto can name it: without blanks and quotes, and where it is nested, steps of letters, digits and _ with points between",
  },
  dnsLabel: {
    code: "CLP2019",
    pattern: new RegExp(`^${DNS_LABEL}$`, "u"),
    expected:
      "a name of at most 63 lower-case letters, digits and -, which starts and ends with a letter or digit",
    hint: nameHint,
  },
  hostLabel: {
    code: "CLP2100",
    pattern: /^(?=.{1,63}$)(?:(?:[a-z0-9]|\{n\})(?:[a-z0-9-]|\{n\})*)?(?:[a-z0-9]|\{n\})$/u,
    expected:
      "a name of lower-case letters, digits and -, which starts and ends with a letter or digit; {n} where `count` counts",
    hint: nameHint,
  },
  network: {
    code: "CLP2101",
    pattern: new RegExp(`^(?:${IPV4.source})(?:/(?:[12]?[0-9]|3[0-2]))?$`, "u"),
    expected: "an IPv4 address or a network such as 10.0.0.0/8",
  },
  remoteKey: {
    code: "CLP2142",
    pattern: /^(?=[\s\S]{1,512}$)[!-z|~]*\{section\}(?:[!-z|~]|\{section\})*$/u,
    expected: "a key with {section} in it, such as clp/prod/{section}",
    hint: () =>
      "Write {section} where the store has database, queue, redis, s3-archives, s3-streams and s3-logs-input",
  },
  interval: {
    code: "CLP2143",
    pattern: /^(?:[0-9]{1,6}(?:h|m|s))+$/u,
    expected: "a time such as 1h, 15m or 1h30m",
  },
  dnsSubdomain: {
    code: "CLP2019",
    pattern: new RegExp(`^(?=.{1,253}$)${DNS_LABEL}(?:\\.${DNS_LABEL})*$`, "u"),
    expected: "a name of lower-case letters, digits, - and ., which starts and ends with a letter or digit",
    hint: nameHint,
  },
  releaseName: {
    code: "CLP2019",
    pattern: /^(?=.{1,53}$)[a-z](?:[a-z0-9-]*[a-z0-9])?$/u,
    expected:
      "a name of at most 53 lower-case letters, digits and -, which starts with a letter and ends with a letter or digit",
    hint: nameHint,
  },
  projectName: {
    code: "CLP2023",
    pattern: /^[a-z0-9][a-z0-9_-]*$/u,
    expected: "lower-case letters, digits, _ and -, the first a letter or digit",
    hint: nameHint,
  },
  word: {
    code: "CLP2025",
    pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/u,
    expected: "one word of at most 63 letters, digits, _, . and -",
  },
  qualifiedName: {
    code: "CLP2026",
    pattern: new RegExp(
      `^(?:${DNS_LABEL}(?:\\.${DNS_LABEL})*/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$`,
      "u",
    ),
    expected: "a name as Kubernetes labels have it, such as disktype or example.com/disktype",
  },
  labelValue: {
    code: "CLP2026",
    pattern: /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/u,
    expected: "at most 63 letters, digits, _, . and -, the first and the last a letter or digit",
  },
  annotationName: {
    code: "CLP2026",
    // The API server compares it in small letters, so that its prefix may have others.
    pattern:
      /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/u,
    expected: "a name as Kubernetes annotations have it, such as owner or example.com/owner",
  },
  ownLabel: {
    code: "CLP2155",
    pattern: new RegExp(`^(?!${OURS})`, "u"),
    expected:
      "a label of one's own, such as example.com/team: this one is for clp-compile or Kubernetes to set",
  },
  ownPodLabel: {
    code: "CLP2155",
    pattern: new RegExp(`^(?!${OURS}|${OF_CONTROLLERS})`, "u"),
    expected:
      "a label of one's own, such as example.com/team: this one is for clp-compile or Kubernetes to set",
  },
  ownAnnotation: {
    code: "CLP2155",
    pattern: new RegExp(`^(?!${OURS})`, "u"),
    expected:
      "an annotation of one's own, such as example.com/owner: this one is for clp-compile or Kubernetes to set",
  },
  ingressHost: {
    code: "CLP2156",
    // Of digits and points alone it would be an address, which an Ingress does not take.
    pattern: new RegExp(`^(?=.{1,253}$)(?![0-9.]+$)${DNS_LABEL}(?:\\.${DNS_LABEL})*$`, "u"),
    expected: "a host name in small letters, such as clp.example.com",
    hint: ({ written, takes }) => {
      const mended = written
        .trim()
        .toLowerCase()
        .replace(/^[a-z]+:\/\//, "")
        .replace(/(?::[0-9]+)?(?:\/.*)?$/, "")
        .replace(/\.$/, "");
      return takes(mended)
        ? `Write ${mended}`
        : IPV4.test(mended)
          ? "Write a name that leads to the address: an Ingress tells its services apart by their names"
          : undefined;
    },
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** The name of a rule, as schemas have it. */
export type RuleName = keyof typeof RULES;

export function ruleOf(name: RuleName): Rule {
  return RULES[name];
}

/** The first rule that a text breaks. */
export function brokenRule(names: readonly RuleName[], text: string): Rule | undefined {
  const isPlain = isPrintableAscii(text);
  return names
    .map(ruleOf)
    .find(
      ({ pattern, accepts, ofCharacters }) =>
        !(isPlain && ofCharacters === true) && (!pattern.test(text) || accepts?.(text) === false),
    );
}
