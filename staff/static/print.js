// The browser's own printing, from a button.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => print());
