// Maps are drawn only when asked for: Leaflet and its style arrive then, from our own host.

export function startMaps() {
  for (const button of document.querySelectorAll("[data-map]")) {
    button.hidden = false;
    button.addEventListener("click", () => toggle(button));
  }
  document.addEventListener("brp:results", () => {
    const panel = document.querySelector(".map-panel:not([hidden])");
    if (panel) draw(panel);
  });
}

async function toggle(button) {
  const panel = document.getElementById(button.getAttribute("aria-controls"));
  panel.hidden = !panel.hidden;
  button.setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) await draw(panel);
}

async function draw(panel) {
  const [map] = await Promise.all([import("./map.js"), style(panel.dataset.style)]);
  map.draw(panel);
}

function style(address) {
  if (document.querySelector(`link[href="${address}"]`)) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((done) => { link.onload = link.onerror = done; document.head.append(link); });
}
