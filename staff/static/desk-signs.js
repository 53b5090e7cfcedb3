// Signs of life from the young person's page: what they have seen, and that they are typing.
// Both are told politely; nothing is told twice, and nothing blinks.
const TYPING_SHOWN_MS = 6000;
const at = (id) => document.getElementById(id);
const key = (conversation) => `seen:${conversation}`;
let typingGone = 0;

// Take in what the stream told: the last message seen, by conversation, and who types.
export function hearSigns({ seen, typing }, open) {
  for (const [conversation, seq] of Object.entries(seen)) {
    if (seq > seenIn(conversation)) sessionStorage.setItem(key(conversation), String(seq));
  }
  if (seen[open]) markSeen(open, { aloud: true });
  if (typing.includes(open)) showTyping();
}

const seenIn = (conversation) => Number(sessionStorage.getItem(key(conversation)));

// "Seen" stands under the last of the adviser's messages that was seen, and nowhere else.
export function markSeen(conversation, { aloud = false } = {}) {
  const list = at("messages");
  const last = [...list.querySelectorAll(".message.adviser")]
    .filter((message) => Number(message.dataset.seq) <= seenIn(conversation))
    .at(-1);
  const old = list.querySelector(".mark.seen");
  if (!last || old?.parentElement === last) return;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const words = at("seen-said").dataset;
  old?.remove();
  last.append(Object.assign(document.createElement("p"), { className: "mark seen" }));
  last.lastElementChild.textContent = words.mark;
  at("seen-said").textContent = aloud ? words.words : "";
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function showTyping() {
  const line = at("typing");
  if (!line.textContent) line.textContent = line.dataset.words;
  clearTimeout(typingGone);
  typingGone = setTimeout(typingOver, TYPING_SHOWN_MS);
}

export function typingOver() {
  clearTimeout(typingGone);
  at("typing").textContent = "";
}
