import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { parse, parseAllDocuments } from "yaml";
import { DEFAULT_LIMITS } from "../../src/server/answering/server-limits.ts";
import { METRICS } from "../../src/server/metrics/metric-names.ts";
import { runProgram } from "../support/fake-process.ts";
import { askPython, describeWithProgram, describeWithPython } from "../support/python.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const FOLDER = fileURLToPath(new URL("../../docs/examples/serve/", import.meta.url));
const RULES_TEST = fileURLToPath(new URL("serve-rules.test.yaml", import.meta.url));
const rules = join(FOLDER, "prometheus-rules.yaml");

const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");

function expectSuccess({ status, stdout, stderr }: SpawnSyncReturns<string>): void {
  expect({
    status,
    stdout: status === 0 ? "" : stdout,
    stderr: status === 0 ? "" : stderr,
  }).toEqual({ status: 0, stdout: "", stderr: "" });
}

describe("examples of several replicas", () => {
  it("name metrics that the server has", () => {
    const known = new Set(METRICS.map(([name]) => name as string));
    const named = ["prometheus-rules.yaml", "prometheus-adapter.yaml"].flatMap(
      (name) => read(name).match(/\b(vllm:|nanoflow_(?!requests_waiting))[a-z0-9_]+/g) ?? [],
    );
    expect(named.length).toBeGreaterThan(6);
    for (const name of named) expect(known).toContain(name.replace(/_(bucket|count|sum)$/, ""));
  });

  it("start the server with options that it has, and leave it time to end", async () => {
    const [deployment] = parseAllDocuments(read("kubernetes.yaml")).map((each) => each.toJS());
    const { containers, terminationGracePeriodSeconds } = deployment.spec.template.spec;
    const [{ args, lifecycle, livenessProbe }] = containers;
    const { stdout } = await runProgram(["serve", "--help"]);
    const options = (args as string[]).filter((each) => each.startsWith("--"));
    for (const option of options) expect(stdout).toContain(option.replace(/=.*/, ""));
    const drain = Number(options.find((each) => each.startsWith("--drain"))?.split("=")[1]);
    const pause = lifecycle.preStop.sleep.seconds;
    expect(terminationGracePeriodSeconds).toBeGreaterThan(drain + pause);
    // A server that ends answers 503: it must not be killed for that.
    expect(livenessProbe.periodSeconds * livenessProbe.failureThreshold).toBeGreaterThan(drain);
  });

  it("let bodies through that the server takes", () => {
    const [, mib] = /client_max_body_size (\d+)m;/.exec(read("nginx.conf")) ?? [];
    expect(Number(mib) * 2 ** 20).toBe(DEFAULT_LIMITS.bodyBytes);
  });

  it("scale on the metric that the adapter makes", () => {
    const scaler = parseAllDocuments(read("kubernetes.yaml"))
      .map((each) => each.toJS())
      .find(({ kind }) => kind === "HorizontalPodAutoscaler");
    const adapter = parse(read("prometheus-adapter.yaml"));
    expect(adapter.rules.custom[0].name.as).toBe(scaler.spec.metrics[0].pods.metric.name);
  });
});

const VALIDATE = `
import json, sys, yaml, kubernetes_validate
faults = []
for document in yaml.safe_load_all(json.load(sys.stdin)):
    try:
        kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)
    except Exception as error:
        faults.append(str(error))
print(json.dumps(faults))`;

describeWithPython("objects for Kubernetes", ["yaml", "kubernetes_validate"], () => {
  it("follow its schemas, strictly", () => {
    expect(askPython(VALIDATE, read("kubernetes.yaml"))).toEqual([]);
    const wrong = read("kubernetes.yaml").replace("httpGet:", "httpGett:");
    expect(askPython(VALIDATE, wrong)).toHaveLength(1);
  });
});

describeWithProgram("alerts for Prometheus", "promtool", () => {
  it("are rules, and fire when they should", () => {
    expectSuccess(spawnSync("promtool", ["check", "rules", rules], { encoding: "utf8" }));
    const test = join(temporaryFolder(), "test.yaml");
    writeFileSync(test, readFileSync(RULES_TEST, "utf8").replace("RULES", rules));
    expectSuccess(spawnSync("promtool", ["test", "rules", test], { encoding: "utf8" }));
  });
});

describeWithProgram("the router", "nginx", () => {
  it("passes tokens on at once, tries another replica where one is full, and tells of clients that left", async () => {
    const left: string[] = [];
    const full = createServer((_, response) => response.writeHead(429).end());
    const free = createServer((asked, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: one\n\n");
      response.once("close", () => left.push(asked.url ?? ""));
    });
    const ports: number[] = [];
    for (const server of [full, free]) {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      ports.push((server.address() as AddressInfo).port);
    }
    const folder = temporaryFolder();
    mkdirSync(join(folder, "logs"));
    const own = createServer().listen(0, "127.0.0.1");
    await once(own, "listening");
    const { port } = own.address() as AddressInfo;
    own.close();
    const [first, second] = ports;
    const config = read("nginx.conf")
      .replace("10.0.0.11:8000", `127.0.0.1:${first}`)
      .replace("10.0.0.12:8000", `127.0.0.1:${second}`)
      .replace("listen 8080", `listen 127.0.0.1:${port}`)
      .replace("http {", `http {\n  access_log off;\n${temporaryPaths(folder)}`);
    const path = join(folder, "nginx.conf");
    writeFileSync(path, `pid ${folder}/pid;\nerror_log ${folder}/errors;\n${config}`);
    const nginx = (...more: string[]) =>
      spawnSync("nginx", ["-p", folder, "-e", `${folder}/errors`, "-c", path, ...more], {
        encoding: "utf8",
      });
    expectSuccess(nginx("-t", "-q"));
    expectSuccess(nginx());
    try {
      for (let count = 0; count < 2; count++) {
        const asked = request({ port, host: "127.0.0.1", method: "POST", path: `/v1/${count}` });
        asked.end("{}");
        const [answer] = await once(asked, "response");
        expect(answer.statusCode).toBe(200);
        const [chunk] = await once(answer, "data");
        expect(String(chunk)).toBe("data: one\n\n");
        answer.on("error", () => {});
        asked.destroy();
      }
      for (let wait = 0; left.length < 2 && wait < 40; wait++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(left.sort()).toEqual(["/v1/0", "/v1/1"]);
    } finally {
      nginx("-s", "stop");
      for (const server of [full, free]) {
        server.closeAllConnections();
        server.close();
      }
    }
  });
});

/** nginx's own folders for bodies belong to root. */
function temporaryPaths(folder: string): string {
  return ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `  ${kind}_temp_path ${folder}/${kind};\n`)
    .join("");
}
