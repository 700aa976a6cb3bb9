import { expect, test } from "vitest";
import { dotenvLine } from "../../src/backends/dotenv.ts";

/** What the real Docker Compose reads of each is held by test/conformance/dotenv.test.ts. */
test.each([
  ["", "K="],
  ["plain-1.2/x:y@z", "K=plain-1.2/x:y@z"],
  ["a$b", "K='a$b'"],
  ["a #b", "K='a #b'"],
  ["it's", "K='it\\'s'"],
  ["ends in \\", 'K="ends in \\\\"'],
  ["a\\'b$", 'K="a\\\\\'b\\$"'],
  ["two\nlines", 'K="two\\nlines"'],
  ["  blanks  ", "K='  blanks  '"],
])("%j is written %s", (value, line) => {
  expect(dotenvLine("K", value)).toBe(line);
});
