/** The syntax of strings in the inputs: each rule with its code, and what a message says was expected. */
import { HIDDEN } from "../../base/printable.ts";
import type { Rule } from "./build.ts";

// A lone surrogate is no character, and no UTF-8 file can carry it.
export const VISIBLE: Rule = {
  code: "CLP2013",
  pattern: /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u,
  expected: "characters that a file name, a URL and a command can carry, so no control characters",
};
/** What is shown must be what is used: a reviewer sees neither a turned line nor a character of no width. */
export const SEEN: Rule = {
  code: "CLP2029",
  pattern: new RegExp(`^[^${HIDDEN}]*$`, "u"),
  expected: "characters that one sees: none without width, and none that turns a line around",
};
/** As long as a path may be for Linux, with the NUL behind it; nothing else that is named is longer. */
export const MOST_PATH_BYTES = 4095;
export const MOST_STEP_BYTES = 255;
export const SHORT: Rule = {
  code: "CLP2030",
  pattern: new RegExp(`^[\\s\\S]{0,${MOST_PATH_BYTES}}$`, "u"),
  expected: `at most ${MOST_PATH_BYTES} characters`,
};
export const SHORT_HOST: Rule = {
  code: "CLP2030",
  pattern: /^(?!\s*\S{253}(?:[^\s.]|\.\S))/u,
  expected: "a host name of at most 253 characters",
};
/** Longer ones in UTF-8, which no pattern counts, are refused by the same code. */
export const SHORT_PATH: Rule = {
  ...SHORT,
  expected: `a path of at most ${MOST_PATH_BYTES} bytes, with at most ${MOST_STEP_BYTES} between two /`,
};
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
/** True for what a file system takes as a path by its length. */
export function isShortPath(path: string): boolean {
  return (
    utf8Length(path) <= MOST_PATH_BYTES &&
    path.split("/").every((step) => utf8Length(step) <= MOST_STEP_BYTES)
  );
}
/** What stands in a public file must not log in anywhere. */
export const NO_LOGIN: Rule = {
  code: "CLP2031",
  pattern: /^(?![\s\S]*:\/\/(?:[^/?#]*@|[^/?#:]*:(?![0-9]*(?:[/?#]|$))[\s\S]*@))/u,
  expected: "no user and no password in a URL",
};
/** Of a URL that has no use for an @ anywhere. */
export const NO_LOGIN_AT_ALL: Rule = { ...NO_LOGIN, pattern: /^[^@]*$/u };
export const CARRIED: Rule = {
  code: "CLP2013",
  pattern: /^[^\u0000\p{Cs}]*$/u,
  expected: "characters that an environment variable can carry, so no NUL character",
};
export const NOT_BLANK: Rule = { code: "CLP2007", pattern: /\S/u, expected: "some text" };
export const UNPADDED: Rule = {
  code: "CLP2014",
  pattern: /^(?!\s)[\s\S]*(?<!\s)$/u,
  expected: "no white space at the start or the end, which CLP would strip",
};

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const IPV4 = new RegExp(`${OCTET}(?:\\.${OCTET}){3}`, "u");
const LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
// What looks like an address and is none is no name either: resolvers read `10.1` as 10.0.0.1.
export const HOST = new RegExp(`${IPV4.source}|(?![0-9.]+\\s*$)${LABEL}(?:\\.${LABEL})*\\.?`, "u");
/** Host with port, path in small letters, tag, digest; or the id of an image, which is one with a tag. */
export const IMAGE =
  /(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?/u;
const DNS_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

export const RULES = {
  host: {
    code: "CLP2016",
    pattern: HOST,
    expected: "a host name or an IPv4 address alone, such as localhost, db.example.com or 10.0.0.5",
  },
  image: {
    code: "CLP2028",
    pattern: IMAGE,
    expected: "a reference to an image, such as registry.example.com/clp/clp-package:0.9.0",
  },
  ipv4: {
    code: "CLP2015",
    pattern: new RegExp(`^(?:${IPV4.source})$`, "u"),
    expected: "an IPv4 address such as 10.0.0.5",
  },
  hostKey: {
    code: "CLP2016",
    pattern: new RegExp(`^(?:${HOST.source})$`, "u"),
    expected: "a host name such as db.example.com",
  },
  keyPrefix: {
    code: "CLP2024",
    pattern: /\/\s*$/u,
    expected: "a prefix that ends with /, such as archives/",
  },
  absolute: { code: "CLP2021", pattern: /^\//u, expected: "an absolute path such as /home/clp" },
  restartPolicy: {
    code: "CLP2017",
    pattern: /^(?:no|always|unless-stopped|on-failure(?::[1-9][0-9]*)?)$/u,
    expected: 'one of "no", "always", "unless-stopped", "on-failure", or "on-failure:N" with N of 1 or more',
  },
  quantity: {
    code: "CLP2018",
    pattern: /^\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$/u,
    expected: "a Kubernetes quantity such as 500m, 2 or 4Gi",
  },
  dnsLabel: {
    code: "CLP2019",
    pattern: new RegExp(`^${DNS_LABEL}$`, "u"),
    expected:
      "a name of at most 63 lower-case letters, digits and -, which starts and ends with a letter or digit",
  },
  dnsSubdomain: {
    code: "CLP2019",
    pattern: new RegExp(`^(?=.{1,253}$)${DNS_LABEL}(?:\\.${DNS_LABEL})*$`, "u"),
    expected: "a name of lower-case letters, digits, - and ., which starts and ends with a letter or digit",
  },
  releaseName: {
    code: "CLP2019",
    pattern: /^(?=.{1,53}$)[a-z](?:[a-z0-9-]*[a-z0-9])?$/u,
    expected:
      "a name of at most 53 lower-case letters, digits and -, which starts with a letter and ends with a letter or digit",
  },
  projectName: {
    code: "CLP2023",
    pattern: /^[a-z0-9][a-z0-9_-]*$/u,
    expected: "lower-case letters, digits, _ and -, the first a letter or digit",
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
} as const satisfies Record<string, Rule>;
