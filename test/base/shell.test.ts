import { expect, test } from "vitest";
import { forRsync } from "../../src/base/shell.ts";

test("a path is itself for the shell of another host, too", () => {
  expect(forRsync(["/home/clp", "10.0.0.1:/srv/a-b_c.d/"])).toEqual([]);
  for (const path of ["/a b", "/a$(id)", "/a;b", "/a*", "~/a", "/a'b"])
    expect(forRsync(["/home/clp", path])).toEqual(["--protect-args"]);
});
