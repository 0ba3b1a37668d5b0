// Results that follow the filters, by htmx: the server answers with the same partial as the full page holds.
import "htmx.org";

const wide = matchMedia("(min-width: 992px)");

export function startLiveResults() {
  const form = document.getElementById("recherche");
  if (!form) return;
  // A filter or the order changed: ask again. Typing in the bar changes nothing until it is sent.
  document.addEventListener("change", (event) => {
    if (event.target.form === form && event.target.closest("[data-live]")) form.requestSubmit();
  });
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
  if (drawer) {
    fit();
    wide.addEventListener("change", fit);
  }
}

function announce() {
  const said = document.querySelector("#resultats [data-announce]");
  document.getElementById("annonce").textContent = said.textContent.trim();
  document.dispatchEvent(new Event("brp:results"));
}
