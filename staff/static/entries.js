// The editors' desk while somebody types: preview, findings beside fields, and placeholders to put in.
// Everything here only adds to the page; the buttons of the form work without it.
const form = document.getElementById("piece");
const preview = document.getElementById("preview");
const standing = form.querySelector(".standing");
const WAIT = 400;

let timer = 0;
let asking = null;
let changed = false;
let lastField = null;

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
};

const item = (finding) => {
  const element = make("li", `finding ${finding.severity}`, "");
  const line = finding.line ? ` Line ${finding.line}.` : "";
  element.append(
    make("b", "", finding.severity === "must" ? "Mend:" : "Look at:"),
    `${line} ${finding.what} `,
    make("span", "mend", finding.mend),
  );
  return element;
};

const showFindings = (findings) => {
  const lists = new Map();
  for (const list of form.querySelectorAll(".findings")) lists.set(list.dataset.where, list);
  const wanted = new Map([...lists.keys()].map((where) => [where, []]));
  for (const finding of findings) {
    wanted.get(lists.has(finding.where) ? finding.where : "").push(finding);
  }
  for (const [where, own] of wanted) {
    const list = lists.get(where);
    const said = JSON.stringify(own);
    // A list that says the same is left alone, so that it is not read out again.
    if (list.dataset.said !== said) list.replaceChildren(...own.map(item));
    list.dataset.said = said;
  }
};

const showStanding = (count) => {
  standing.dataset.blocking = count;
  const things = count === 1 ? "1 thing" : `${count} things`;
  standing.textContent = count
    ? `${things} to mend before it can be published.`
    : "Nothing stands in the way of publishing.";
};

const look = async () => {
  asking?.abort();
  asking = new AbortController();
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrf;
  const body = { id: form.dataset.id, kind: form.dataset.kind, fields };
  try {
    const answer = await fetch("/staff/entries/preview", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": form.dataset.csrf },
      body: JSON.stringify(body),
      signal: asking.signal,
    });
    const told = await answer.json();
    if (!answer.ok) {
      standing.textContent = `${told.error} ${told.mend}`;
      return;
    }
    // Made by the server from a template that escapes, with the Markdown made safe.
    preview.innerHTML = told.preview;
    showFindings(told.findings);
    showStanding(told.blocking);
    if (lastField) follow(lastField);
  } catch (error) {
    if (error.name !== "AbortError") {
      standing.textContent = "The preview cannot be reached. What you typed is still here.";
    }
  }
};

// The preview of the nation being written comes into view, without moving the page.
const follow = (field) => {
  const key = field.closest("[data-key]")?.dataset.key;
  const shown = key && preview.querySelector(`[data-key="${key}"]`);
  const frame = preview.parentElement;
  if (shown) frame.scrollTop = shown.offsetTop - frame.firstElementChild.offsetHeight;
};

const put = (text) => {
  const field = lastField ?? form.querySelector("textarea");
  if (!field) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

if (standing) {
  form.querySelector('button[value="preview"]').hidden = true;
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  form.addEventListener("focusin", (event) => {
    if (!event.target.matches("textarea")) return;
    lastField = event.target;
    follow(lastField);
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.matches(".insert")) put(event.target.dataset.insert);
  });
  document.getElementById("find-placeholder")?.addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const row of document.querySelectorAll(".placeholders li[data-search]")) {
      row.hidden = !words.every((word) => row.dataset.search.includes(word));
    }
  });
}
