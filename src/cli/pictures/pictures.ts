/**
 * Diagrams → pictures, by `@mermaid-js/mermaid-cli` and the system's Chromium. Neither is part of the
 * program: both are looked for when a picture is asked for, and an error says how to get what is missing.
 */
import { accessSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

export const PICTURE_FORMATS = ["svg", "png"] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

export const PICTURE_THEMES = ["light", "dark"] as const;
export type PictureTheme = (typeof PICTURE_THEMES)[number];

export interface PictureWish {
  readonly format: PictureFormat;
  readonly theme: PictureTheme;
}

export interface Picture extends PictureWish {
  readonly data: Uint8Array;
}

/** What of the machine matters. */
export interface PictureHost {
  /** The working directory, where mermaid-cli is looked for after the program's own place. */
  readonly directory: string;
  readonly variable: (name: "PATH" | "PUPPETEER_EXECUTABLE_PATH") => string | undefined;
  /** The user's id; undefined where the system has none. */
  readonly uid: number | undefined;
}

/** Something that is not the compiler's is missing, or did not do its work. `help` is the way out. */
export class PictureError extends Error {
  readonly help: string;

  constructor(message: string, help: string, cause?: unknown) {
    super(message, { cause });
    this.name = "PictureError";
    this.help = help;
  }
}

/** The part of mermaid-cli's and puppeteer's interfaces that is used. */
interface Browser {
  readonly close: () => Promise<void>;
}
interface Puppeteer {
  readonly launch: (options: {
    readonly executablePath: string;
    readonly headless: "shell";
    readonly args: readonly string[];
  }) => Promise<Browser>;
}
interface MermaidCli {
  readonly renderMermaid: (
    browser: Browser,
    definition: string,
    format: PictureFormat,
    options: {
      readonly backgroundColor: string;
      readonly mermaidConfig: object;
      readonly myCSS: string;
      readonly viewport: {
        readonly width: number;
        readonly height: number;
        readonly deviceScaleFactor: number;
      };
    },
  ) => Promise<{ readonly data: Uint8Array }>;
}

const RENDERER = "@mermaid-js/mermaid-cli";
const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"] as const;

/** The pages of code hosts, light and dark. */
const BACKGROUNDS = { light: "#ffffff", dark: "#0d1117" } as const satisfies Record<PictureTheme, string>;

/** Text as text, not as HTML, so that any viewer of SVG shows it; ELK leads edges around nodes. */
const MERMAID_CONFIG = {
  layout: "elk",
  htmlLabels: false,
  // Round shapes are drawn by a library for sketches, whose lines differ by chance.
  handDrawnSeed: 1,
  flowchart: { htmlLabels: false, wrappingWidth: 400, subGraphTitleMargin: { top: 3, bottom: 0 } },
};

/** Without HTML, Mermaid draws the ground of an edge's label half transparent. */
const STYLE = ".edgeLabel rect, .edgeLabel .background { opacity: 1 !important; }";

/** Around edges that are too dark for a dark page: those of the specification's Figure 1 are made for a white one. */
const HALO = ".flowchart-link { filter: drop-shadow(0 0 1px #ffffff) drop-shadow(0 0 1px #ffffff); }";

/** The diagram is as wide as it needs; two device pixels for each of CSS keep text sharp. */
const VIEWPORT = { width: 1600, height: 1000, deviceScaleFactor: 2 };

/**
 * Draws a diagram, once for each wish, in their order.
 *
 * @param diagram Mermaid text
 * @throws {PictureError} where mermaid-cli or a browser is missing, or one of them fails
 */
export async function renderPictures(
  diagram: string,
  wishes: readonly PictureWish[],
  host: PictureHost,
): Promise<readonly Picture[]> {
  const browserPath = findBrowser(host);
  const { renderMermaid, launch } = loadRenderer(host);
  const browser = await start(launch, browserPath, host);
  try {
    const pictures: Picture[] = [];
    for (const { format, theme } of wishes) {
      const { data } = await renderMermaid(browser, diagram, format, {
        backgroundColor: BACKGROUNDS[theme],
        mermaidConfig: MERMAID_CONFIG,
        myCSS: theme === "dark" && hasDarkLines(diagram) ? `${STYLE} ${HALO}` : STYLE,
        viewport: VIEWPORT,
      });
      pictures.push({ format, theme, data: format === "svg" ? withFinalLineBreak(data) : data });
    }
    return pictures;
  } catch (cause) {
    throw new PictureError(
      `Cannot draw the diagram: ${firstLine(cause)}`,
      "Write it as text with --format mmd, and report this with the text",
      cause,
    );
  } finally {
    await browser.close();
  }
}

/** True where an edge's colour has less than 3:1 (WCAG's bound for graphics) to the dark page. */
function hasDarkLines(diagram: string): boolean {
  return [...diagram.matchAll(/^ *linkStyle .*?stroke:(#[0-9a-f]{6})/gim)].some(
    ([, color]) => (luminance(color!) + 0.05) / (luminance(BACKGROUNDS.dark) + 0.05) < 3,
  );
}

/** Relative luminance of `#rrggbb`, as WCAG 2 has it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * The browser that `PUPPETEER_EXECUTABLE_PATH` names, or else the first known one on the PATH.
 *
 * @throws {PictureError} where there is none
 */
export function findBrowser(host: PictureHost): string {
  const named = host.variable("PUPPETEER_EXECUTABLE_PATH");
  if (named !== undefined && named !== "") {
    const path = resolve(host.directory, named);
    if (isExecutable(path)) return path;
    throw new PictureError(
      `PUPPETEER_EXECUTABLE_PATH names "${named}", which is no program that can be run`,
      "Name Chromium or Chrome, or unset the variable to have one looked for on the PATH",
    );
  }
  const folders = (host.variable("PATH") ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const name of BROWSERS) {
    for (const folder of folders) {
      const path = resolve(host.directory, folder, name);
      if (isExecutable(path)) return path;
    }
  }
  throw new PictureError(
    `Cannot find Chromium, which draws pictures (looked on the PATH for ${BROWSERS.join(", ")})`,
    "Install the package chromium (Debian, Fedora, Alpine: chromium; Ubuntu: chromium-browser), or name a browser by PUPPETEER_EXECUTABLE_PATH",
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** mermaid-cli beside the program, or else in the project that the user stands in; and the puppeteer that it uses. */
function loadRenderer({ directory }: PictureHost): MermaidCli & Puppeteer {
  const places = [import.meta.url, pathToFileURL(join(directory, "package.json")).href];
  const renderer = places.map((place) => resolveFrom(place, RENDERER)).find((path) => path !== undefined);
  const driver = renderer === undefined ? undefined : resolveFrom(renderer, "puppeteer");
  if (renderer === undefined || driver === undefined) {
    const lacking = renderer === undefined ? RENDERER : "puppeteer";
    throw new PictureError(
      `Cannot find the npm package ${lacking}, which draws pictures`,
      `Install it where you run this: PUPPETEER_SKIP_DOWNLOAD=1 npm install ${RENDERER}@11 puppeteer`,
    );
  }
  try {
    // By `require`, which Node has for modules of both kinds, and which the bundle has too.
    const require = createRequire(renderer);
    const { renderMermaid } = require(renderer) as MermaidCli;
    const { default: puppeteer } = require(driver) as { readonly default: Puppeteer };
    return { renderMermaid, launch: (options) => puppeteer.launch(options) };
  } catch (cause) {
    throw new PictureError(
      `Cannot load ${RENDERER}: ${firstLine(cause)}`,
      "Install version 11 of it anew, or use a newer Node",
      cause,
    );
  }
}

function resolveFrom(place: string, name: string): string | undefined {
  try {
    return createRequire(place).resolve(name);
  } catch {
    return undefined;
  }
}

async function start(
  launch: Puppeteer["launch"],
  executablePath: string,
  { uid }: PictureHost,
): Promise<Browser> {
  // Chromium refuses to run its sandbox as root; for everybody else the sandbox stays on.
  const sandbox = uid === 0 ? ["--no-sandbox"] : [];
  try {
    // Without the graphics card's process: quicker for a few pictures, which are then the same on any card.
    return await launch({ executablePath, headless: "shell", args: ["--disable-gpu", ...sandbox] });
  } catch (cause) {
    throw new PictureError(
      `Cannot start ${executablePath}: ${firstLine(cause)}`,
      "Try it by hand with --headless, or name another browser by PUPPETEER_EXECUTABLE_PATH",
      cause,
    );
  }
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.trim().split("\n")[0] ?? "";
}

function withFinalLineBreak(svg: Uint8Array): Uint8Array {
  const ended = new Uint8Array(svg.length + 1);
  ended.set(svg);
  ended[svg.length] = 0x0a;
  return ended;
}
