// Keys. Single keys can be switched off (WCAG 2.1.4), and never act while a person is typing.
import { copyOffer } from "./actions.js";

const SWITCH = "brp-touches";
const LAST_OPENED = "brp-derniere-fiche";

export function startKeyboard() {
  const help = document.getElementById("aide");
  const box = help.querySelector("input");
  box.checked = localStorage.getItem(SWITCH) !== "non";
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "oui" : "non"));
  for (const button of document.querySelectorAll("[data-help]")) {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  }

  const acts = {
    "/": () => focus(document.getElementById("q")),
    j: () => step(1),
    k: () => step(-1),
    c: () => { const offer = currentOffer(); if (offer) copyOffer(offer); },
    i: () => window.print(),
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape") return leave(event);
    const inOffer = event.target.closest(".offers");
    if (inOffer && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      return step(event.key === "ArrowDown" ? 1 : -1);
    }
    if (!box.checked || isTyping(event.target) || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });

  document.addEventListener("focusin", mark);
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".offer-what a");
    if (link) sessionStorage.setItem(LAST_OPENED, link.pathname);
  });
  returnToLast();
}

const isTyping = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const links = () => [...document.querySelectorAll(".offer-what a")];

function currentOffer() {
  return document.activeElement.closest("[data-offer]") ?? document.querySelector(".offer.current, [data-offer]:not(.offer)");
}

function step(by) {
  const all = links();
  const here = all.findIndex((link) => link.closest(".offer").classList.contains("current"));
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  if (next) focus(next);
}

function focus(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  element.select?.();
  (element.closest(".offer") ?? element).scrollIntoView({ block: "nearest" });
}

function mark(event) {
  const offer = event.target.closest(".offer");
  if (!offer) return;
  for (const other of document.querySelectorAll(".offer.current")) other.classList.remove("current");
  offer.classList.add("current");
}

// Escape: out of a field, then back to the list with its scroll kept.
function leave(event) {
  if (isTyping(event.target)) return event.target.blur();
  const trail = document.querySelector(".trail a");
  if (!trail) return;
  const cameFrom = document.referrer && new URL(document.referrer).pathname === trail.pathname;
  if (cameFrom && history.length > 1) history.back();
  else location.assign(trail.href);
}

// Back on the list: the offer that was opened is the current one again.
function returnToLast() {
  const last = sessionStorage.getItem(LAST_OPENED);
  const link = last && links().find((link) => link.pathname === last);
  if (!link) return;
  sessionStorage.removeItem(LAST_OPENED);
  focus(link);
}
