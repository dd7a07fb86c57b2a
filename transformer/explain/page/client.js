// @ts-check
/** What the page does when it is searched, or when a part of its map is chosen. Without it, everything is shown. */
(() => {
  const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
  const words = /** @type {HTMLInputElement} */ (form.elements.namedItem('words'));
  const boundary = /** @type {HTMLSelectElement} */ (form.elements.namedItem('boundary'));
  const skipped = /** @type {HTMLInputElement} */ (form.elements.namedItem('skipped'));
  const output = /** @type {HTMLOutputElement} */ (form.querySelector('output'));
  const articles = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('article')]);
  const parts = /** @type {SVGGElement[]} */ ([...document.querySelectorAll('.node, .edge')]);
  const texts = new Map(articles.map((article) => [article, `${fileOf(article)} ${article.textContent}`.toLowerCase()]));
  /** @type {SVGGElement | undefined} The part of the map that is chosen. */
  let chosen;

  /** @param {HTMLElement} article */
  function fileOf(article) {
    return /** @type {HTMLElement} */ (article.closest('section')).dataset['file'] ?? '';
  }

  /** @param {SVGGElement} part */
  const sitesOf = (part) => part.dataset['sites']?.split(' ').map((id) => `s${id}`);

  /** @param {HTMLElement} article */
  function isWanted(article) {
    const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!asked.every((word) => texts.get(article)?.includes(word))) return false;
    if (boundary.value && article.dataset['boundary'] !== boundary.value) return false;
    if (skipped.checked && !article.classList.contains('skipped')) return false;
    if (!chosen) return true;
    return sitesOf(chosen)?.includes(article.id) ?? fileOf(article) === chosen.dataset['file'];
  }

  function show() {
    const shown = new Set(articles.filter(isWanted));
    for (const article of articles) article.hidden = !shown.has(article);
    for (const section of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('section'))) section.hidden = ![...section.querySelectorAll('article')].some((article) => shown.has(article));
    const ids = new Set([...shown].map(({ id }) => id));
    const files = new Set([...shown].map(fileOf));
    const isAll = shown.size === articles.length;
    for (const part of parts) {
      const isMeant = sitesOf(part)?.some((id) => ids.has(id)) ?? files.has(part.dataset['file'] ?? '');
      part.classList.toggle('dim', !isAll && !isMeant);
      part.classList.toggle('chosen', part === chosen);
    }
    output.value = isAll ? '' : `${shown.size} of ${articles.length}`;
  }

  /** @param {SVGGElement | undefined} part */
  function choose(part) {
    chosen = part === chosen ? undefined : part;
    show();
  }

  form.addEventListener('input', show);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => {
    chosen = undefined;
    // Its fields are empty only after this event.
    setTimeout(show);
  });
  for (const part of parts) {
    part.addEventListener('click', () => choose(part));
    part.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(part);
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') form.reset();
    if (event.key !== '/' || document.activeElement === words) return;
    event.preventDefault();
    words.focus();
  });
  // A link leads to what may be hidden.
  addEventListener('hashchange', () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.hidden) return;
    form.reset();
    setTimeout(() => target.scrollIntoView());
  });
})();
