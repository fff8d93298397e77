// States of the page itself: a side that stopped, no WebAssembly, a link to a scenario not here, a file being read or dropped.
import { h, type Tree } from "../dom";
import { bytes } from "../format/number";
import { shortName } from "../format/text";
import { elapsed } from "../format/time";
import { LIMIT_WORDS } from "../store/opening";
import { openedFor, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button } from "./links";
import { chooseFile } from "./scenario";

export function notices(snapshot: Snapshot, dispatch: Dispatch): (Tree | undefined)[] {
  return [
    broken(snapshot),
    stopped(snapshot, dispatch),
    missing(snapshot, dispatch),
    opening(snapshot),
    dropping(snapshot),
  ];
}

function notice(name: string, title: string, ...rest: (Tree | undefined)[]): Tree {
  return h("section", { key: name, class: `notice ${name}`, "aria-label": title }, h("h2", {}, title), ...rest);
}

function broken({ broken: failure }: Snapshot): Tree | undefined {
  if (failure === undefined) return undefined;
  if (failure.code === "page/no-webassembly") {
    return notice(
      "broken",
      "This browser cannot run WebAssembly",
      h("p", {}, "You can still read both sides of the code. Any browser from 2021 on will run the pairs."),
    );
  }
  return notice("broken", "The library could not be started", h("p", {}, failure.message));
}

/** A trap: the worker has been started again, and the page says what happened. */
function stopped(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const trap = snapshot.stopped;
  if (trap === undefined) return undefined;
  const { failure, pair, doing } = trap;
  const again = () => {
    dispatch({ type: "show", change: { stopped: undefined } });
    dispatch(doing === "live" ? { type: "ask-again" } : { type: "run-pair", pair });
  };
  return notice(
    "trap",
    `${shortName(pair)} stopped`,
    h(
      "p",
      {},
      `It broke one of its own rules (“${failure.message}”). The worker was restarted in ${elapsed(failure.restartedInMs ?? 0)}; the page, the scenario and all other results are as they were.`,
    ),
    h(
      "p",
      {},
      h(
        "code",
        {},
        `${failure.at === undefined ? "" : `${failure.at}, `}scenario sha256 ${openedFor(snapshot, pair)?.summary.sha256.slice(0, 8) ?? "unknown"}…`,
      ),
    ),
    h(
      "div",
      { class: "buttons" },
      button("main", () => dispatch({ type: "save", what: "case" }), {}, "Save this case"),
      button("plain", again, {}, "Try again"),
    ),
  );
}

function missing({ missing: name, day }: Snapshot, dispatch: Dispatch): Tree | undefined {
  if (name === undefined) return undefined;
  return notice(
    "missing",
    `This link was made with “${name}.json”`,
    h("p", {}, `Open that file to see it, or go on with ${day?.summary.title ?? "the day that comes with the page"}.`),
    h(
      "div",
      { class: "buttons" },
      button("main", () => chooseFile(dispatch), {}, "Choose a file…"),
      button("plain", () => dispatch({ type: "show", change: { missing: undefined } }), {}, "Go on"),
    ),
  );
}

function opening({ opening: file }: Snapshot): Tree | undefined {
  if (file === undefined || !file.shown) return undefined;
  return notice(
    "opening",
    `Reading ${file.fileName}`,
    h("p", {}, `${bytes(file.bytes)}.`),
    h("progress", { "aria-label": "Reading" }),
  );
}

function dropping(snapshot: Snapshot): Tree | undefined {
  if (!snapshot.dropping) return undefined;
  return h(
    "div",
    { key: "drop", class: "dropping" },
    h("div", {}, h("h2", {}, "Drop to read it here"), h("p", {}, `${LIMIT_WORDS} The file stays on this machine.`)),
  );
}
