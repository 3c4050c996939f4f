/** What judges a draft with the engine: fetched behind the page, which can be read without it. */
export { askWhy } from "./ask-why.ts";
export { draftProblems } from "./draft-problems.ts";
export { findingsOf } from "./findings.ts";
export { describeChanges } from "./targeting-changes.ts";
