import { StopSignals } from './stop-signals.js';

// Before the rest of the service is loaded, which takes long on a busy machine: the first process of a container loses a
// signal for which it has no handler yet.
const signals = new StopSignals();

const { start } = await import('./start.js');
await start(signals);
