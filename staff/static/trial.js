// While a draft is being tried on the kept questions, the page looks again by itself; the link does the same.
const AGAIN = 4000;

const look = async () => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.querySelector('[data-trial="running"]')) setTimeout(look, AGAIN);
  else location.reload();
};

if (document.querySelector('[data-trial="running"]')) setTimeout(look, AGAIN);
