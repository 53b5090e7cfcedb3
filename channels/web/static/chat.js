// The chat page: joins the box to type in, the messages and the connection. Protocol: docs/web-chat.md
import { Connection } from "./connection.js";
import { offerHelp } from "./help.js";
import { leaveBy } from "./leaving.js";
import { Log } from "./log.js";
import { memory } from "./memory.js";
import { fill, make } from "./messages.js";

const TYPING_EVERY_MS = 3000;
const TYPING_SHOWN_MS = 6000;
const OFFLINE_AFTER_MS = 2500;

const { embedded, school, chosen, idleMinutes, words } = JSON.parse(document.getElementById("settings").textContent);
const part = (id) => document.getElementById(id);
const box = part("box");
let holder = "bot";
let typedAt = 0;
let typingGone = null;
let offlineSoon = null;

/** The page in another language: what is written and not sent yet is kept by this tab. */
const speak = (language) => {
  if (!language || language === document.documentElement.lang) return;
  if (new URLSearchParams(location.search).get("lang") === language) return;
  location.replace(`?lang=${language}#box`);
};

const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const send = (text, choice) => {
  const message = { id: newId(), text, ...(choice && { choice }) };
  part("start").classList.add("over");
  log.sending(message);
  connection.send(message);
};

const log = new Log(words, (group, value, label) => {
  group.remove();
  send(label, value);
  log.focus();
});

const arrived = (frame) => {
  if (frame.seq > connection.cursor + 1) {
    connection.ask();
    return;
  }
  connection.cursor = Math.max(connection.cursor, frame.seq);
  log.show(frame);
  if (frame.author === "adviser") holder = "adviser";
  if (frame.author !== "young person") part("typing").hidden = true;
  seen();
};

const welcome = (frame) => {
  if (frame.after < frame.asked) {
    log.clear();
    connection.cursor = 0;
  }
  speak(frame.language);
  holder = frame.holder;
  if (holder !== "queue") part("line").hidden = true;
  const before = frame.messages.at(0)?.seq - 1;
  if (before > connection.cursor) connection.cursor = before;
  const first = connection.cursor === 0 || log.empty;
  frame.messages.forEach(arrived);
  if (!log.empty) {
    part("start").classList.add("over");
    if (first) log.toEnd();
  }
  // The history was shown with the announcer off; from the next frame on, what is new is read out.
  requestAnimationFrame(() => log.announce(true));
  log.seen(frame.seen);
};

const line = ({ place, open, when }) => {
  const strip = part("line");
  strip.hidden = place === null;
  if (place === null) return;
  const told = open ? words.place : when ? words.closed : words.closedSoon;
  strip.replaceChildren(
    fill(told, { place, when }),
    make("span", { className: "more" }, ` ${words.comeBack}`),
  );
};

const typing = ({ name }) => {
  const sign = part("typing");
  sign.textContent = fill(words.typing, { name });
  sign.hidden = false;
  clearTimeout(typingGone);
  typingGone = setTimeout(() => (sign.hidden = true), TYPING_SHOWN_MS);
};

const stored = ({ id, seq }) => {
  log.stored(id, seq);
  if (seq === connection.cursor + 1) connection.cursor = seq;
  else if (seq > connection.cursor) connection.ask();
};

const failed = ({ code, id }) => {
  if (code === "bad-frame" && id) log.failed(id);
};

const hear = {
  welcome,
  message: (frame) => {
    arrived(frame);
    if (frame.kind === "language") speak(frame.language);
  },
  stored,
  line,
  typing,
  error: failed,
  seen: ({ seq }) => log.seen(seq),
  left: () => leave(),
};

const seen = () => {
  if (document.visibilityState === "visible" && connection.cursor) {
    connection.say({ type: "seen", seq: connection.cursor });
  }
};

/** Lost for a moment is nothing to tell; lost for longer is. */
const changed = () => {
  if (connection.welcomed) {
    clearTimeout(offlineSoon);
    offlineSoon = null;
    part("offline").hidden = true;
    return;
  }
  // Counted from the first loss: tries that fail one after another must not put it off.
  offlineSoon ??= setTimeout(() => {
    part("offline").textContent = words.offline;
    part("offline").hidden = false;
  }, OFFLINE_AFTER_MS);
};

const connection = new Connection({
  embedded,
  school,
  chosen,
  hear: (frame) => hear[frame.type]?.(frame),
  changed: () => changed(),
});

const grow = () => {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
};

part("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (!text) return;
  box.value = "";
  grow();
  send(text);
  box.focus();
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    part("write").requestSubmit();
  }
});

box.addEventListener("input", () => {
  grow();
  const now = Date.now();
  if (holder === "bot" || now - typedAt < TYPING_EVERY_MS) return;
  typedAt = now;
  connection.say({ type: "typing" });
});

part("person").addEventListener("click", (event) => {
  event.preventDefault();
  send(words.person, "person");
  log.focus();
});

part("topics").addEventListener("click", (event) => {
  const asked = event.target.closest("button");
  if (asked) {
    event.preventDefault();
    send(asked.value);
    log.focus();
  }
});

document.addEventListener("visibilitychange", seen);

// The box stays above the keyboard on phones whose browsers lay it over the page.
const fit = () => {
  document.documentElement.style.setProperty("--visible", `${visualViewport.height}px`);
  if (visualViewport.scale === 1) scrollTo(0, 0);
};
if ("visualViewport" in window) {
  visualViewport.addEventListener("resize", () => visualViewport.scale === 1 && fit());
}

// What stands here for browsers without script is told anew over the connection.
document.querySelectorAll(".plain, #log > *, #wrong").forEach((element) => element.remove());
part("line").hidden = true;
document.documentElement.classList.add("script");
memory.unsent.forEach((message) => log.sending(message));
const leave = leaveBy(part("leave"), () => connection.stop());
offerHelp(idleMinutes, leave);
changed();
