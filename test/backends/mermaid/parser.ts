/** Mermaid's own parser, in Node alone: text in, what Mermaid understood out. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export interface Flowchart {
  readonly nodes: readonly { readonly id: string; readonly text: string; readonly shape: string }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly text: string;
    readonly stroke: string;
    readonly style: readonly string[];
  }[];
  readonly groups: readonly {
    readonly id: string;
    readonly title: string;
    readonly members: readonly string[];
  }[];
}

interface Vertex {
  readonly id: string;
  readonly text?: string;
  readonly type?: string;
}
interface Edge {
  readonly start: string;
  readonly end: string;
  readonly text: string;
  readonly stroke: string;
  readonly style?: readonly string[];
}
interface Database {
  readonly getVertices: () => ReadonlyMap<string, Vertex>;
  readonly getEdges: () => readonly Edge[];
  readonly getSubGraphs: () => readonly { id: string; title: string; nodes: readonly string[] }[];
}
interface Mermaid {
  readonly initialize: (config: object) => void;
  readonly parse: (text: string) => Promise<unknown>;
  readonly mermaidAPI: {
    readonly getDiagramFromText: (text: string) => Promise<{ readonly db: Database }>;
  };
}

/** Mermaid cleans labels by DOMPurify, which wants a browser; what it would clean is looked at in other tests. */
async function load(): Promise<Mermaid> {
  const resolved = createRequire(import.meta.url).resolve("mermaid");
  const purify = createRequire(resolved).resolve("dompurify").replace("purify.cjs.js", "purify.es.mjs");
  const { default: DOMPurify } = (await import(pathToFileURL(purify).href)) as { default: object };
  Object.assign(DOMPurify, { addHook() {}, sanitize: (text: string) => text });
  const { default: mermaid } = (await import("mermaid")) as unknown as { default: Mermaid };
  mermaid.initialize({ startOnLoad: false });
  return mermaid;
}

// Loading takes longer than a test may, on a busy machine.
const mermaid = await load();

/** Parses a flowchart as `mermaid.parse` does. Throws Mermaid's own error where it does not accept it. */
export async function parseFlowchart(text: string): Promise<Flowchart> {
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const groups = db.getSubGraphs();
  // A group with a style is a vertex too.
  const vertices = [...db.getVertices().values()].filter(
    ({ id }) => !groups.some((group) => group.id === id),
  );
  return {
    nodes: vertices.map(({ id, text: label = "", type = "" }) => ({
      id,
      text: decode(label),
      shape: type,
    })),
    edges: db.getEdges().map(({ start, end, text: label, stroke, style = [] }) => ({
      from: start,
      to: end,
      text: decode(label),
      stroke,
      style,
    })),
    groups: groups.map(({ id, title, nodes }) => ({ id, title: decode(title), members: nodes })),
  };
}

/** As Mermaid's own decoder, and then a browser, reads entities. */
function decode(text: string): string {
  return text.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
