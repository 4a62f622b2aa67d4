import { StopSignals } from './stop-signals.js';

// Install handlers before the rest of the service loads: process 1 of a container loses signals that have no
// handler, and loading takes long on a busy machine.
const signals = new StopSignals();

const { start } = await import('./start.js');
await start(signals);
