import { expect, test } from "vitest";
import { csvHead, csvLine } from "./audit-csv.ts";
import type { AuditEntry } from "./audit-entry.ts";

const entry: AuditEntry = {
  sequence: 7,
  at: new Date("2026-11-20T10:00:00Z"),
  actor: { kind: "user", id: "u-1", name: "Ann, of Sales", email: "ann@shop.example", token: null },
  action: "flag.changed",
  environment: null,
  subject: { kind: "flag", key: "dark-mode" },
  summary: 'Renamed "dark" to "night"',
  changes: ["name: Dark → Night", "second"],
  comment: '=HYPERLINK("http://evil.example")',
  address: "192.0.2.7",
  userAgent: null,
  requestId: null,
  traceId: null,
  hash: "abc",
};

test("quotes what has commas, quotation marks and lines, and leaves no formula for a spreadsheet", () => {
  expect(csvLine(entry)).toBe(
    '7,2026-11-20T10:00:00.000Z,user,u-1,"Ann, of Sales",ann@shop.example,,flag.changed,,flag,dark-mode,' +
      '"Renamed ""dark"" to ""night""","name: Dark → Night\nsecond","\'=HYPERLINK(""http://evil.example"")",192.0.2.7,,,,abc\r\n',
  );
  expect(csvHead.split(",")).toHaveLength(19);
});
