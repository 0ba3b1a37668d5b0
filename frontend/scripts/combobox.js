// Suggestions while typing: the W3C combobox pattern (list autocomplete, manual selection) on a plain text field.
// Focus stays in the field; arrows move `aria-activedescendant`; Escape closes, then empties.

const PAUSE_MS = 150;
const KINDS = {
  category: "besoin", topic: "thématique", organisation: "structure", resource: "ressource", commune: "commune",
  epci: "intercommunalité", departement: "département", region: "région", france: "pays", local: "territoire",
  territory: "territoire",
};
// Suggestions that still leave the place to say: the one already typed goes along.
const PLACELESS = ["category", "topic", "organisation"];

export function startComboboxes() {
  for (const input of document.querySelectorAll("input[data-suggest]")) new Combobox(input);
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.list = Object.assign(document.createElement("ul"), { className: "suggestions", id: `${input.id}-suggestions`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    input.after(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off",
    })) input.setAttribute(name, value);
    this.active = -1;
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Before `blur`: pressing on an option must not take the focus away from the field.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    const typed = this.input.value.trim();
    this.request?.abort();
    if (typed.length < 2) return this.close();
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.input.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: this.request.signal });
      this.show(answer.ok ? (await answer.json()).items : []);
    } catch {
      this.close(); // no suggestion is no fault: the field is still a field
    }
  }

  show(items) {
    this.list.replaceChildren(...items.map((item, index) => option(item, `${this.list.id}-${index}`)));
    this.active = -1;
    this.list.hidden = items.length === 0 || document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.show([]);
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.ask();
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  move(by) {
    const options = [...this.list.children];
    const places = options.length + 1; // one more than the options: back in the field itself
    this.active = ((this.active + 1 + by + places) % places) - 1;
    options.forEach((li, index) => li.setAttribute("aria-selected", String(index === this.active)));
    const chosen = options[this.active];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(li) {
    if (!li) return;
    const { url, kind, value } = li.dataset;
    const place = document.getElementById("lieu");
    if (url) {
      const address = new URL(url, location.href);
      if (PLACELESS.includes(kind) && place.value) address.searchParams.set("place", place.value);
      return location.assign(address);
    }
    this.input.value = li.dataset.label;
    namePlace(this.input.form, kind, value);
    this.close();
    this.input.form.requestSubmit();
  }
}

// The place chosen goes by its code: two communes may have one name. The server trusts it only while it fits the text.
function namePlace(form, kind, id) {
  for (const input of form.querySelectorAll("input[type=hidden]")) {
    if (["commune", "territory", "lat", "lon", "radius_km"].includes(input.name)) input.remove();
  }
  const [name, value] = kind === "commune" ? ["commune", id.replace("commune-", "")] : ["territory", id];
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}

function option(item, id) {
  const label = item.label ?? item.name;
  const li = Object.assign(document.createElement("li"), { id, textContent: label });
  li.setAttribute("role", "option");
  li.setAttribute("aria-selected", "false");
  // What the field will hold: a commune with its postcode, any other place by its plain name.
  const text = item.kind === "commune" ? label : (item.name ?? label);
  Object.assign(li.dataset, { label: text, kind: item.kind, value: item.id ?? item.value });
  if (item.url) li.dataset.url = item.url;
  li.append(Object.assign(document.createElement("span"), { textContent: KINDS[item.kind] ?? "" }));
  return li;
}
