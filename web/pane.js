// The document beside the chat: a click on a marker, a source or a bar opens it at the cited sentence.
(() => {
  const bq = window.bq;
  let opener = null;

  const pane = () => document.getElementById("bq-pane");
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function widen(open) {
    for (const part of [".gradio-container", "#bq-pane-slot"]) document.querySelector(part)?.classList.toggle("bq-open", open);
  }

  function close() {
    if (!pane() || pane().hidden) return;
    pane().hidden = true;
    widen(false);
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }

  // Only the pane scrolls; scrollIntoView would move the page around it as well.
  function show(at, smooth) {
    const target = pane().querySelector(`[data-at="${at}"]`);
    const body = pane().querySelector(".bq-pane-body");
    if (!target) return;
    const top = target.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop;
    body.scrollTo({ top: top - body.clientHeight / 3, behavior: smooth && !calm() ? "smooth" : "auto" });
    target.focus({ preventScroll: true });
    for (const mark of pane().querySelectorAll("mark")) {
      mark.classList.toggle("bq-asked", mark.dataset.of.split(" ").includes(at));
    }
  }

  async function open(link) {
    const address = new URL(link.href);
    const at = address.searchParams.get("at");
    let html;
    try {
      html = await (await bq.send(`proof${address.search}`)).text();
    } catch (error) {
      html = "";
      alert(error.message);
      return;
    }
    opener = link;
    const before = pane().dataset.document;
    const again = !pane().hidden && before === address.searchParams.get("document");
    const place = again ? pane().querySelector(".bq-pane-body").scrollTop : 0;
    pane().dataset.document = address.searchParams.get("document");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bq-close";
    button.textContent = "✕";
    button.setAttribute("aria-label", bq.say("pane_close"));
    button.addEventListener("click", close);
    const body = document.createElement("div");
    body.className = "bq-pane-body";
    body.tabIndex = 0;
    body.setAttribute("role", "region");
    body.setAttribute("aria-label", bq.say("pane"));
    body.innerHTML = html; // escaped by the server, piece by piece
    const head = body.querySelector(".bq-pane-head");
    pane().replaceChildren(button, ...(head ? [head] : []), body);
    pane().setAttribute("aria-label", bq.say("pane"));
    pane().hidden = false;
    widen(true);
    body.scrollTop = place;
    show(at, again);
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest("a[data-proof]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
  });
})();
