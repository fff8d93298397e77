// What the worker answers about a day under the sound model.
import { findSoundRates, type Scenario, type SoundCounts, type SoundPlan } from "loadline";
import type { SoundDay, SoundPlay, SoundTrack } from "../store/sound";
import type { Calls } from "./protocol";

/** The day as filed. */
export function day(scenario: Scenario): SoundDay {
  return {
    summary: scenario.soundSummary(),
    flights: scenario.soundFlights(),
    volumes: scenario.soundVolumes(),
    hotspots: scenario.hotspots(),
  };
}

/** A plan whose windows start as the chart's bars do. */
const charted = ({ plan, stepS }: Pick<Calls["soundPlay"]["ask"], "plan" | "stepS">): SoundPlan => ({
  ...plan,
  analysis: { ...plan.analysis, stepS },
});

/** The windows of one volume under a plan. */
export function counts(scenario: Scenario, ask: Calls["soundPlay"]["ask"]): SoundCounts {
  return scenario.counts(ask.volume, { ...charted(ask), side: ask.side });
}

/** What a plan does, and the windows of one volume under it. */
export function play(scenario: Scenario, ask: Calls["soundPlay"]["ask"]): SoundPlay {
  return { played: scenario.regulate({ ...ask.plan, side: ask.side }), counts: counts(scenario, ask) };
}

/** The digest of what a plan does, by one side. */
export function digest(
  scenario: Scenario,
  { plan, side }: Calls["soundDigest"]["ask"],
): Calls["soundDigest"]["answer"] {
  const { digest: code = "", elapsedNs } = scenario.regulate({ ...plan, side, digest: true });
  return { digest: code, elapsedNs };
}

/** Where there is too much under a plan, and in how many places as filed; windows start as the chart's bars do. */
export function hotspots(scenario: Scenario, ask: Calls["soundHotspots"]["ask"]): Calls["soundHotspots"]["answer"] {
  const plan = charted(ask);
  return {
    stepS: ask.stepS,
    under: scenario.hotspots(plan),
    filed: scenario.hotspots({ ...plan, regulations: [] }).length,
  };
}

/** `null` is in every grid and goes first; then rates go down, as the library lists what it tried. */
const gridOf = (rates: readonly number[]): (number | null)[] => [
  null,
  ...rates.filter(Number.isFinite).sort((a, b) => b - a),
];

/**
 * What each rate of one flow would cost while the other flows keep theirs, flow by flow. The library tries every combination of
 * the grids it is given: here one flow's whole grid, and of each other flow its rate alone (beside none).
 */
export async function tracks(
  scenario: Scenario,
  { plan, rates, grids }: Calls["soundTracks"]["ask"],
  options: Parameters<typeof findSoundRates>[2],
): Promise<SoundTrack[]> {
  const flows = plan.regulations?.[0]?.flows ?? [];
  const own = rates.map((rate) => gridOf([rate]));
  const found: SoundTrack[] = [];
  for (const [k, { id }] of flows.entries()) {
    const tried = own.map((grid, i) => (i === k ? gridOf(grids[k] ?? []) : grid));
    const { exhaustive } = await findSoundRates(scenario, { ...plan, grids: tried, fine: false }, options);
    const all = exhaustive?.allJ ?? new Float64Array();
    const after = tried.slice(k + 1).reduce((product, grid) => product * grid.length, 1);
    const base = tried.reduce((at, grid, i) => at * grid.length + (i === k ? 0 : grid.length - 1), 0);
    const grid = tried[k] ?? [];
    // Left out by the library where there are too many combinations: then there is nothing to draw.
    if (all.length === tried.reduce((product, each) => product * each.length, 1))
      found.push({
        flow: id,
        rate: grid.map((rate) => rate ?? Infinity),
        j: grid.map((_, i) => all[base + i * after] ?? NaN),
      });
  }
  return found;
}
