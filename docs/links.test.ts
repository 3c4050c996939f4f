import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const pages = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].filter((page) => existsSync(path.join(root, page))),
  ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((page) => page.endsWith(".md"))
    .map((page) => path.join("docs", page)),
];

interface Link {
  readonly text: string;
  /** Undefined where the link stays on its page. */
  readonly file: string | undefined;
  readonly anchor: string | undefined;
}

function read(page: string): string {
  return readFileSync(path.join(root, page), "utf8");
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^ *```.*?^ *```$/gms, "");
}

/** Every link of a page that does not leave the repository. */
function linksOf(page: string): Link[] {
  return [...withoutCode(read(page)).matchAll(/\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g)]
    .map(([, text = "", target = ""]) => ({ text, target }))
    .filter(({ target }) => !/^(https?|mailto):/.test(target))
    .map(({ text, target }) => {
      const [file = "", anchor] = target.split("#");
      return { text, file: file === "" ? undefined : path.join(path.dirname(page), file), anchor };
    });
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(page: string): string[] {
  return [...withoutCode(read(page)).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test("there are pages to check, and links on them", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/tour.md", "docs/decisions/README.md"]));
  expect(linksOf("README.md").length).toBeGreaterThan(10);
});

test.for(pages)("%s links to what is there", (page) => {
  const broken = linksOf(page).filter(({ file = page, anchor }) => {
    const target = path.join(root, file);
    if (path.relative(root, target).startsWith("..") || !existsSync(target)) return true;
    if (anchor === undefined) return false;
    return statSync(target).isDirectory() || !anchorsOf(file).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test.for(["docs/tour.md", "docs/glossary.md"])(
  "a symbol that %s names stands in the file of its link",
  (page) => {
    const named = linksOf(page).flatMap(({ text, file }) =>
      [...text.matchAll(/`([^`]+)`/g)].map(([, symbol = ""]) => ({ symbol, file })),
    );
    expect(named.length).toBeGreaterThan(25);
    const missing = named.filter(({ symbol, file }) => {
      if (file === undefined || !/\.[a-z]+$/.test(file)) return true;
      return !/^\w+$/.test(symbol) || !new RegExp(String.raw`\b${symbol}\b`).test(read(file));
    });
    expect(missing).toEqual([]);
  },
);
