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

test("what stands in the place of a wrong name or a wrong list is not told of", () => {
  const hosts = (name: string, components: string) => ({
    site: `host: {cpus: 4}
hosts:
  - {name: ${name}, address: 10.0.0.11, components: [infrastructure, schedulers, rest, workers]}
  - {name: w1, address: 10.0.0.12, components: ${components}}`,
  });
  codes(hosts("Control_1", "[workers]"), "CLP2100", "CLP4102");
  codes(hosts("control", "workers"), "CLP2002");
  codes(hosts("control", "[]"), "CLP4110");
});
