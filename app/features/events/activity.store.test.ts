import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { readActivity } from "./read-activity.server.ts";
import { readOutcomes } from "./read-outcomes.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`activity${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  let project: string;

  beforeAll(async () => {
    project = await storefront(application);
    for (const key of ["mail", "gifts"]) await createFlag(application.system, { project, key });
  });

  /** As often as given in this environment, now. */
  async function evaluate(environment: string, flag: string, times: number): Promise<void> {
    const environments = await listEnvironments(application.system, { project });
    const { id } = environments.find(({ key }) => key === environment)!;
    const evaluation = {
      ...{ value: true, variant: "on", reason: "DISABLED", flagRevision: 1 },
    } as unknown as Parameters<typeof application.counts.add>[2];
    // What is counted belongs to the time since the last flush.
    await application.counts.flush();
    for (let time = 0; time < times; time += 1) application.counts.add(id, flag, evaluation);
    await application.counts.flush();
  }

  test("counts by the hour over all environments, and only the last day", async () => {
    await evaluate("production", "mail", 5);
    application.advance(23 * 60 * 60 * 1000);
    await evaluate("production", "mail", 2);
    await evaluate("staging", "mail", 1);
    const [mail, gifts] = await readActivity(application.as("viewer"), { project, flags: ["mail", "gifts"] });
    expect(mail).toMatchObject({ flag: "mail", total: 8 });
    expect([mail?.hours.at(0), mail?.hours.at(-1), mail?.hours.length]).toEqual([5, 3, 24]);
    expect(gifts).toEqual({ flag: "gifts", total: 0, hours: Array.from({ length: 24 }, () => 0) });
    application.advance(60 * 60 * 1000);
    const [later] = await readActivity(application.as("viewer"), { project, flags: ["mail"] });
    expect(later?.total).toBe(3);
  });

  test("tells by variant, rule and reason what was served in one environment within a day", async () => {
    await evaluate("production", "gifts", 3);
    await evaluate("staging", "gifts", 9);
    const asked = { project, environment: "production", flag: "gifts" };
    const { since, outcomes } = await readOutcomes(application.as("viewer"), asked);
    expect(outcomes).toEqual([{ variant: "on", ruleId: null, reason: "DISABLED", count: 3 }]);
    application.advance(25 * 60 * 60 * 1000);
    const later = await readOutcomes(application.as("viewer"), asked);
    expect(later.outcomes).toEqual([]);
    expect(later.since.getTime()).toBeGreaterThan(since.getTime());
    const stranger = { ...application.system, actor: { kind: "anonymous" as const } };
    await expect(readOutcomes(stranger, asked)).rejects.toMatchObject({ code: "sign_in_required" });
  });

  test("counts nothing for who may not see the project", async () => {
    const stranger = { ...application.system, actor: { kind: "anonymous" as const } };
    await expect(readActivity(stranger, { project, flags: ["mail"] })).rejects.toMatchObject({
      code: "sign_in_required",
    });
  });
});
