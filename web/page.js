// What the page does beyond Gradio: keeps the conversation, asks what is offered, copies, exports, takes opinions.
document.documentElement.lang = (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh-CN" : "en";

window.bq = (() => {
  const KEY = "bulletin-qa";
  const bar = () => document.querySelector("#bq-bar .bq-bar");
  let words = {};

  // A browser may refuse storage; the page does without it then.
  function store(text) {
    try {
      localStorage.setItem(KEY, text);
    } catch {}
  }

  function stored() {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return "";
    }
  }

  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] || key);

  // Questions stand in the page as they were asked, each with the documents that it was limited to.
  function conversation(until) {
    const rows = [];
    for (const element of document.querySelectorAll("#bq-chat .bq-question[data-kept]")) {
      if (element === until) break;
      try {
        rows.push(JSON.parse(element.dataset.kept));
      } catch {}
    }
    return rows;
  }

  // The question just above a reply.
  function questionOf(reply) {
    const before = [...document.querySelectorAll("#bq-chat .bq-question[data-kept]")].filter(
      (element) => element.compareDocumentPosition(reply) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return before.at(-1);
  }

  function within() {
    const boxes = [...document.querySelectorAll("#bq-bar .bq-within input:checked")];
    return boxes.length ? JSON.stringify(boxes.map((box) => box.value)) : "";
  }

  function ask(question) {
    document.getElementById("bq-tab-ask-button")?.click();
    const box = document.querySelector("#bq-ask textarea");
    if (!box) return;
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => {
      document.querySelector("#bq-ask .submit-button")?.click();
      box.focus({ preventScroll: true });
    });
  }

  async function send(address, options) {
    let response;
    try {
      response = await fetch(address, options);
    } catch {
      throw new Error(say("network"));
    }
    if (!response.ok && response.headers.get("content-type")?.includes("json")) {
      throw new Error((await response.json()).problem || String(response.status));
    }
    return response;
  }

  return { KEY, bar, store, stored, say, conversation, questionOf, within, ask, send, learn: (found) => (words = found) };
})();

