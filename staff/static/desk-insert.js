// Ready words: looked for while somebody types, put where the cursor stands in the reply, never sent.
const WAIT_MS = 250;
const at = (id) => document.getElementById(id);
let timer = 0;
let asked = 0;

async function find() {
  const number = ++asked;
  const desk = at("desk").dataset;
  const answer = await fetch("/staff/desk/words/find", {
    method: "POST",
    headers: { "X-CSRF-Token": desk.csrf },
    body: new URLSearchParams({ case: desk.open, asked: at("insert-find").value }),
  }).catch(() => null);
  const html = answer?.ok ? await answer.text() : "";
  const place = at("insert-found");
  if (!html || number !== asked || !place || place.shown === html) return; // who is on a button stays there
  place.shown = html;
  place.innerHTML = html;
}

document.addEventListener("input", ({ target }) => {
  if (target.id !== "insert-find") return;
  clearTimeout(timer);
  timer = setTimeout(find, WAIT_MS);
});

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.id !== "do-insert" || !target.open) return;
    at("insert-find").focus();
    find();
  },
  true,
);

document.addEventListener("click", ({ target }) => {
  const words = target.closest("[data-insert]")?.dataset.insert;
  const box = at("reply-text");
  if (words === undefined || !box) return;
  const before = box.value.slice(0, box.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  box.setRangeText(gap + words, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  at("do-insert").open = false;
  box.focus();
});
