import { describe, expect, test } from "vitest";
import { createKeyReader, formatOf, type KeyFormat } from "./key-file.ts";

/** In pieces of `size` characters, as a network would cut it. */
function read(format: KeyFormat, text: string, { by = "targetingKey", size = 7 } = {}) {
  const reader = createKeyReader(format, by);
  for (let at = 0; at < text.length && reader.goesOn(); at += size) reader.push(text.slice(at, at + size));
  const { keys, ...rest } = reader.end();
  return { keys: [...keys], ...rest };
}

describe("a file of keys", () => {
  test("in one column needs no header, and blank lines and carriage returns do no harm", () => {
    expect(read("csv", "\uFEFFuser-1\r\nuser-2\r\n\r\nuser-1\r\nuser-3")).toEqual({
      ...{ keys: ["user-1", "user-2", "user-3"], lines: 4, duplicates: 1, problems: [], problemCount: 0 },
    });
  });

  test.each([
    ["key", "name,key\nRosa,user-1\n"],
    ["account.id", "account.id,name\nuser-1,Rosa\n"],
  ])("takes the column that its header calls %s", (_, text) => {
    expect(read("csv", text, { by: "account.id" }).keys).toEqual(["user-1"]);
  });

  test("may quote its cells, commas and quotes in them included", () => {
    expect(read("csv", '"user,1"\n"say ""hi"""\n').keys).toEqual(["user,1", 'say "hi"']);
  });

  test("of several columns and no header is refused at once, since any column might be meant", () => {
    const { problems, problemCount } = read("csv", "user-1,Rosa\nuser-2,Ravi\n");
    expect(problemCount).toBe(1);
    expect(problems).toEqual([
      { line: 1, message: expect.stringContaining("no header says which is the key") },
    ]);
  });

  test("in lines of JSON holds strings, whole numbers and objects with either", () => {
    expect(
      read("ndjson", '"user-1"\n{"key":"user-2","plan":"pro"}\n{"account.id":7}\n8\n', { by: "account.id" })
        .keys,
    ).toEqual(["user-1", "user-2", "7", "8"]);
  });

  test("is told every wrong line by its number", () => {
    const { problems, keys } = read("ndjson", '"user-1"\n{oops\n{"name":"Rosa"}\n1.5\n" user-2"\n"user-3"\n');
    expect(problems).toEqual([
      { line: 2, message: "This is no JSON." },
      { line: 3, message: 'There is no string or whole number called "key" or "targetingKey".' },
      { line: 4, message: "A line is a string, a whole number or an object." },
      { line: 5, message: "A key neither begins nor ends with white space." },
    ]);
    expect(keys).toEqual(["user-1", "user-3"]);
  });

  test.each([
    ['"user-1\n', "The quotes of a cell are not closed on this line."],
    ['user"1\n', "A quote stands inside a cell that is not quoted."],
    ["key,name\nuser-1\n", "This line has 1 cells, and the first has 2."],
    [`${"x".repeat(501)}\n`, "A key has at most 500 characters."],
    ["user\u00001\n", "A key holds no control characters."],
    ["key,name\n,Rosa\n", "A key is not empty."],
  ])("refuses %j", (text, message) => {
    expect(read("csv", text).problems).toMatchObject([{ message }]);
  });

  test("lists a hundred wrong lines and counts the others", () => {
    const { problems, problemCount } = read("ndjson", "oops\n".repeat(250), { size: 10_000 });
    expect(problems).toHaveLength(100);
    expect(problemCount).toBe(250);
  });

  test("without line breaks is not read into memory to its end", () => {
    const { problems } = read("csv", "x".repeat(1_000_000), { size: 65_536 });
    expect(problems).toEqual([{ line: 1, message: "This line has more than 100,000 characters." }]);
  });

  test("is known by its media type", () => {
    expect(formatOf("text/csv; charset=utf-8")).toBe("csv");
    expect(formatOf("application/X-NDJSON")).toBe("ndjson");
    expect(formatOf("application/json")).toBeUndefined();
  });
});
