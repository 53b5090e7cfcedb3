// Keeps what is typed a moment after the last key, and says who else is writing on the same piece.
const form = document.getElementById("piece");
const place = document.querySelector("[data-typing]");
const WAIT = 1500;
const LOOK = 20000;
let timer = 0;
let saving = false;

const send = async (fields) => {
  const body = { id: form.dataset.id, started_from: Number(form.elements.started_from.value), fields };
  try {
    const answer = await fetch("/staff/entries/typing", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": form.dataset.csrf },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error();
    const told = await answer.json();
    const others = document.getElementById("others");
    const said = told.others.map((other) => place.dataset.other.replace("{name}", other.name)).join(" ");
    if (others.textContent !== said) others.textContent = said;
    others.hidden = !said;
    if (fields) place.textContent = place.dataset.kept.replace("{at}", told.at);
  } catch {
    if (fields) place.textContent = place.dataset.lost;
  }
};

const keep = () => {
  if (saving) return;
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrf;
  send(fields);
};

if (place) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => {
    saving = true;
    clearTimeout(timer);
  });
  send(null);
  setInterval(() => send(null), LOOK);
}
