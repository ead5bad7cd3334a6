import { readFileSync } from "node:fs";

/** Messages of all kinds, by what they show; the same ones that the server's tests write as HTML. */
export const corpus: ReadonlyMap<string, string> = new Map(
  readFileSync(new URL("../../crates/markup/corpus.md", import.meta.url), "utf8")
    .split("=== ")
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return [part.slice(0, end), part.slice(end + 1).replace(/\n+$/, "")] as const;
    }),
);

/** The message of this kind. */
export function message(kind: string): string {
  const text = corpus.get(kind);
  if (text === undefined) throw new Error(`There is no message of the kind "${kind}".`);
  return text;
}
