// Single keys, off in fields and where a person has turned them off; and files dropped or pasted anywhere on the page.
import { families } from "../store/snapshot";
import type { Store } from "../store/store";
import { chooseFile, pasted } from "./scenario";

export function listen(store: Store): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") return closeAll(store);
    if (!store.get().keys || inField(event.target)) return;
    if (act(store, event.key)) event.preventDefault();
  });
  addEventListener("paste", (event) => {
    if (!inField(event.target) && event.clipboardData !== null) void pasted(store.dispatch, event.clipboardData);
  });
  listenForDrops(store);
}

function act(store: Store, key: string): boolean {
  const { dispatch } = store;
  const snapshot = store.get();
  const onFamily = snapshot.address.place.page === "family";
  const section = Number(key);
  if (Number.isInteger(section) && section >= 1) return goTo(store, section);
  switch (key) {
    case "?":
      dispatch({ type: "panel", panel: "help" });
      return true;
    case "o":
      chooseFile(dispatch);
      return true;
    case "r":
      dispatch({ type: "run" });
      return true;
    case "c":
      dispatch({ type: "cancel" });
      return true;
    case "e":
      dispatch({ type: "save", what: "results" });
      return true;
    case "s":
      if (onFamily) dispatch({ type: "side" });
      return onFamily;
    case "t":
      dispatch({ type: "show", change: { tables: !snapshot.tables } });
      return true;
    case "d":
      dispatch({ type: "theme" });
      return true;
    case "[":
    case "]":
      dispatch({ type: "step-volume", by: key === "[" ? -1 : 1 });
      return true;
    case "/":
      dispatch({ type: "show", change: { volumesOpen: true } });
      requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById("filter")?.focus()));
      return onFamily;
    default:
      return false;
  }
}

function goTo(store: Store, section: number): boolean {
  const family = families(store.get())[section - 2]?.family;
  if (section > 1 && family === undefined) return false;
  store.dispatch({
    type: "address",
    change: { place: family === undefined ? { page: "overview" } : { page: "family", family } },
  });
  return true;
}

function closeAll(store: Store): void {
  store.dispatch({ type: "show", change: { panel: undefined, dropping: false, volumesOpen: false } });
}

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typing =
    target instanceof HTMLInputElement &&
    target.type !== "range" &&
    target.type !== "radio" &&
    target.type !== "checkbox";
  return (
    typing || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
  );
}

function listenForDrops(store: Store): void {
  const show = (dropping: boolean) => {
    if (store.get().dropping !== dropping) store.dispatch({ type: "show", change: { dropping } });
  };
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    show(true);
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) show(false);
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    show(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (file !== undefined) store.dispatch({ type: "open-file", file });
  });
}