(() => {
  const bq = window.bq;

  async function copyText(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    // Plain http on an office network has no clipboard API.
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy refused");
  }

  async function copy(button) {
    const label = button.textContent;
    try {
      await copyText(button.dataset.copy);
      button.textContent = button.dataset.done;
    } catch {
      button.textContent = button.dataset.failed;
    }
    setTimeout(() => (button.textContent = label), 1500);
  }

  async function save(format) {
    const response = await bq.send(`export?format=${format}`, { method: "POST", body: JSON.stringify(bq.conversation()) });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") || "");
    link.download = name ? decodeURIComponent(name[1]) : `bulletin.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function rate(reply, opinion) {
    const asked = bq.questionOf(reply);
    const kept = JSON.parse(asked.dataset.kept);
    const history = bq.conversation(asked).map((row) => ({ role: "user", content: row.question }));
    await bq.send("opinion", { method: "POST", body: JSON.stringify({ ...kept, history, ...opinion }) });
  }

  function tell(reply, text) {
    let line = reply.querySelector(".bq-told");
    if (!line) {
      line = document.createElement("p");
      line.className = "bq-told";
      line.setAttribute("role", "status");
      reply.append(line);
    }
    line.textContent = text;
  }

  async function rateAndTell(reply, opinion) {
    try {
      await rate(reply, opinion);
      tell(reply, bq.say("rate_saved"));
      return true;
    } catch (error) {
      tell(reply, bq.say("rate_kept", { why: error.message }));
      return false;
    }
  }

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  // What is right, and a note; shown below a reply when its thumb is down.
  function openForm(reply, button) {
    const open = reply.querySelector(".bq-rate");
    if (open) {
      open.remove();
      button.setAttribute("aria-expanded", "false");
      return;
    }
    const right = element("textarea", { rows: 2, maxlength: 500 });
    const absent = element("input", { type: "checkbox" });
    const note = element("input", { type: "text", maxlength: 500 });
    const form = element(
      "form",
      { class: "bq-rate" },
      element("label", {}, bq.say("rate_right"), right),
      element("label", { class: "bq-check" }, absent, " ", bq.say("rate_absent")),
      element("label", {}, bq.say("rate_note"), note),
      element("button", { type: "submit", class: "bq-button" }, bq.say("rate_save")),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const opinion = { good: false, right: right.value, absent: absent.checked, note: note.value };
      if (await rateAndTell(reply, opinion)) form.remove();
    });
    reply.append(form);
    button.setAttribute("aria-expanded", "true");
    right.focus();
  }

  document.addEventListener("click", async (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".bq-copy")) return copy(button);
    if (button.matches(".bq-next")) return bq.ask(button.textContent);
    const reply = button.closest(".bq-reply");
    if (button.dataset.export) {
      try {
        await save(button.dataset.export);
      } catch (error) {
        alert(error.message);
      }
    } else if (button.dataset.rate === "good" && button.getAttribute("aria-pressed") !== "true") {
      if (await rateAndTell(reply, { good: true })) button.setAttribute("aria-pressed", "true");
    } else if (button.dataset.rate === "bad") {
      openForm(reply, button);
    }
  });

  // The documents that a question may be limited to; nothing to choose from where there is only one.
  bq.documents = async () => {
    const place = document.querySelector("#bq-bar .bq-within");
    if (!place) return;
    const found = await (await bq.send("library/documents")).json();
    const chosen = new Set([...place.querySelectorAll("input:checked")].map((box) => box.value));
    const about = document.querySelector("#bq-head p");
    if (about) about.textContent = found.about;
    place.replaceChildren();
    if (found.documents.length < 2) return;
    const summary = element("summary");
    const list = element("fieldset", {}, element("legend", { class: "bq-hidden" }, bq.say("within")));
    for (const { id, title, issue } of found.documents) {
      const box = element("input", { type: "checkbox", value: id });
      box.checked = chosen.has(id);
      list.append(element("label", { class: "bq-check" }, box, ` 《${title}》${issue}`));
    }
    const show = () => {
      const picked = [...list.querySelectorAll("input:checked")].map((box) => box.parentElement.textContent.trim());
      summary.textContent = `${bq.say("within")}：${picked.length ? picked.join("、") : bq.say("within_all")}`;
    };
    list.addEventListener("change", show);
    show();
    place.append(element("details", {}, summary, list));
  };

  // A new reply is shown from its question on; Gradio would scroll to its end. What was asked is kept.
  let replies = 0;
  let tall = 0;
  let following = 0; // until when a reply that grows is kept in view; not against the reader's will
  for (const kind of ["wheel", "touchmove", "mousedown"]) document.addEventListener(kind, () => (following = 0), { passive: true });
  let learned = null;
  new MutationObserver(() => {
    const bar = bq.bar();
    if (bar && bar !== learned) {
      learned = bar;
      bq.learn(JSON.parse(bar.dataset.words));
      bq.documents().catch(() => {});
    }
    // Gradio gives its button no name.
    const button = document.querySelector("#bq-ask .submit-button:not([aria-label])");
    if (button && learned) button.setAttribute("aria-label", bq.say("send"));
    const chat = document.getElementById("bq-chat");
    if (!chat) return;
    const count = chat.querySelectorAll(".bq-reply").length;
    if (count > replies) following = performance.now() + 4000;
    replies = count;
    const height = chat.querySelector(".message-wrap")?.scrollHeight || 0;
    if (height !== tall && performance.now() < following) {
      [...chat.querySelectorAll(".user-row")].at(-1)?.scrollIntoView({ block: "start" });
    }
    tall = height;
    // Not before the conversation that was kept has come back.
    if (document.querySelector("#bq-head [data-opened]")) {
      const text = JSON.stringify(bq.conversation());
      if (text !== bq.last) bq.store((bq.last = text));
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-kept"] });
})();
