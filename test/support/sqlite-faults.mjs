// Loaded into a service process before the service: SIGWINCH turns a fault of its SQLite file on, and off again.
import { createRequire } from 'node:module';
import process from 'node:process';

const Database = createRequire(import.meta.url)('better-sqlite3');
const fault = process.env.TEST_SQLITE_FAULT;
const most = 1_073_741_823;
const { exec, pragma } = Database.prototype;
const opened = new Set();
let isOn = false;

Database.prototype.pragma = function (...given) {
  opened.add(this);
  return pragma.apply(this, given);
};
Database.prototype.exec = function (statement) {
  // While a statement is read row by row, the driver refuses every other one.
  if (fault === 'stuck' && isOn && statement === 'COMMIT') this.prepare('SELECT 1').iterate().next();
  return exec.call(this, statement);
};

process.on('SIGWINCH', () => {
  isOn = !isOn;
  for (const database of opened) {
    if (fault !== 'pages' || !database.open) continue;
    const pages = isOn ? pragma.call(database, 'page_count', { simple: true }) : most;
    pragma.call(database, `max_page_count = ${pages}`);
  }
  process.stderr.write(`The fault is ${isOn ? 'on' : 'off'}\n`);
});
