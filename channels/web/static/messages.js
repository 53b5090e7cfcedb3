// Building what is shown of a message. Only `html` frames, made safe by the server, become HTML.
const PAGE = document.documentElement.lang;
const HTTPS = /(https:\/\/[^\s<>"]*[^\s<>".,;:!?)])/;

export const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

const outside = (url, ...children) =>
  make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);

const plain = (text, linked) => {
  const pieces = linked ? text.split(HTTPS) : [text];
  return make("p", { dir: "auto" }, ...pieces.map((piece, at) => (at % 2 ? outside(piece, piece) : piece)));
};

const written = (html) => {
  const holder = make("template", { innerHTML: html });
  for (const link of holder.content.querySelectorAll("a[href^='https:']")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return holder.content;
};

const contactRow = (contact, words) => {
  const about = [contact.about, contact.hours].filter(Boolean).join(". ");
  const [body, number] = contact.text.split(/ to (?=[0-9 ]+$)/);
  const ways = [];
  if (contact.phone) {
    ways.push([`tel:${contact.phone.replaceAll(" ", "")}`, fill(words.call, { number: contact.phone })]);
  }
  if (number) {
    const address = `sms:${number.replaceAll(" ", "")}?body=${encodeURIComponent(body)}`;
    ways.push([address, fill(words.text, { words: body, number })]);
  }
  if (!ways.length && contact.web) ways.push([contact.web, words.visit]);
  return make(
    "li",
    {},
    make("b", {}, contact.name),
    make("span", { className: "about", lang: PAGE === "en" ? "" : "en" }, about),
    ...ways.map(([href, label]) =>
      href.startsWith("https:") ? outside(href, label) : make("a", { href }, label),
    ),
  );
};

const contactRows = (contacts, words) =>
  make("ul", { className: "contacts" }, ...contacts.map((each) => contactRow(each, words)));

const safety = (frame, words) => {
  const panel = make("div", { className: "body" }, written(frame.html));
  const [first, ...others] = frame.contacts;
  if (first) panel.firstElementChild.after(contactRows([first], words));
  if (others.length) panel.append(contactRows(others, words));
  return panel;
};

// Browsers know few languages: the names of days and months come with the page.
const dayAndMonth = (date, { months }) => `${date.getDate()} ${months[date.getMonth()]}`;

const source = (frame, words) => {
  const line = make("p", { className: "source" });
  if (frame.checked) {
    const on = new Date(`${frame.checked}T12:00:00`);
    line.append(fill(words.checked, { date: `${dayAndMonth(on, words)} ${on.getFullYear()}` }), " ");
  }
  if (frame.sources.length) line.append(`${words.from} `);
  frame.sources.forEach(({ name, url }, at) => line.append(at ? "; " : "", outside(url, name)));
  return line;
};

const buttons = (className, heading, choices, press) => {
  const group = make("div", { className, role: "group", ariaLabel: heading || null });
  if (heading) group.append(make("p", {}, heading));
  for (const { label, value } of choices) {
    const button = make("button", { type: "button" }, label);
    if (PAGE !== "en" && /^(entry|check|answer):/.test(value)) button.lang = "en";
    button.addEventListener("click", () => press(group, value, label));
    group.append(button);
  }
  return group;
};

const helped = ({ entry }, words, press) =>
  buttons("helped", words.helped, [
    { label: words.yes, value: `helped:yes:${entry}` },
    { label: words.no, value: `helped:no:${entry}` },
  ], (group, value) => press(group, value, value.startsWith("helped:yes") ? words.itHelped : words.itDidNot));

const author = (frame, words) => {
  if (frame.author === "young person") return make("p", { className: "who heard" }, words.you);
  if (frame.author !== "adviser") return make("p", { className: "who" }, words.bot);
  const name = frame.name ? fill(words.adviser, { name: frame.name }) : words.anAdviser;
  const at = new Date(frame.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return make("p", { className: "who" }, name, " ", make("time", { dateTime: frame.at }, at));
};

/** Says the day above a message where another day begins; today needs no saying at the very beginning. */
export const startDay = (element, words) => {
  if (!element?.dataset.at) return;
  const day = new Date(element.dataset.at).toDateString();
  const before = element.previousElementSibling?.dataset.at;
  const today = new Date();
  element.querySelector(".day")?.remove();
  if (day === new Date(before ?? today).toDateString()) return;
  const at = new Date(element.dataset.at);
  const written = `${words.days[at.getDay()]} ${dayAndMonth(at, words)}`;
  element.prepend(make("p", { className: "day" }, day === today.toDateString() ? words.today : written));
};

/** One message. `press(group, value, label)` is called when one of its buttons is pressed. */
export const messageElement = (frame, words, press) => {
  const own = frame.author === "young person";
  const kind = own ? "own" : frame.author === "adviser" ? "adviser" : "bot";
  const element = make("article", { className: `message ${kind} kind-${frame.kind}` }, author(frame, words));
  element.dataset.at = frame.at ?? new Date().toISOString();
  if (frame.kind === "safety" && frame.html) element.append(safety(frame, words));
  else if (frame.html) element.append(make("div", { className: "body" }, written(frame.html)));
  else element.append(make("div", { className: "body" }, plain(frame.text, !own)));
  if (frame.language && frame.language !== PAGE) element.lastChild.lang = frame.language;
  if (own) {
    element.append(make("p", { className: "state" }));
    return element;
  }
  if (frame.kind === "answer") {
    if (frame.checked || frame.sources.length) element.append(source(frame, words));
    if (frame.entry) element.append(helped(frame, words, press));
  }
  if (frame.choices.length) {
    const heading = frame.kind === "answer" ? words.next : "";
    element.append(buttons("choices", heading, frame.choices, press));
  }
  return element;
};
