// Have we done this already: a result cache before the executions that are known, and what it would have spared.
import { h, type Tree } from "../../dom";
import { count, counted, percent } from "../../format/number";
import { CACHE_CAPACITY } from "../../store/reuse";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { numberField } from "./controls";
import { plainTable } from "./figure";
import { ms } from "./plan";
import { courseFigure } from "./profile";
import type { CacheReplay } from "loadline";

const MOST = 1e9;

export function cacheFigure(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { cache: asked } = snapshot.reuse;
  const cache = asked.answer;
  if (cache === undefined || cache.executions === 0) return undefined;
  const { executions, recentHitRatio, bestHitRatio } = cache;
  return courseFigure(snapshot, dispatch, {
    name: "cache",
    title: "How often the answer was there",
    unit: "share of hits among the last 200 executions; the line is the most that all can reach",
    chart: {
      lines: [{ label: "hits", values: recentHitRatio, style: "plain" }],
      level: { value: bestHitRatio, label: `at best ${percent(bestHitRatio)}` },
      domain: [0, 1.02],
      tick: percent,
    },
    owner: cache,
    key: "",
    executions,
    says: (i) => executionText(cache, i),
    table: () =>
      plainTable(
        "Result cache",
        ["Execution", "answer there", "recent hits", "held", "made room", "too old"],
        executions,
        (i) => [
          count(i + 1),
          cache.hit[i] === 1 ? "yes" : "no",
          percent(recentHitRatio[i] ?? 0),
          count(cache.size[i] ?? 0),
          count(cache.evicted[i] ?? 0),
          count(cache.expired[i] ?? 0),
        ],
        "last",
      ),
    caption: cacheSentence(cache),
    stale: asked.askedAt !== undefined,
  });
}

function executionText({ hit, recentHitRatio, size, evicted, expired }: CacheReplay, i: number): string {
  const moved = [
    (evicted[i] ?? 0) > 0 ? `${counted(evicted[i] ?? 0, "answer")} made room` : undefined,
    (expired[i] ?? 0) > 0 ? `${counted(expired[i] ?? 0, "answer")} too old` : undefined,
  ].filter((part) => part !== undefined);
  return `Execution ${count(i + 1)}: the answer was ${hit[i] === 1 ? "there" : "not there"}; recent hits ${percent(recentHitRatio[i] ?? 0)}, ${counted(size[i] ?? 0, "answer")} held${moved.length === 0 ? "" : `, ${moved.join(", ")}`}.`;
}

/** 49 of 60 executions are answered from the cache, 81.7 %; with room for all and for ever 81.7 % could be. */
export function cacheSentence(cache: CacheReplay): string {
  const { hits, executions, hitRatio, bestHitRatio, calls, sparedMs, allMs } = cache;
  return `${count(hits)} of ${counted(executions, "execution")} ${hits === 1 ? "is" : "are"} answered from the cache, ${percent(hitRatio)}; with room for all and for ever ${percent(bestHitRatio)} could be, as they are ${counted(calls, "different call")}. That spares ${ms(sparedMs)} of ${ms(allMs)}.`;
}

export function cacheControls(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { cache: asked } = snapshot.reuse;
  const { cache } = snapshot.address;
  const answer = asked.answer;
  const figures: readonly (readonly [string, string])[] =
    answer === undefined
      ? []
      : [
          ["hits", count(answer.hits)],
          ["misses", count(answer.executions - answer.hits)],
          ["different calls", count(answer.calls)],
          ["made room", count(answer.evictions)],
          ["too old", count(answer.expirations)],
          ["time spared", ms(answer.sparedMs)],
        ];
  return h(
    "section",
    { class: "cache-controls", "aria-labelledby": "cache-controls" },
    h("h3", { id: "cache-controls" }, "A cache with"),
    numberField({
      id: "cache-capacity",
      label: "Room for answers",
      whole: true,
      least: 1,
      most: MOST,
      value: cache?.capacity ?? CACHE_CAPACITY,
      choose: (capacity) => capacity !== undefined && dispatch({ type: "cache", change: { capacity } }),
    }),
    numberField({
      id: "cache-life",
      label: "An answer is good for",
      unit: "s",
      whole: false,
      least: 1e-6,
      most: MOST,
      value: cache?.lifeS,
      placeholder: "ever",
      choose: (lifeS) => dispatch({ type: "cache", change: { lifeS } }),
    }),
    numberField({
      id: "cache-budget",
      label: "Memory in all, at most",
      unit: "MB",
      whole: false,
      least: 1e-6,
      most: MOST,
      value: cache?.budgetMb,
      placeholder: "any",
      choose: (budgetMb) => dispatch({ type: "cache", change: { budgetMb } }),
    }),
    asked.failure === undefined
      ? undefined
      : h("p", { class: "differs", role: "alert" }, `There is no such cache: ${asked.failure.message}.`),
    h(
      "table",
      { class: "plain" },
      h("caption", { class: "spoken" }, "What was counted"),
      h(
        "tbody",
        {},
        ...figures.map(([name, text]) =>
          h("tr", {}, h("th", { scope: "row" }, name), h("td", { class: "number" }, text)),
        ),
      ),
    ),
  );
}
