// The whole page from the snapshot: bars, what is open, the place, and what is said aloud.
import { h, patch, type Tree } from "../dom";
import { count } from "../format/number";
import { shortName } from "../format/text";
import { showsRates, standingOf, type Snapshot } from "../store/snapshot";
import type { Dispatch, Store } from "../store/store";
import { spokenWhat } from "./answer";
import { familyBar, panel, topBar } from "./bar";
import { familyView } from "./family";
import { help } from "./help";
import { notices } from "./notices";
import { overview } from "./overview";
import { pairView } from "./pair";
import { notes, refusal } from "./problems";
import { onResize } from "./sized";
import { spokenPlan } from "./sound/verdict";
import { speedView } from "./speedview";
import { spokenSpace } from "./space";
import { tabs } from "./tabs";
import { familyTitle } from "./words";

/** Draws the page now and after every change, at most once a frame. */
export function mount(root: Element, store: Store): void {
  let due = false;
  const draw = (): void => {
    due = false;
    const snapshot = store.get();
    const { theme } = snapshot;
    if (theme === undefined) document.documentElement.removeAttribute("data-theme");
    else document.documentElement.dataset["theme"] = theme;
    document.title = title(snapshot);
    patch(root, page(snapshot, store.dispatch));
    const { live, sound, reuse } = snapshot;
    const planned = [sound.answer.askedAt, sound.search.askedAt, sound.tried.askedAt];
    const awaited = [live.askedAt, live.search.askedAt, ...planned, reuse.plan.askedAt, reuse.trials.askedAt];
    if (awaited.some((each) => each !== undefined)) setTimeout(request, 100);
  };
  const request = (): void => {
    if (due) return;
    due = true;
    requestAnimationFrame(draw);
  };
  store.subscribe(request);
  onResize(request);
  draw();
}

function page(snapshot: Snapshot, dispatch: Dispatch): Tree[] {
  const parts = [
    h("a", { class: "skip", href: "#main", onclick: skip }, "Skip to the content"),
    topBar(snapshot, dispatch),
    panel(snapshot, dispatch),
    familyBar(snapshot, dispatch, (family) => tabs(snapshot, family)),
    refusal(snapshot, dispatch),
    notes(snapshot, dispatch),
    ...notices(snapshot, dispatch),
    place(snapshot, dispatch),
    help(snapshot, dispatch),
    h("div", { key: "said", class: "spoken", role: "status", "aria-live": "polite" }, announcement(snapshot)),
  ];
  return parts.flatMap((part) => part ?? []);
}

function place(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { place: at } = snapshot.address;
  switch (at.page) {
    case "family":
      return familyView(snapshot, dispatch, at.family);
    case "speed":
      return speedView(snapshot, dispatch, at.family);
    case "pair":
      return pairView(snapshot, dispatch, at.pair);
    default:
      return overview(snapshot, dispatch);
  }
}

function title(snapshot: Snapshot): string {
  const { place: at } = snapshot.address;
  if (at.page === "family") return `${familyTitle(at.family)} · loadline`;
  if (at.page === "speed") return `${familyTitle(at.family)}, speed · loadline`;
  if (at.page === "pair") return `${shortName(at.pair)} · loadline`;
  return "loadline: hot paths written twice, checked and timed in your browser";
}

/** The skip link moves the focus; the address stays the page's own. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

/** Said once each: the verdict, the end of a run, and a live answer at rest. */
function announcement(snapshot: Snapshot): string {
  const { place: here } = snapshot.address;
  if (here.page === "family" && here.family === "states") return spokenSpace(snapshot);
  const pairs = snapshot.library?.pairs ?? [];
  const standings = pairs.map((pair) => standingOf(snapshot, pair.name));
  const agreeing = standings.filter((standing) => standing === "agree").length;
  const differing = pairs.filter((_, i) => standings[i] === "disagree").map((pair) => shortName(pair.name));
  if (differing.length > 0) return `${differing.join(", ")}: disagreement.`;
  if (snapshot.run?.state === "cancelled") return "Cancelled.";
  if (pairs.length === 0 || agreeing < pairs.length) return "";
  const verdict = `${count(agreeing)} of ${count(pairs.length)} agree.`;
  if (snapshot.address.place.page === "speed")
    return snapshot.swept[snapshot.sweepAxis] === undefined ? verdict : `${verdict} The scaling is measured.`;
  const spoken = showsRates(snapshot) ? spokenWhat(snapshot) : spokenPlan(snapshot);
  return snapshot.run?.state === "done" ? `${verdict} Timed. ${spoken}` : verdict;
}
