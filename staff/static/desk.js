// The desk, live: hears that something changed, fetches the parts again, and sends the forms.
// Everything also works without it, by links and forms.
import { Alarm } from "./desk-alarm.js";
import { DONE } from "./desk-done.js";
import { listenToCorrections } from "./desk-facts.js";
import { goToEnd, isAtEnd, stayAtEnd } from "./desk-end.js";
import { beginsToWrite, forgetSaving } from "./desk-draft.js";
import { dropDraft, forget, keepDraft, offerDraft, restoreDrafts, swap, tick } from "./desk-parts.js";
import { listenToKeys } from "./desk-keys.js";
import { hearSigns, markSeen, typingOver } from "./desk-signs.js";
import { answerHere } from "./presence.js";
import { smsCost, smsSize } from "./sms-size.js";

const at = (id) => document.getElementById(id);
const desk = at("desk");
const state = at("state");
const ahead = Date.parse(desk.dataset.now) - Date.now();
const SAID_FOR = 15_000;
let unsay = 0;
const alarm = new Alarm(at("mute"), at("notify"), say, {
  climbs: desk.dataset.role === "supervisor",
});
const all = new URLSearchParams(location.search).get("all") ?? "";
let lastSeq = 0;
let opens = 0;
let onceOf = { text: null, token: "" };

const open = () => Number(desk.dataset.open) || null;

function say(words) {
  clearTimeout(unsay);
  state.textContent = words;
  if (!state.dataset.lost) unsay = setTimeout(() => (state.textContent = ""), SAID_FOR);
}

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (answer.status === 401) return signedOut();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function signedOut() {
  clearTimeout(unsay);
  const link = Object.assign(document.createElement("a"), {
    href: `/staff/sign-in?next=${encodeURIComponent(location.pathname)}`,
    textContent: "Sign in again",
  });
  state.replaceChildren("You are signed out. What you wrote is kept in this tab. ", link);
  throw new Error("signed out");
}

async function refreshQueue() {
  const fresh = await ask(`/staff/desk/queue?open=${open() ?? ""}&all=${all}`);
  swap(at("queue"), fresh.queue);
  swap(at("for-me"), fresh.for_me);
  alarm.look(fresh.waiting);
  alarm.lookAtMine(fresh.marks);
  clearTimeout(opens);
  const wait = Date.parse(fresh.opens_at) - Date.now() - ahead;
  if (fresh.opens_at) opens = setTimeout(() => lookAgain({ queue: true, conversation: false }), wait + 500);
}

async function refreshCase() {
  if (!open()) return;
  const asked = open();
  // A page that nobody looks at must not say that it was seen.
  const fresh = await ask(`/staff/desk/cases/${asked}${document.hidden ? "?unseen=yes" : ""}`);
  if (asked === open()) show(fresh);
}

function show(fresh) {
  const atEnd = !lastSeq || isAtEnd();
  desk.dataset.conversation = fresh.conversation;
  swap(at("title"), fresh.title);
  swap(at("looking"), fresh.looking);
  swap(at("messages"), fresh.messages);
  swap(at("summary"), fresh.summary);
  swap(at("acts"), fresh.acts);
  at("acts").inert = false;
  offerDraft(at("reply-text"), fresh.draft);
  markSeen(fresh.conversation);
  if (fresh.last > lastSeq) typingOver();
  if (fresh.last > lastSeq && lastSeq) {
    if (atEnd) toEnd();
    else at("newer").hidden = false;
  }
  lastSeq = fresh.last;
  offerCopying();
}

async function openCase(id, { push = true } = {}) {
  forget();
  at("problem").hidden = true;
  at("acts").inert = true; // no move may reach the case that was open before
  desk.dataset.open = id;
  lastSeq = 0;
  const fresh = await ask(`/staff/desk/cases/${id}`);
  if (open() !== id) return;
  // All that changes the page comes before what asks for its size, so that it is laid out once.
  pane("conversation");
  at("queue").querySelector("[data-case][aria-current]")?.removeAttribute("aria-current");
  at("queue").querySelector(`[data-case="${id}"]`)?.setAttribute("aria-current", "true");
  show(fresh);
  toEnd();
  at("summary").scrollTop = 0;
  if (push) history.pushState({ case: id }, "", `/staff/desk/cases/${id}`);
}

