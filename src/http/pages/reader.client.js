/* global SwaggerUIBundle, document, fetch, location, matchMedia, sessionStorage */
/** Shows the OpenAPI document that the page names. Runs in the browser. */

const place = document.getElementById('reader');
const { dialect } = place.dataset;
const [filter, keep, refusals] = ['filter', 'keep', 'refusals'].map((id) => document.getElementById(id));

/** Session storage is the tab's own, and ends with it. */
const storageKey = `tokenwright:${dialect}:authorized`;

/** Parameters whose example exists on every service, or on none when the operation destroys. */
const prefilled = ['ecosystem', 'ecosystemId', 'confirm'];

/** Examples that would be sent as they are move into the description. */
function withoutPrefills(specification) {
  const operations = Object.values(specification.paths).flatMap((item) => Object.values(item));
  for (const parameter of operations.flatMap(({ parameters }) => parameters ?? [])) {
    const { name, schema } = parameter;
    const example = parameter.example ?? schema?.example;
    if (example === undefined || prefilled.includes(name)) continue;
    delete parameter.example;
    if (schema) delete schema.example;
    const shown = typeof example === 'string' ? example : JSON.stringify(example);
    parameter.description = `${parameter.description ?? ''}\n\nExample: \`${shown}\``;
  }
  // A proxy may speak HTTPS where the service hears HTTP.
  return { ...specification, servers: [{ url: location.origin }] };
}

/** Finds operations that hold every word; Swagger UI itself looks at tags only. */
const wordFilter = {
  fn: {
    opsFilter: (groups, phrase) => {
      const words = phrase.toLowerCase().split(/\s+/).filter(Boolean);
      const matches = (tag) => (operation) => {
        const { summary, operationId } = operation.get('operation').toJS();
        const text = [tag, operation.get('method'), operation.get('path'), summary, operationId].join(' ');
        return words.every((word) => text.toLowerCase().includes(word));
      };
      return groups
        .map((group, tag) => group.update('operations', (all) => all.filter(matches(tag))))
        .filter((group) => group.get('operations').size > 0);
    },
  },
  // The page has its own field.
  components: { FilterContainer: () => null },
};

function followTheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', apply);
  apply();
}

function keepAuthorization(ui) {
  const stored = sessionStorage.getItem(storageKey);
  keep.checked = stored !== null;
  if (stored !== null) ui.authActions.restoreAuthorization({ authorized: JSON.parse(stored) });
  const save = () => {
    if (keep.checked) sessionStorage.setItem(storageKey, JSON.stringify(ui.authSelectors.authorized()));
    else sessionStorage.removeItem(storageKey);
  };
  keep.addEventListener('change', save);
  ui.getStore().subscribe(save);
}

async function show() {
  const response = await fetch(`/openapi/${dialect}.json`);
  if (!response.ok) throw new Error(`The document answers ${response.status}`);
  place.textContent = '';
  const ui = SwaggerUIBundle({
    domNode: place,
    spec: withoutPrefills(await response.json()),
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [wordFilter],
    layout: 'BaseLayout',
  });
  keepAuthorization(ui);
  filter.addEventListener('input', () => ui.layoutActions.updateFilter(filter.value.trim() || true));
}

followTheme();
refusals.addEventListener('change', () => place.classList.toggle('with-refusals', refusals.checked));
filter.form.addEventListener('submit', (event) => event.preventDefault());
show().catch((error) => {
  place.textContent = `The document cannot be shown: ${error.message}`;
});
