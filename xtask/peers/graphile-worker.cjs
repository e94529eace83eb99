// Jobs that do nothing through graphile-worker, from the queue to done: node graphile-worker.cjs URL JOBS WAY
//
// WAY is `default` (what it does out of the box, with the concurrency of its own performance test) or `batched`
// (the settings its documentation recommends for speed: a local queue, outcomes written in batches).
"use strict";

const { run, runMigrations, Logger } = require("graphile-worker");
const { Pool } = require("pg");

const CONCURRENCY = 24;
const BATCHED = {
  localQueue: { size: 500, ttl: 60_000 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
};

async function main() {
  const [url, count, way] = process.argv.slice(2);
  const jobs = Number(count);
  const connectionString = url;
  const logger = new Logger(() => () => {});
  await runMigrations({ connectionString, logger });
  const pool = new Pool({ connectionString, max: CONCURRENCY + 1 });
  // A lost connection fails the query that is on it; the library wants these all the same.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  await pool.query(
    "SELECT count(graphile_worker.add_job('nothing', json_build_object('id', i))) FROM generate_series(1, $1::int) i",
    [jobs],
  );
  await pool.query("VACUUM (ANALYZE) graphile_worker._private_jobs");

  let done = 0;
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  const preset = {
    worker: {
      concurrentJobs: CONCURRENCY,
      maxPoolSize: CONCURRENCY + 1,
      pollInterval: 500,
      ...(way === "batched" ? BATCHED : {}),
    },
  };
  const started = process.hrtime.bigint();
  const runner = await run({
    preset,
    pgPool: pool,
    logger,
    noHandleSignals: true,
    crontab: "",
    taskList: {
      nothing: () => {
        done += 1;
        if (done === jobs) finish();
      },
    },
  });
  await finished;
  // Done is what the database says: a job is deleted there when its outcome is recorded.
  for (;;) {
    const left = await pool.query("SELECT 1 FROM graphile_worker._private_jobs LIMIT 1");
    if (left.rowCount === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  await runner.stop();
  await pool.end();
  console.log(JSON.stringify({ messages: jobs, seconds }));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
