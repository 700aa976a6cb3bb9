/** Reads `.env` as the compiler writes it, and what people write who change it (facts: Docker Compose v5.5.0). */

/** The variables by name, in the order of the file. What is no assignment is passed over. */
export function readDotenv(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*[=:](.*)$/.exec(line);
    if (match !== null) variables.set(match[1]!, read(match[2]!.trim()));
  }
  return variables;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function read(text: string): string {
  const single = /^'((?:[^'\\]|\\.)*)'/.exec(text);
  if (single !== null) return single[1]!.replaceAll("\\'", "'");
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  if (double !== null)
    return double[1]!.replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);
  const comment = text.search(/\s#/);
  return comment < 0 ? text : text.slice(0, comment).trimEnd();
}
