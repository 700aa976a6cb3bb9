/** docs/defects.md and the README's table: the catalogue of CLP's defects. Pure, so that a test can hold both against it. */
import { DEFECT_IDS, DEFECTS, type DefectId, releasesOf } from "../src/clp/defects/defects.ts";

/** What the table of the README stands between. */
export const DEFECTS_START = "<!-- defects:start: made by `npm run generate` from src/clp/defects -->";
export const DEFECTS_END = "<!-- defects:end -->";

/** In a table a bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** `D12b` → `docs/defects.md#d12b`. */
export function defectAnchor(id: DefectId): string {
  return id.toLowerCase();
}

/** Numbers in a text become links to the page. */
export function linkDefects(text: string, page: string): string {
  return text.replace(/\b[DEHP]\d+[a-z]?\b/g, (word) => {
    const id = DEFECT_IDS.find((one) => one === word);
    return id === undefined ? word : `[${id}](${page}#${defectAnchor(id)})`;
  });
}

function entry(id: DefectId): string {
  const defect = DEFECTS[id];
  return [
    `### <a id="${defectAnchor(id)}"></a>${id}: ${defect.title}`,
    defect.happens,
    `*Here ${defect.treatment}*: ${defect.here}. *In CLP*: ${releasesOf(defect)}. *Source*: ${defect.source}.`,
  ].join("\n\n");
}

/** The whole page. */
export function defectsPage(): string {
  return `${[
    "<!-- Made from src/clp/defects by `npm run generate`: do not edit. -->",
    "# Defects of CLP",
    "What CLP and its Helm chart get wrong on the way from a configuration to something that runs, and what this compiler does about it. Messages, sources and tests refer to these numbers; `clp-compile explain D45` prints an entry. *Corrected*: what was meant is compiled. *Refused*: an error, as nothing says what was meant. *Warned of*: legal, and probably not meant. *Avoided*: the part of CLP that has it is not used. *Documented*: it is in CLP's own programs.",
    "Releases are those that were looked at: v0.9.0 to v0.13.0.",
    "## Compose, configuration and secrets",
    ...DEFECT_IDS.filter((id) => id.startsWith("D")).map(entry),
    "## The Helm chart",
    ...DEFECT_IDS.filter((id) => id.startsWith("H")).map(entry),
    "## Of later releases, and of their charts",
    ...DEFECT_IDS.filter((id) => id.startsWith("E"))
      .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
      .map(entry),
    "## Presto",
    ...DEFECT_IDS.filter((id) => id.startsWith("P")).map(entry),
  ].join("\n\n")}\n`;
}

/** The README's table: what an operator of Compose meets. The chart's defects are one line. */
export function defectsTable(): string {
  const rows = DEFECT_IDS.filter((id) => id.startsWith("D")).map((id) => {
    const { title, treatment, here } = DEFECTS[id];
    return `| [${id}](docs/defects.md#${defectAnchor(id)}) | ${cell(title)} | ${treatment}: ${cell(here)} |`;
  });
  const ofChart = DEFECT_IDS.filter((id) => id.startsWith("H"));
  const later = DEFECT_IDS.filter((id) => id.startsWith("E"));
  const ofPresto = DEFECT_IDS.filter((id) => id.startsWith("P"));
  return [
    "| | Defect of CLP | Here |",
    "|---|---|---|",
    ...rows,
    `| [${ofChart[0]}–${ofChart.at(-1)}](docs/defects.md#the-helm-chart) | Defects of the Helm chart: pods that cannot restart, one reducer only, passwords in plain values … | corrected in the Kubernetes manifests; [docs/kubernetes.md](docs/kubernetes.md) has the table |`,
    `| [${later[0]}–${later.at(-1)}](docs/defects.md#of-later-releases-and-of-their-charts) | Defects that came after the first of these releases: telemetry that is not switched off, query services that may be null, the later charts … | corrected, refused or told of, each by its number |`,
    `| [${ofPresto[0]}–${ofPresto.at(-1)}](docs/defects.md#presto) | Defects of the set-up of Presto: workers with one identity, downloads at each start, passwords that change on their way … | corrected where the site file deploys Presto; [docs/presto.md](docs/presto.md) tells how |`,
  ].join("\n");
}

/** A document with its table made anew. */
export function withDefectsTable(document: string): string {
  const start = document.indexOf(DEFECTS_START);
  const end = document.indexOf(DEFECTS_END);
  if (start < 0 || end < start) throw new Error("the document has no place for the table of defects");
  return `${document.slice(0, start)}${DEFECTS_START}\n${defectsTable()}\n${document.slice(end)}`;
}
