// Owns the WebAssembly instance. One request at a time, one switch over requests; nothing else imports the library.
import * as loadline from "loadline";
import type { Calls, Failure, Kind, Reply, Request } from "./protocol";

let scenario: loadline.Scenario | undefined;

function open({ name, bytes }: Calls["open"]["ask"]): Calls["open"]["answer"] {
  const next = loadline.Scenario.load(bytes, name);
  const summary = next.summary();
  const volumes = next.volumes();
  const days = volumes.map((volume) => next.demand(volume.index));
  scenario?.free();
  scenario = next;
  return { summary, volumes, days };
}

function opened(): loadline.Scenario {
  if (scenario === undefined) throw new Error("no scenario is open");
  return scenario;
}

async function answer(request: Request): Promise<Calls[Kind]["answer"]> {
  switch (request.kind) {
    case "start":
      await loadline.init();
      return { version: loadline.version(), pairs: loadline.pairs() };
    case "open":
      return open(request.ask);
    case "agree":
      return opened().agree(request.ask.pair);
    case "sample":
      return loadline.sampleParity(request.ask.pair, request.ask.seed, request.ask.count);
    case "measure":
      return opened().measure(request.ask.pair, request.ask.plan);
    case "hold":
      return opened().hold(request.ask);
    case "schema":
      return loadline.scenarioSchema();
    case "trap":
      loadline.plantTrap();
      throw new Error("the planted trap did not spring");
  }
}

function toFailure(error: unknown): Failure {
  const { code, message, at, problems, problemCount } = error as Partial<Failure>;
  return { code: code ?? "page/unexpected", message: message ?? String(error), at, problems, problemCount };
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  let reply: Reply;
  try {
    reply = { id: data.id, outcome: { ok: true, value: await answer(data) } };
  } catch (error) {
    reply = { id: data.id, outcome: { ok: false, error: toFailure(error) } };
  }
  self.postMessage(reply);
};
