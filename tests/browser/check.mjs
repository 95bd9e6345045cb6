// Opens reports in a browser and says everything that is wrong with them. See README.md.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
const pages = path.join(here, "pages");
const WIDTHS = [1280, 400];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

// A small system; each case changes something in it.
const small = {
  format: 1,
  title: "A small system",
  start: "2026-04-01",
  days: 28,
  warm_up_days: 14,
  replications: 10,
  hospitals: { acute: { beds: 24 } },
  cohorts: {
    adults: {
      arrivals: { poisson: { per_day: 4 } },
      acute_stay: { exponential: { mean_days: 4 } },
      pathways: { p0: "the_rest", p2: 0.2 },
    },
  },
  pathways: { p0: { needs: "nothing" }, p2: { needs: { bed: { services: ["rehab"] } } } },
  services: { rehab: { beds: 12, stay: { fixed: { days: 12 } } } },
};

// Many cohorts, pathways and services, with names as long as a plan's.
function many() {
  const all = structuredClone(small);
  all.title = "Forty of everything, in a system whose name is as long as the plan that it was taken from and a bit longer";
  all.cohorts = {};
  for (let at = 1; at <= 40; at += 1) {
    const name = `group_${at}_of_people_who_need_${"more_".repeat(4)}than_most`;
    all.cohorts[name] = {
      arrivals: { poisson: { per_day: 0.2 } },
      acute_stay: { exponential: { mean_days: 4 } },
      pathways: { p0: "the_rest", [name]: 0.4 },
    };
    all.pathways[name] = { needs: { bed: { services: [name] } } };
    all.services[name] = { beds: 2, stay: { exponential: { mean_days: 12 } } };
  }
  delete all.pathways.p2;
  delete all.services.rehab;
  return all;
}

const CASES = {
  southampton: ["southampton-2021"],
  hampshire: ["hampshire-2021"],
  winter: ["--preset", "winter"],
  two: ["southampton-2021", "southampton-home-first"],
  "what-ifs": ["southampton-2021", "--what-if", "services.d2a_block.beds=30", "--what-if",
    "services.d2a_block.beds=46; spoas.community_discharge_hub.teams.hub.working_hours=08:00-17:00"],
  small: [small],
  zeros: [small, "--set", "cohorts.adults.arrivals.poisson.per_day=0"],
  once: [small, "--replications", "1"],
  "once-two": [small, "--what-if", "services.rehab.beds=8", "--replications", "1"],
  "a-day": [small, "--set", "days=1"],
  "ten-years": [small, "--set", "days=3653", "--set", "replications=3"],
  many: [many()],
};

function browser() {
  const named = process.env.CHROMIUM;
  if (named) return named;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const found = names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file));
  if (!found) throw new Error("no browser found: set CHROMIUM to the path of Chromium or Chrome");
  return found;
}

function program() {
  const file = process.env.WARDFLOW ?? path.join(here, "../../target/release/wardflow");
  if (!existsSync(file)) throw new Error(`there is no ${file}: run cargo build --release, or set WARDFLOW`);
  return path.resolve(file);
}

// Writes the report of a case.
function report(name, words) {
  const page = path.join(pages, `${name}.html`);
  const given = words.map((word) => {
    if (typeof word === "string") return word;
    const file = path.join(pages, `${name}.json`);
    writeFileSync(file, JSON.stringify(word));
    return file;
  });
  execFileSync(program(), ["report", ...given, "--out", page, "--force"], { stdio: ["ignore", "ignore", "pipe"] });
  return page;
}

// Everything that is wrong with a page.
async function look(context, name, page) {
  const wrong = [];
  const address = pathToFileURL(page).href;
  const tab = await context.newPage();
  tab.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  tab.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  tab.on("request", (request) => {
    if (request.url() !== address) wrong.push(`request: ${request.url().slice(0, 100)}`);
  });
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 900 });
    await tab.goto(address);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) wrong.push(`${wide} pixels wide in a window of ${width}`);
    await tab.evaluate(readFileSync(path.join(here, "node_modules/axe-core/axe.min.js"), "utf8"));
    const found = await tab.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS);
    for (const violation of found.violations) {
      const where = violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join("\n      ");
      wrong.push(`axe at ${width}: ${violation.id}: ${violation.help} (${violation.nodes.length} times)\n      ${where}`);
    }
    await tab.screenshot({ path: path.join(pages, `${name}-${width}.png`) });
  }
  await tab.setViewportSize({ width: WIDTHS[0], height: 900 });
  await tab.pdf({ path: path.join(pages, `${name}.pdf`), preferCSSPageSize: true, printBackground: true });
  await tab.close();
  return wrong;
}

mkdirSync(pages, { recursive: true });
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in CASES));
if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(", ")}; there are ${Object.keys(CASES).join(", ")}`);
const running = await chromium.launch({
  executablePath: browser(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
let failed = 0;
try {
  const context = await running.newContext();
  for (const [name, words] of Object.entries(CASES)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const wrong = await look(context, name, report(name, words));
    console.log(`${name}: ${wrong.length === 0 ? "fine" : `${wrong.length} wrong`}`);
    for (const what of wrong) console.log(`  ${what}`);
    failed += wrong.length;
  }
} finally {
  await running.close();
}
process.exitCode = failed === 0 ? 0 : 1;
