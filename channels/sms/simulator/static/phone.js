// Sends without loading the page again, and looks for new texts every second while it can be seen.
const texts = document.getElementById("texts");
const form = document.getElementById("write");
const body = document.getElementById("body");
const problem = document.getElementById("problem");

function tell(words) {
  problem.textContent = words;
  problem.hidden = !words;
}

async function look() {
  const response = await fetch(texts.dataset.address);
  if (!response.ok) return;
  const page = document.createElement("template");
  page.innerHTML = await response.text();
  const known = texts.querySelectorAll("li:not(.none)").length;
  const now = page.content.querySelectorAll("li:not(.none)").length;
  texts.replaceChildren(page.content);
  if (now !== known) texts.scrollTop = texts.scrollHeight;
}

async function send() {
  const fields = new URLSearchParams(new FormData(form));
  const response = await fetch(form.action, {
    method: "POST",
    body: fields,
    headers: { Accept: "application/json" },
    redirect: "manual",
  });
  if (response.type === "opaqueredirect") {
    tell("");
    form.reset();
    await look();
    return;
  }
  tell((await response.json()).error);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send().catch(() => tell("The service cannot be reached. What you wrote is still here."));
});

body.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

async function keepLooking() {
  if (!document.hidden) await look().catch(() => {});
  setTimeout(keepLooking, 1000);
}

texts.scrollTop = texts.scrollHeight;
setTimeout(keepLooking, 1000);
