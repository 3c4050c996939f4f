import { fillCompany } from "./company.fixture.ts";
import { openSite, tellSite } from "./site.fixture.ts";

/** One server for all journeys, since starting one takes longer than most of them. */
export default async function openForAll(): Promise<() => Promise<void>> {
  const site = await openSite();
  const { sessions, links, close } = await fillCompany(site);
  process.env["GUIDON_SITE"] = tellSite(site);
  process.env["GUIDON_COMPANY"] = JSON.stringify({ sessions, links });
  return async () => {
    await close();
    await site.stop();
  };
}
