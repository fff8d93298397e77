// What the worker answers about a day under the sound model.
import type { Scenario } from "loadline";
import type { SoundDay, SoundPlay } from "../store/sound";
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

/** What a plan does, the windows of one volume, and what is too much under it. */
export function play(scenario: Scenario, { plan, volume, side, stepS }: Calls["soundPlay"]["ask"]): SoundPlay {
  const request = { ...plan, side };
  const charted = { ...request, analysis: { ...plan.analysis, stepS } };
  return {
    played: scenario.regulate(request),
    counts: scenario.counts(volume, charted),
    hotspots: scenario.hotspots(request),
  };
}
