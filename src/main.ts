import { oldNodeFault } from './common/version.js';
import { StopSignals } from './stop-signals.js';

// Install handlers before the rest of the service loads: process 1 of a container loses signals that have no
// handler, and loading takes long on a busy machine.
const signals = new StopSignals();

const fault = oldNodeFault(process.versions.node);
if (fault) {
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
// An old Node reads no further than this: the rest uses what it lacks.
const { start } = await import('./start.js');
await start(signals);
