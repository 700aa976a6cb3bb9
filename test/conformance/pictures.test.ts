/**
 * The diagrams of all fixtures, and Figure 1, drawn by mermaid-cli in a real Chromium.
 * `CLP_COMPILE_PICTURES=DIR` keeps the pictures, for a look at them.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  PICTURE_FORMATS,
  PICTURE_THEMES,
  type Picture,
  type PictureHost,
  renderPictures,
} from "../../src/cli/pictures/pictures.ts";
import { compile, diagramOfPackage } from "../../src/mod.ts";
import { parseFlowchart } from "../backends/mermaid/parser.ts";
import { okFixtures } from "../fixtures.ts";
import { program } from "./programs/programs.ts";

const HOST: PictureHost = {
  directory: process.cwd(),
  variable: (name) => (name === "PUPPETEER_EXECUTABLE_PATH" ? program("chromium") : process.env[name]),
  uid: process.getuid?.(),
};

const ALL = PICTURE_FORMATS.flatMap((format) => PICTURE_THEMES.map((theme) => ({ format, theme })));
const [FIRST, ...OTHERS] = ALL;

function keep(name: string, { format, theme, data }: Picture): void {
  const folder = process.env["CLP_COMPILE_PICTURES"];
  if (folder === undefined || folder === "") return;
  const path = join(folder, `${name.replace(/,.*/, "")}-${theme}.${format}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
}

interface Box {
  readonly x: number;
  readonly y: number;
}

/** Where the middles of an SVG's edge labels are. */
function labelsOf(svg: string): readonly Box[] {
  return [...svg.matchAll(/<g class="edgeLabel" transform="translate\(([-\d.]+), ([-\d.]+)\)"/g)].map(
    ([, x, y]) => ({
      x: Number(x),
      y: Number(y),
    }),
  );
}

/** The words of an SVG, without markup; lines of a label follow each other. */
function wordsOf(svg: string): string {
  return svg
    .replace(/<style>[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&amp;/g, "&");
}

/** Width and height, from the header chunk. */
function sizeOfPng(data: Uint8Array): readonly [number, number] {
  const view = new DataView(data.buffer, data.byteOffset);
  expect([...data.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  return [view.getUint32(16), view.getUint32(20)];
}

/** A long name is broken over lines: its letters are there, in order. */
function lettersOf(text: string): string {
  return text.replace(/\s/g, "");
}

/** Fixtures whose diagrams are equal are drawn once. */
const names = new Map<string, string>([[diagramOfPackage(), "figure-1"]]);
for (const { name, sources } of okFixtures()) {
  const { files } = compile(sources, { secrets: false, emit: ["diagram"] });
  const text = files.find(({ path }) => path === "diagram/deployment.mmd")?.text ?? "";
  const known = names.get(text);
  names.set(text, known === undefined ? name : `${known}, ${name}`);
}
const diagrams = [...names].map(([diagram, name]) => [name, diagram] as const);

/** Every diagram as an SVG; Figure 1 in every way, and each other one in one way more, by turns. */
const drawn = diagrams.map(([name, diagram], index) => ({
  name,
  diagram,
  wishes: name === "figure-1" ? ALL : [FIRST!, OTHERS[index % OTHERS.length]!],
}));

describe.each(drawn)("$name", ({ name, diagram, wishes }) => {
  test("is drawn", async () => {
    const { nodes, edges, groups } = await parseFlowchart(diagram);
    const pictures = await renderPictures(diagram, wishes, HOST);
    for (const picture of pictures) {
      keep(name, picture);
      if (picture.format === "png") {
        const [width, height] = sizeOfPng(picture.data);
        // Of few boxes in a row, a picture is low.
        expect(Math.max(width, height)).toBeGreaterThan(500);
        expect(Math.min(width, height)).toBeGreaterThan(300);
        continue;
      }
      const svg = new TextDecoder().decode(picture.data);
      // HTML within an SVG is what many viewers cannot show.
      expect(svg).not.toContain("<foreignObject");
      for (const { text } of nodes)
        for (const line of text.split("<br/>")) expect(lettersOf(wordsOf(svg))).toContain(lettersOf(line));
      for (const { title } of groups)
        for (const line of title.split("<br/>")) expect(wordsOf(svg)).toContain(line);
      const labels = labelsOf(svg);
      expect(labels).toHaveLength(edges.length);
      // A label is some 20 pixels high and up to 170 wide.
      const overlapping = labels.filter((one, index) =>
        labels
          .slice(index + 1)
          .some((other) => Math.abs(one.x - other.x) < 170 && Math.abs(one.y - other.y) < 20),
      );
      expect(overlapping).toEqual([]);
    }
  });
});

test("the same diagram gives the same bytes on one machine", async () => {
  const [, diagram] = diagrams.find(([name]) => name.includes("09-external-all"))!;
  const [one, two] = await renderPictures(
    diagram,
    [
      { format: "svg", theme: "light" },
      { format: "svg", theme: "light" },
    ],
    HOST,
  );
  expect(Buffer.from(one!.data).equals(Buffer.from(two!.data))).toBe(true);
});

test("what Mermaid cannot read is an error with a way out", async () => {
  await expect(renderPictures("graph LR\n  a -->", [ALL[0]!], HOST)).rejects.toThrow(
    /Cannot draw the diagram: .*Parse error/,
  );
});