function toEnd() {
  goToEnd();
  at("newer").hidden = true;
}

function pane(name) {
  if (document.documentElement.dataset.pane === name) return;
  document.documentElement.dataset.pane = name;
  for (const tab of document.querySelectorAll(".tabs a")) {
    if (tab.dataset.pane === name) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

function offerCopying() {
  const button = document.querySelector("[data-copy]");
  if (button && navigator.clipboard) button.hidden = false;
}

// ---- sending -------------------------------------------------------------------------------

function tokenFor(text) {
  // The same words tried again after a failure carry the same token, so they arrive once.
  if (onceOf.text !== text) onceOf = { text, token: randomToken() };
  return onceOf.token;
}

function randomToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send(form, button) {
  if (form.dataset.busy || form.closest("[inert]")) return;
  at("problem").hidden = true;
  form.dataset.busy = "yes";
  const writing = document.activeElement?.id === "reply-text";
  if (form.dataset.act === "reply") forgetSaving();
  const fields = new URLSearchParams(new FormData(form, button));
  if (form.dataset.act === "reply") fields.set("once", tokenFor(fields.get("text")));
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": desk.dataset.csrf },
      body: fields,
    });
    if (answer.status === 401) signedOut();
    const body = await answer.json();
    if (answer.ok) return await sent(form, body, writing);
    await refused(form, [body.error, body.mend].filter(Boolean).join(" "), fields.get("text"));
  } catch (error) {
    if (error.message !== "signed out") {
      problem(form, "No answer came back. What you wrote is still here: send it again.");
    }
  } finally {
    delete form.dataset.busy;
  }
}

async function sent(form, done, writing) {
  problem(form, "");
  dropDraft(form);
  form.reset();
  for (const box of form.querySelectorAll("textarea")) {
    box.value = "";
    measure(box);
  }
  onceOf = { text: null, token: "" };
  if (form.dataset.act !== "step") form.closest("details")?.removeAttribute("open");
  const told = done.told && !["reply", "sendplan"].includes(done.done) ? " They have been told." : "";
  say(done.waits ? "It goes in a few seconds. Undo takes it back." : (DONE[done.done] ?? done.said) + told);
  // It was done, whether or not the look after it succeeds: the stream asks for another when it is back.
  await Promise.allSettled([refreshCase(), refreshQueue()]);
  if (["claim", "accept", "takeover", "reopen", "reply", "undo"].includes(done.done)) {
    toEnd();
    // Who wrote with the keyboard is still in the box, or has left it since and must not be put back.
    if (!writing) at("reply-text")?.focus();
  } else if (!document.activeElement || document.activeElement === document.body) {
    at("messages").focus();
  }
}

function problem(form, words) {
  const place = form.querySelector(".problem");
  place.textContent = words;
  place.hidden = !words;
}

// The move came too late more often than not, so look at the case again. If its form is gone by then,
// the problem, and the words that were not sent, stand above the forms.
async function refused(form, words, typed) {
  delete form.dataset.busy; // mended at once, it may be sent again while the page is still fetched
  problem(form, words);
  await Promise.all([refreshCase(), refreshQueue()]);
  const which = (one) => one.elements.promise?.value;
  const again = [...document.querySelectorAll(`form[data-act="${form.dataset.act}"]`)].find(
    (one) => which(one) === which(form),
  );
  if (again) return problem(again, words);
  const lines = [["p", words], ...(typed ? [["p", "What you wrote:"], ["pre", typed]] : [])];
  const made = lines.map(([tag, text]) =>
    Object.assign(document.createElement(tag), { textContent: text }),
  );
  at("problem").replaceChildren(...made);
  at("problem").hidden = false;
}

function measure(box) {
  const form = box.form;
  const size = at("reply-size");
  if (!size || form?.dataset.act !== "reply") return;
  if (form.dataset.channel !== "sms") {
    size.textContent = box.value ? `${box.value.length} characters` : "";
    return;
  }
  const { parts, left, outside } = smsSize(box.value);
  const most = Number(form.dataset.parts);
  const costly = outside.length ? ` “${outside.slice(0, 5).join("")}” makes each part shorter.` : "";
  size.textContent =
    parts > most
      ? `${parts} texts. ${most} is the most: make it shorter.`
      : `${parts} text${parts === 1 ? "" : "s"}, ${left} characters left in the last${smsCost(parts, form.dataset.partPence)}.${costly}`;
  size.classList.toggle("wrong", parts > most);
}

