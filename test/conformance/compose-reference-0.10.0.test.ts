import { compareWithReference } from "./compose-reference.ts";

compareWithReference("0.10.0");
