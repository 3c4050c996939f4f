/** One runnable scenario: an outline gives one for each row of its examples. */
export interface Scenario {
  name: string;
  tags: string[];
  /** The steps without their keywords, background first, placeholders filled in. */
  steps: string[];
}

/** Reads as much of Gherkin as the OpenFeature specification uses; a step's data table is appended to its line. */
export function readScenarios(source: string): Scenario[] {
  const scenarios: Scenario[] = [];
  const background: string[] = [];
  let steps = background;
  let title = "";
  let tags: string[] = [];
  let tagsAhead: string[] = [];
  let header: string[] | undefined;
  let examples = false;
  const single = () => {
    if (title !== "" && !examples) scenarios.push({ name: title, tags, steps: [...background, ...steps] });
  };
  for (const line of source.split("\n").map((raw) => raw.trim())) {
    const [, scenario] = /^Scenario(?: Outline)?: (.*)/.exec(line) ?? [];
    const [, step] = /^(?:Given|When|Then|And) (.*)/.exec(line) ?? [];
    if (line.startsWith("@")) tagsAhead.push(...line.split(/\s+/));
    else if (scenario !== undefined) {
      single();
      [title, steps, examples, tags, tagsAhead] = [scenario, [], false, tagsAhead, []];
    } else if (line.startsWith("Examples:")) [examples, header, tagsAhead] = [true, undefined, []];
    else if (step !== undefined) steps.push(step);
    else if (line.startsWith("|") && examples) {
      const cells = line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim());
      if (header === undefined) header = cells;
      else scenarios.push(fill({ name: title, tags, steps: [...background, ...steps] }, header, cells));
    } else if (line.startsWith("|")) steps.push(`${steps.pop()}\n${line}`);
  }
  single();
  return scenarios;
}

function fill({ name, tags, steps }: Scenario, header: string[], cells: string[]): Scenario {
  const value = (_: string, key: string) => cells[header.indexOf(key)] ?? "";
  const label = cells.filter((cell) => cell.length < 30).join(", ");
  return { name: `${name} (${label})`, tags, steps: steps.map((step) => step.replace(/<(\w+)>/g, value)) };
}
