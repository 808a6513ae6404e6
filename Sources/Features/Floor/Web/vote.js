// Answers without leaving the page. Without a network, answers wait on this phone until there is one.

const card = document.querySelector("[data-card]");
const status = document.querySelector("[data-status]");
const notice = document.querySelector("[data-kept]");
const page = location.pathname;
const place = "jirga-kept:" + page.replace(/^\/(en|fa)(?=\/)/, "");

const post = (address, body) =>
  fetch(address, { method: "POST", body, headers: { "Jirga-Fragment": "1" }, credentials: "same-origin" });

// What waits: statement → the choice, and the revision of the answer it was given after.
const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
};

const keep = (answers) => {
  const count = Object.keys(answers).length;
  try {
    if (count) localStorage.setItem(place, JSON.stringify(answers));
    else localStorage.removeItem(place);
  } catch {
    return false;
  }
  notice.hidden = !count;
  notice.querySelector("[data-kept-count]").textContent =
    new Intl.NumberFormat(document.documentElement.lang).format(count);
  return true;
};

const show = (html) => {
  card.innerHTML = html;
  history.replaceState(null, "", page);
  status.textContent = card.querySelector("[data-announce]")?.dataset.announce ?? "";
  card.querySelector("#statement")?.focus();
};

// A page of ours answers with the header; anything else is for the browser to deal with.
const isOurs = (response) => response.headers.get("Jirga-Fragment") === "1";

const sendKept = async () => {
  const answers = kept();
  if (!Object.keys(answers).length) return;
  let html;
  let refused = false;
  try {
    const fresh = new DOMParser().parseFromString(await (await fetch(page)).text(), "text/html");
    const token = fresh.querySelector("[name=token]")?.value;
    if (!token) return;
    for (const [statement, { choice, after }] of Object.entries(answers)) {
      const response = await post(page + "/vote", new URLSearchParams({ token, statement, choice, after }));
      if (!isOurs(response)) return;
      // Too fast for the server: what is left waits here a while longer.
      if (response.status === 429) {
        setTimeout(sendKept, 1000 * (Number(response.headers.get("Retry-After")) || 60));
        return;
      }
      // A card that says why an answer was not kept stays to be read.
      if (!refused) html = await response.text();
      refused ||= !response.ok;
      delete answers[statement];
      keep(answers);
    }
  } catch {
    return;
  } finally {
    if (html) show(html);
  }
};

card.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = event.submitter;
  if (card.getAttribute("aria-busy") === "true") return;
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  // An answer that says which one it follows can be sent again: late or twice, it changes nothing.
  const { after } = form.dataset;
  if (after) body.append("after", after);
  card.setAttribute("aria-busy", "true");
  try {
    const response = await post(form.action, body);
    if (isOurs(response)) {
      show(await response.text());
      // What was answered now takes the place of what waited.
      const { [body.get("statement")]: _, ...others } = kept();
      keep(others);
      sendKept();
    } else {
      location.assign(page);
    }
  } catch {
    const choice = body.get("choice");
    if (choice && keep({ ...kept(), [body.get("statement")]: { choice, after } })) {
      form.querySelectorAll("[name=choice]").forEach((each) => {
        each.setAttribute("aria-pressed", String(each === button));
      });
      status.textContent = notice.textContent;
    } else {
      location.assign(page);
    }
  } finally {
    card.removeAttribute("aria-busy");
  }
});

addEventListener("online", sendKept);
keep(kept());
sendKept();