// ---- listening -----------------------------------------------------------------------------

let pending = null;
function lookAgain({ queue, conversation }) {
  pending ??= { queue: false, conversation: false, timer: setTimeout(look, 60) };
  pending.queue ||= queue;
  pending.conversation ||= conversation;
}

async function look() {
  const what = pending;
  pending = null;
  try {
    await Promise.all([
      what.queue && refreshQueue(),
      (what.queue || what.conversation) && refreshCase(),
    ]);
  } catch {
    // The stream tells when the service is back, and then everything is looked at again.
  }
}

function listen() {
  const stream = new EventSource("/staff/desk/events");
  stream.addEventListener("ready", () => {
    answerHere();
    if (state.dataset.lost) say("");
    delete state.dataset.lost;
    lookAgain({ queue: true, conversation: true });
  });
  stream.addEventListener("beat", answerHere);
  stream.addEventListener("changed", ({ data }) => {
    answerHere();
    const { queue, conversations, looking, ...signs } = JSON.parse(data);
    const ours = Number(desk.dataset.conversation);
    hearSigns(signs, ours);
    if (looking.includes(ours)) lookAgain({ queue: false, conversation: true });
    if (!queue && !conversations.length) return;
    lookAgain({ queue: true, conversation: conversations.includes(ours) });
  });
  stream.addEventListener("signed-out", () => {
    stream.close();
    try {
      signedOut();
    } catch {
      // said on the page
    }
  });
  stream.addEventListener("error", () => {
    state.dataset.lost = "yes";
    say("The connection is lost. Trying again; what you see may be old.");
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
}

// ---- hands ---------------------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("input", ({ target, isTrusted }) => {
  if (!target.matches("#acts textarea, #summary textarea")) return;
  keepDraft(target);
  measure(target);
  if (target.id === "reply-text" && (isTrusted || target.value)) beginsToWrite(target, desk.dataset.csrf);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("a[data-case], a[data-opens]");
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (row && plain) {
    event.preventDefault();
    openCase(Number(row.dataset.case ?? row.dataset.opens)).catch(() => location.assign(row.href));
    return;
  }
  const tab = event.target.closest(".tabs a");
  if (tab) {
    event.preventDefault();
    pane(tab.dataset.pane);
  }
  const source = event.target.closest("a.source");
  if (source) {
    event.preventDefault();
    point(source, { go: true });
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    navigator.clipboard
      .writeText(at(copy.dataset.copy).textContent)
      .then(() => say("Copied."), () => say("The browser did not allow copying."));
  }
});

function point(source, { go = false } = {}) {
  const message = document.querySelector(source.getAttribute("href"));
  for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed");
  if (!message) return;
  message.closest("details")?.setAttribute("open", "");
  message.classList.add("pointed");
  if (go) {
    pane("conversation");
    message.focus({ preventScroll: true });
  }
  message.scrollIntoView({ block: "nearest" });
}

for (const kind of ["mouseover", "focusin"]) {
  at("summary").addEventListener(kind, ({ target }) => {
    const source = target.closest("a.source");
    if (source) point(source);
  });
}

// A fold that opens shows itself whole, down to its button.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.open || !target.closest(".moves")) return;
    target.scrollIntoView({ block: "end" });
    stayAtEnd();
  },
  true,
);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) lookAgain({ queue: false, conversation: true });
});
at("newer").addEventListener("click", toEnd);
listenToKeys({ pane, alarm });
listenToCorrections({ pane });

addEventListener("popstate", () => {
  const found = location.pathname.match(/\/cases\/(\d+)$/);
  if (found) openCase(Number(found[1]), { push: false });
  else location.reload();
});

// ---- start ---------------------------------------------------------------------------------

document.documentElement.classList.add("live");
pane(open() ? "conversation" : "queue");
restoreDrafts(at("acts"));
offerCopying();
toEnd();
setInterval(() => {
  tick(ahead);
  alarm.show();
}, 10_000);
// Opening and closing make no event.
setInterval(() => lookAgain({ queue: true, conversation: false }), 60_000);
listen();
