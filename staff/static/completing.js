// Placeholders that complete as you type: after a brace, what fits is listed under the field.
// Down and Up choose, Enter or Tab put it in, Escape closes; typing on works all along.
const form = document.getElementById("piece");
const known = [...document.querySelectorAll(".placeholders li[data-search]")].map((row) => ({
  text: row.querySelector(".insert").dataset.insert,
  value: row.children[1].textContent,
  search: row.dataset.search,
}));
const MOST = 8;
const OPENED = /\{([a-z0-9:-]*)$/i;

const list = document.createElement("ul");
list.id = "completions";
list.className = "completions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Placeholders");
list.hidden = true;

let field = null;
let chosen = 0;

const close = () => {
  list.hidden = true;
  field?.removeAttribute("aria-activedescendant");
};

const mark = (place) => {
  chosen = place;
  [...list.children].forEach((item, index) => {
    item.setAttribute("aria-selected", index === place);
    if (index === place) item.scrollIntoView({ block: "nearest" });
  });
  field.setAttribute("aria-activedescendant", `completion-${place}`);
};

const typed = () => OPENED.exec(field.value.slice(0, field.selectionStart));

const open = () => {
  const found = field.selectionStart === field.selectionEnd && typed();
  if (!found) return close();
  const word = found[1].toLowerCase();
  const starts = known.filter((each) => each.text.slice(1).startsWith(word));
  const holds = known.filter((each) => !starts.includes(each) && each.search.includes(word));
  const fitting = [...starts, ...holds].slice(0, MOST);
  if (!fitting.length) return close();
  list.replaceChildren(
    ...fitting.map((each, index) => {
      const item = document.createElement("li");
      item.id = `completion-${index}`;
      item.setAttribute("role", "option");
      item.dataset.text = each.text;
      item.append(each.text, " ", Object.assign(document.createElement("span"), { className: "quiet", textContent: each.value }));
      return item;
    }),
  );
  field.after(list);
  list.hidden = false;
  mark(0);
  list.scrollIntoView({ block: "nearest" });
};

const put = (text) => {
  const start = field.selectionStart - typed()[0].length;
  const rest = field.value.slice(field.selectionStart);
  field.setRangeText(text, start, field.selectionStart + (rest.startsWith("}") ? 1 : 0), "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

if (form && known.length) {
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    field = event.target;
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-autocomplete", "list");
    open();
  });
  form.addEventListener("keydown", (event) => {
    if (list.hidden || event.target !== field) return;
    const many = list.children.length;
    if (event.key === "ArrowDown") mark((chosen + 1) % many);
    else if (event.key === "ArrowUp") mark((chosen + many - 1) % many);
    else if (event.key === "Enter" || event.key === "Tab") put(list.children[chosen].dataset.text);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) put(item.dataset.text);
  });
  form.addEventListener("focusout", close);
}
