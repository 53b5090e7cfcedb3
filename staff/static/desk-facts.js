// "Correct" beside a fact fills in the form that writes facts down; nothing is sent by it.
const at = (id) => document.getElementById(id);

export function listenToCorrections({ pane }) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-corrects]");
    if (!link || !at("do-fact")) return;
    event.preventDefault();
    at("fact-subject").value = link.dataset.subject;
    at("fact-about").value = link.dataset.about;
    at("fact-replaces").value = link.dataset.corrects;
    pane("conversation");
    at("do-fact").setAttribute("open", "");
    at("fact-text").focus();
  });
}
