// Results that follow the filters, by htmx: the server answers with the same partial as the full page holds.
// htmx comes when it is first needed, so that a page read without touching a filter never loads it.

const wide = matchMedia("(min-width: 992px)");
let loading;

export function startLiveResults() {
  const form = document.getElementById("recherche");
  if (!form?.hasAttribute("hx-get")) return;
  // A filter or the order changed: ask again. Words typed in the bar wait until they are sent, by an ordinary submit.
  document.addEventListener("change", (event) => {
    if (event.target.form === form && event.target.closest("[data-live]")) ask(form);
  });
  for (const place of document.querySelectorAll(".filters, .results")) {
    for (const sign of ["pointerover", "focusin"]) place.addEventListener(sign, load, { once: true, passive: true });
  }
  if (history.state?.htmx) load(); // come back here by the history: htmx wrote it, htmx reads it

  form.addEventListener("htmx:after:swap", announce);
  // An error is a page of its own, and so is an outage: ask for the whole page rather than patch this one.
  form.addEventListener("htmx:error", () => form.submit());
  form.addEventListener("htmx:before:response", (event) => {
    if (event.detail.ctx.response.status < 400) return;
    event.preventDefault();
    form.submit();
  });

  const drawer = document.querySelector(".filters");
  const fit = () => { drawer.open = wide.matches; };
  fit();
  document.documentElement.classList.add("live");
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".apply")) return;
    event.preventDefault();
    drawer.open = false;
    document.getElementById("resultats").focus();
  });
  wide.addEventListener("change", fit);
}

async function ask(form) {
  try {
    const htmx = await load();
    htmx.trigger(form, "filtres");
  } catch {
    form.submit();
  }
}

function load() {
  // It makes itself ready just after it is loaded.
  loading ??= import("htmx.org").then(({ default: htmx }) => new Promise((ready) => { setTimeout(() => ready(htmx)); }));
  return loading;
}

function announce() {
  const said = document.querySelector("#resultats [data-announce]");
  document.getElementById("annonce").textContent = said.textContent.trim();
  document.dispatchEvent(new Event("brp:results"));
}
