// Single keys for every move; they rest while somebody writes, and can be switched off for good.
const at = (id) => document.getElementById(id);

export function listenToKeys({ pane, alarm }) {
  const off = at("keys-off");
  off.checked = localStorage.getItem("desk-keys-off") === "yes";
  off.addEventListener("change", () => {
    localStorage.setItem("desk-keys-off", off.checked ? "yes" : "no");
  });
  at("keys").hidden = false;
  at("keys").addEventListener("click", () => at("keys-shown").showModal());

  const step = (by) => {
    pane("queue");
    const rows = [...at("queue").querySelectorAll("[data-case]")].filter((row) => row.checkVisibility());
    const here = rows.indexOf(document.activeElement);
    const current =
      here >= 0 ? here : rows.findIndex((row) => row.hasAttribute("aria-current")) - by;
    rows[Math.min(rows.length - 1, Math.max(0, current + by))]?.focus();
  };

  const reach = (id) => {
    const box = at(id);
    if (!box) return;
    pane("conversation");
    box.closest("details")?.setAttribute("open", "");
    box.focus();
  };

  const goTo = (name, element) => {
    pane(name);
    element?.focus();
  };

  const moves = {
    "?": () => at("keys-shown").showModal(),
    j: () => step(1),
    k: () => step(-1),
    c: () => document.querySelector('form[data-act="claim"] button')?.click(),
    r: () => reach("reply-text"),
    u: () => document.querySelector('form[data-act="undo"] button')?.click(),
    i: () => reach("insert-find"),
    n: () => reach("note-text"),
    t: () => reach("offer-to"),
    a: () => reach("ask-to"),
    f: () => reach("fact-subject"),
    e: () => reach("rate-factor"),
    p: () => reach("step-text"),
    m: () => alarm.toggle(),
    1: () => goTo("queue", at("queue").querySelector("[data-case]")),
    2: () => goTo("conversation", at("messages")),
    3: () => goTo("summary", at("summary")),
  };

  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("textarea, input, select, dialog");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (writing) {
      if (event.key === "Escape" && event.target.matches("textarea")) event.target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || off.checked) return;
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
    }
  });
}
