// Copy, share, print: buttons that only work with JavaScript, shown only by it.

export function startActions() {
  reveal(document);
  document.addEventListener("brp:results", () => reveal(document));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    if (!button) return;
    if (button.dataset.action === "copy") copyOffer(button.closest("[data-offer]"));
    if (button.dataset.action === "link") copy(location.href, "Lien copié");
    if (button.dataset.action === "print") window.print();
  });
}

// What a person would paste in a message: the lines marked `data-said`, then the address of the page.
export function copyOffer(offer) {
  const lines = [...offer.querySelectorAll("[data-said]")].map((line) => line.innerText.replace(/\s+/g, " ").trim());
  copy([...lines, new URL(offer.dataset.offer, location.href).href].filter(Boolean).join("\n"), "Ressource copiée");
}

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    // Without https the clipboard is closed to pages: offer the text itself, ready to be copied.
    window.prompt("Copiez ce texte :", text);
  }
}

function say(words) {
  const said = document.getElementById("dit");
  said.textContent = words;
  setTimeout(() => { said.textContent = ""; }, 2500);
}

function reveal(root) {
  for (const button of root.querySelectorAll("[data-action][hidden]")) button.hidden = false;
}
