import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What `cargo xtask demo --json` says of the demo it started. */
type Ready = {
  dashboard: string;
  phone: string;
  simulator: string;
  email: string;
  password: string;
};

/** A cold build of everything may come first. */
const READY_MS = 20 * 60_000;

/** Uses the demo that the environment names, or starts one of its own and ends it afterwards. */
export default async function start() {
  if (process.env.E2E_DASHBOARD) return;
  const data = await mkdtemp(join(tmpdir(), "palette-e2e-"));
  // The demo's own log is long: it stands beside its data, and is named when something fails.
  const log = await open(`${data}.log`, "w");
  const demo = spawn("cargo", ["xtask", "demo", "--json", "--no-open", "--still", "--port", "0"], {
    cwd: join(import.meta.dirname, "../.."),
    env: { ...process.env, PALETTE_DEMO_DIR: data },
    stdio: ["ignore", "pipe", log.fd],
  });
  const ready = await firstLine(demo, `${data}.log`);
  Object.assign(process.env, {
    E2E_DASHBOARD: ready.dashboard,
    E2E_PHONE: ready.phone,
    E2E_SIMULATOR: ready.simulator,
    E2E_EMAIL: ready.email,
    E2E_PASSWORD: ready.password,
  });
  return async () => {
    const ended = new Promise((done) => demo.once("exit", done));
    demo.kill("SIGTERM");
    await ended;
    await log.close();
    for (const path of [data, `${data}.log`]) await rm(path, { recursive: true, force: true });
  };
}

function firstLine(demo: ChildProcess, log: string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      demo.kill("SIGTERM");
      reject(new Error(`the demo was not ready in 20 minutes, see ${log}`));
    }, READY_MS);
    const settle = (act: () => void) => {
      clearTimeout(late);
      act();
    };
    demo.once("error", (error) => settle(() => reject(error)));
    demo.once("exit", (code) =>
      settle(() =>
        reject(new Error(`the demo ended with ${code} before it was ready, see ${log}`)),
      ),
    );
    if (!demo.stdout) return settle(() => reject(new Error("the demo has no output")));
    createInterface({ input: demo.stdout }).once("line", (line) =>
      settle(() => resolve(JSON.parse(line) as Ready)),
    );
  });
}
