import { test } from "vitest";
import { codes } from "./check.ts";

function oneHost(more: string): { readonly site: string } {
  return { site: `host: {cpus: 4}\nhosts: [{name: a, address: 10.0.0.1${more}}]` };
}

test("what runs nowhere is said where every word is known, and not where one may have meant it", () => {
  codes(oneHost(", components: [infrastructure, rest, workers]"), "CLP3100");
  codes(oneHost(", components: [infrastructure, rest, workers, shedulers]"), "CLP2005");
  codes(oneHost(", components: workers"), "CLP2002");
  codes(oneHost(""), "CLP2003");
});
