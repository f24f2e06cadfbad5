// What the page does beyond Gradio: markers open and show their citation, the copy button copies.
document.documentElement.lang = "zh-CN";

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

document.addEventListener("click", async (event) => {
  if (!(event.target instanceof Element)) return;
  const marker = event.target.closest("a.bq-marker");
  if (marker) {
    event.preventDefault();
    const citation = document.getElementById(marker.getAttribute("href").slice(1));
    if (!citation) return;
    citation.open = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    citation.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "nearest" });
    citation.querySelector("summary").focus({ preventScroll: true });
    citation.classList.remove("bq-shown");
    void citation.offsetWidth; // restarts the animation
    citation.classList.add("bq-shown");
    return;
  }
  const button = event.target.closest("button.bq-copy");
  if (button) {
    try {
      await copyText(button.dataset.copy);
      button.textContent = "已复制";
    } catch {
      button.textContent = "请手动选择复制";
    }
    setTimeout(() => (button.textContent = "复制"), 1500);
  }
});

// A new reply is shown from its question on; Gradio would scroll to its end.
let replies = 0;
new MutationObserver(() => {
  const count = document.querySelectorAll("#bq-chat .bq-reply").length;
  if (count > replies) [...document.querySelectorAll("#bq-chat .user-row")].at(-1)?.scrollIntoView({ block: "start" });
  replies = count;
}).observe(document.documentElement, { childList: true, subtree: true });
