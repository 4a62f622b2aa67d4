const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const moment = '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z';
const parts = new RegExp(`(${uuid}|${moment}|…)`);
/** JSON fields that hold a moment in seconds (RFC 7662). */
const secondsFields = new Set(['iat', 'exp']);
/** Moments of one answer may move apart by this much: commands take time. */
const tolerance = 600_000;

/**
 * Compares answers with those that a page shows. Three things stand for what differs in each run: a UUID for a UUID, the
 * same one everywhere; a moment for a moment, all of one answer shifted alike; `…` for the rest of a word. All else must
 * be equal, and JSON fields come in the same order.
 */
export class ShownAnswers {
  #ids = new Map();
  #shifts = [];
  /** The newest text that came for a shown one such as `tw_u_…`. */
  rests = new Map();

  /**
   * @param language `json`, `text`, or `http` for a status line, some headers and a body
   * @throws Error that names the difference
   */
  compare(language, shown, came) {
    this.#shifts = [];
    if (language === 'json') this.#json(shown, came);
    else if (language === 'http') this.#http(shown, came);
    else this.#string(singleSpaced(shown), singleSpaced(came), 'the output');
    if (Math.max(...this.#shifts) - Math.min(...this.#shifts) > tolerance) {
      throw new Error(`The times between the moments differ:\n${came}`);
    }
  }

  #json(shown, came) {
    let value;
    try {
      value = JSON.parse(came);
    } catch {
      throw new Error(`This is no JSON: ${came}`);
    }
    this.#value(JSON.parse(shown), value, '');
  }

  #http(shown, came) {
    const [shownHead, shownBody] = split(shown);
    const [cameHead, cameBody] = split(came);
    this.#string(shownHead[0], cameHead[0], 'the status line');
    const find = (name) => cameHead.find((line) => line.toLowerCase().startsWith(name)) ?? '';
    for (const line of shownHead.slice(1)) {
      const name = line.slice(0, line.indexOf(':') + 1).toLowerCase();
      this.#string(line.slice(name.length), find(name).slice(name.length), `the header ${name}`);
    }
    if (/^[[{]/.test(shownBody)) this.#json(shownBody, cameBody);
    else this.#string(shownBody, cameBody, 'the body');
  }

  #value(shown, came, place) {
    if (typeof shown === 'string') return this.#string(shown, came, place || 'the value');
    if (secondsFields.has(place.split('/').at(-1)) && typeof came === 'number') {
      return void this.#shifts.push((came - shown) * 1000);
    }
    if (typeof shown !== 'object' || shown === null) return this.#same(shown, came, place);
    this.#same(Array.isArray(shown), Array.isArray(came), `${place} as a list`);
    this.#same(
      Object.keys(shown).join(),
      Object.keys(came ?? {}).join(),
      `the fields of ${place || 'the body'}`,
    );
    for (const [key, one] of Object.entries(shown)) this.#value(one, came[key], `${place}/${key}`);
  }

  #string(shown, came, place) {
    const pieces = shown.split(parts);
    const patterns = pieces.map((piece) => {
      if (piece === '…') return '(\\S*)';
      if (new RegExp(`^${uuid}$`).test(piece)) return `(${uuid})`;
      if (new RegExp(`^${moment}$`).test(piece)) return `(${moment})`;
      return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    });
    const found = new RegExp(`^${patterns.join('')}$`).exec(came);
    if (!found) this.#same(shown, came, place);
    pieces
      .filter((_, index) => index % 2 === 1)
      .forEach((piece, index) => this.#take(piece, found[index + 1], place));
    const rest = /(\w+)…/.exec(shown);
    if (rest) this.rests.set(rest[1], new RegExp(`${rest[1]}\\S*`).exec(came)[0]);
  }

  #take(shown, came, place) {
    if (shown === '…') return;
    if (shown.endsWith('Z')) return void this.#shifts.push(Date.parse(came) - Date.parse(shown));
    const known = [...this.#ids].find(([one, other]) => one === shown || other === came);
    if (known) this.#same(known.join(), [shown, came].join(), `the id at ${place}`);
    this.#ids.set(shown, came);
  }

  #same(shown, came, place) {
    if (shown !== came) throw new Error(`${place} is\n${came}\nwhere the page has\n${shown}`);
  }
}

/** The width of a column depends on its values. */
function singleSpaced(text) {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trimEnd().replace(/[ \t]+/g, ' '))
    .join('\n');
}

function split(message) {
  const [head, ...body] = message.replaceAll('\r\n', '\n').split('\n\n');
  return [head.trimEnd().split('\n'), body.join('\n\n').trim()];
}
