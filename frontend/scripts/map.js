// A map without tiles: no address leaves our host. Pins of this page's offers, the place asked for, the circle searched,
// and the names of a few towns to find one's way by.
import L from "leaflet";
import "leaflet.markercluster";

const NEAREST_ZOOM = 12; // a town and those around it: nearer, a map without streets says nothing
let drawn = null;

export function draw(panel) {
  drawn?.remove();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(panel.querySelector(".map"), {
    attributionControl: false, zoomControl: false, maxZoom: 17, minZoom: 3, maxBoundsViscosity: 1,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
  });
  drawn = map;
  L.control.zoom({ zoomInTitle: "Rapprocher", zoomOutTitle: "Éloigner" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);

  const pins = L.markerClusterGroup({
    showCoverageOnHover: false, maxClusterRadius: 36, animate: !still,
    iconCreateFunction: (cluster) => roundIcon("pin-many", String(cluster.getChildCount())),
  });
  const offers = [...document.querySelectorAll("[data-icon][data-lat]")];
  for (const offer of offers) pins.addLayer(pin(offer));
  map.addLayer(pins);
  map.fitBounds(frame(panel, pins, map), { padding: [24, 24], maxZoom: NEAREST_ZOOM, animate: false });
  nameTowns(panel, map);
}

function pin(offer) {
  const link = offer.querySelector(".offer-what a");
  const name = link?.textContent ?? offer.dataset.name;
  const marker = L.marker([Number(offer.dataset.lat), Number(offer.dataset.lon)], {
    icon: roundIcon(`category-${offer.dataset.category}`, drawing(offer.dataset.icon)), alt: name, title: name,
  });
  if (link) marker.bindPopup(() => popup(offer, link));
  return marker;
}

function popup(offer, link) {
  const content = document.createElement("div");
  const title = Object.assign(document.createElement("a"), { href: link.href, textContent: link.textContent });
  const who = Object.assign(document.createElement("div"), { textContent: offer.querySelector(".offer-who").textContent.trim() });
  content.append(title, who);
  return content;
}

function roundIcon(className, content) {
  const html = document.createElement("span");
  html.append(content);
  return L.divIcon({ className: `pin ${className}`, html, iconSize: [34, 34], popupAnchor: [0, -16] });
}

function drawing(name) {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  icon.setAttribute("class", "icon");
  use.setAttribute("href", `#icon-${name}`);
  icon.append(use);
  return icon;
}

// What must be seen: every pin and the place asked for, whose circle is drawn.
function frame(panel, pins, map) {
  const bounds = pins.getBounds();
  const { lat, lon, radius } = panel.dataset;
  if (lat) {
    const here = L.latLng(Number(lat), Number(lon));
    bounds.extend(here);
    L.circleMarker(here, { className: "here", radius: 6, interactive: false }).addTo(map);
    if (radius) L.circle(here, { className: "circle", radius: Number(radius) * 1000, interactive: false }).addTo(map);
  }
  return bounds.isValid() ? bounds : L.latLngBounds([[41.3, -5.2], [51.1, 9.6]]);
}

function nameTowns(panel, map) {
  for (const [name, lat, lon] of JSON.parse(panel.dataset.towns ?? "[]")) {
    L.circleMarker([lat, lon], { className: "town-dot", radius: 2, interactive: false }).addTo(map)
      .bindTooltip(name, { permanent: true, direction: "bottom", offset: [0, 12], className: "town" });
  }
}
