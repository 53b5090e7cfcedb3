// “Ask the bot”: sends the form as it stands with a question, and shows what would be said.
const form = document.getElementById("piece");
const box = document.getElementById("ask-bot");

if (box) {
  box.hidden = false;
  box.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = document.getElementById("said");
    said.textContent = box.dataset.waiting;
    const fields = Object.fromEntries(new FormData(form));
    delete fields.csrf;
    const asked = Object.fromEntries(new FormData(event.target));
    const body = { id: form.dataset.id, kind: form.dataset.kind, fields, ...asked };
    try {
      const answer = await fetch("/staff/entries/ask", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": form.dataset.csrf },
        body: JSON.stringify(body),
      });
      const told = await answer.json();
      // Made by the server from a template that escapes, with the Markdown made safe.
      if (answer.ok) said.innerHTML = told.said;
      else said.textContent = `${told.error} ${told.mend}`;
    } catch {
      said.textContent = box.dataset.failed;
    }
  });
}
